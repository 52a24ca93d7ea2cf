"""Every site of a run's files, each with who reaches it through the whole project: before rules and decisions."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from flake8_async_offload.catalog.contexts import runners
from flake8_async_offload.engine import Workspace, located
from flake8_async_offload.model import Place, Site, Unread
from flake8_async_offload.project import Project
from flake8_async_offload.reach import Reach
from flake8_async_offload.resolve import Subclasses
from flake8_async_offload.risk import risk
from flake8_async_offload.scopes import Module
from flake8_async_offload.sizes import Size, resized
from flake8_async_offload.sizes import words as resizing_words
from flake8_async_offload.source import Source, UnreadableError, failure, read
from flake8_async_offload.words import implicit_words, imported, may_offload
from flake8_async_offload.wrapping import learn

_NAME = re.compile(r"[A-Za-z_]\w{2,}")
FEW = 400  # files: a project of fewer is looked through whether its files name an offloader or not
MOST_FILES = 40  # that mention a name
MOST_LOADED = 400  # files that are parsed only to see who calls whom


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look at some files finds."""

    sites: dict[str, list[Site]]  # by path; of files with sites
    errors: tuple[Unread, ...]
    sizes: dict[Place, Size]
    files: int  # read, with or without sites


def look(
    files: Iterable[Path],
    workspace: Workspace,
    *,
    blocking: bool,
    everything: bool,
    watched: Callable[[Collection[Path]], Iterable[Path]] = iter,
) -> Looked:
    """Return the sites of some files; those that cannot be read stand in `errors`, the rest is looked at all the same.

    `blocking`: also what blocks the event loop itself. `everything`: also the implicit offloads that no rule judges; a
    small project's are always told. `watched` is handed the files and gives them back one by one, as their turn comes.
    """
    texts, errors = _read(files, workspace.project)
    plain = {str(path): source.text for path, source in texts.items()}
    workspace.imports = imported(plain.values()) if blocking else None

    def load(path: str) -> Module | None:
        return workspace.project.load(Path(path), texts[Path(path)])

    workspace.resolver.subclasses = Subclasses(plain, load)
    learn(workspace.discovery, plain, load)
    small = len(texts) < FEW
    callers = texts if small else {path: text for path, text in texts.items() if _may_call(text.text)}
    mentions = Mentions(callers)
    scripts = workspace.project.scripts(texts)
    reach = Reach([], workspace.resolver, lambda name: mentions.modules(name, workspace.project), scripts)
    sites: dict[str, list[Site]] = {}
    for path in watched(texts):
        try:
            found = _located(path, texts[path], workspace, reach, blocking=blocking, everything=everything or small)
        except Exception as error:  # of one file: the others are audited all the same
            errors.append(failure(texts[path].path, error))
            continue
        if found:
            sites[str(path)] = found
    return Looked(sites, tuple(errors), _sizes(texts, workspace), len(texts))


def _read(files: Iterable[Path], project: Project) -> tuple[dict[Path, Source], list[Unread]]:
    texts: dict[Path, Source] = {}
    errors: list[Unread] = []
    for path in files:
        try:
            texts[path] = read(path, project.shown(path))
        except UnreadableError as error:
            errors.append(error.unread)
    return texts, errors


def _may_call(text: str) -> bool:
    """Whether a file may say who reaches an offload: it offloads itself, or runs an event loop."""
    return may_offload(text) or any(f"{runner}(" in text for runner in runners())


class Mentions:
    """Which files say a name: looked up once for all names, in the files that may call what is asked for."""

    def __init__(self, sources: dict[Path, Source]) -> None:
        """Take the files to look through; none is looked at before the first question."""
        self._sources = sources
        self._loaded: set[Path] = set()

    @cached_property
    def _files(self) -> dict[str, list[Path]]:
        found: dict[str, list[Path]] = {}
        for path, source in self._sources.items():
            for name in set(_NAME.findall(source.text)):
                found.setdefault(name, []).append(path)
        return found

    def modules(self, name: str, project: Project) -> Iterator[Module]:
        """Yield the modules that say a name; a name that many say tells nothing."""
        files = self._files.get(name, [])
        for path in files if len(files) <= MOST_FILES else ():
            if len(self._loaded) < MOST_LOADED or path in self._loaded:
                self._loaded.add(path)
                if module := project.load(path, self._sources[path]):
                    yield module


def _located(
    path: Path, source: Source, workspace: Workspace, reach: Reach, *, blocking: bool, everything: bool
) -> list[Site]:
    """Return a file's sites, each with who reaches it through the whole project, and the risk that follows."""
    if not _worth_walking(source.text, workspace, blocking=blocking, everything=everything):
        return []
    source.tree  # noqa: B018 - raises where the file cannot be parsed
    module = workspace.project.load(path, source)
    found = []
    for site, scope, trail in located(module, workspace, everything=everything, blocking=blocking) if module else ():
        reached = reach.of(scope, trail, site.call)
        level, reason = risk(site, reached)
        placed = replace(site, context=reached.context, fan_out=reached.fan_out, spread=reached.spread)
        found.append(replace(placed, reached_from=reached.entries, risk=level, risk_reason=reason))
    return found


def _worth_walking(text: str, workspace: Workspace, *, blocking: bool, everything: bool) -> bool:
    names = workspace.discovery.names or ()
    if blocking or everything:
        return may_offload(text, everything=everything) or any(name in text for name in names)
    return any(word in text for word in (*names, *implicit_words(everything)))


def _sizes(texts: dict[Path, Source], workspace: Workspace) -> dict[Place, Size]:
    """Return the shared pools' sizes, as the project sets them."""
    loaded = (workspace.project.load(path, source) for path, source in texts.items() if _resizes(source))
    return resized((module for module in loaded if module), workspace.resolver)


def _resizes(source: Source) -> bool:
    return any(word in source.text for word in resizing_words())
