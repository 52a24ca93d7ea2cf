"""Every site of a run's files, each with who reaches it through the whole project: before rules and decisions."""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

from flake8_async_offload.catalog.contexts import runners
from flake8_async_offload.crew import Crew, Share, processors
from flake8_async_offload.engine import located
from flake8_async_offload.listing import Listing, Version
from flake8_async_offload.model import Place, Site, Unread
from flake8_async_offload.project import Project
from flake8_async_offload.reach import Reach
from flake8_async_offload.resolve import Subclasses
from flake8_async_offload.risk import risk
from flake8_async_offload.scopes import Module
from flake8_async_offload.sizes import Size, resized
from flake8_async_offload.sizes import words as resizing_words
from flake8_async_offload.source import Source, UnreadableError, failure, read, uses
from flake8_async_offload.words import implicit_words, imported, may_offload
from flake8_async_offload.workspace import Workspace
from flake8_async_offload.wrapping import learn, understood

_FUNCTION = re.compile(rb"\bdef[ \t]+([^\s(\[]+)")
_WORDS = bytes(code if code > 127 or chr(code).isalnum() or code == ord("_") else ord(" ") for code in range(256))
FEW = 400  # files: a project of fewer is looked through whether its files name an offloader or not
MOST_FILES = 40  # that mention a name
Located: TypeAlias = tuple[dict[str, list[Site]], list[Unread], Mapping[str, Version | None], Mapping[str, Listing]]


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
    processes: int | None = None,
    watched: Callable[[Collection[Path]], Iterable[Path]] = iter,
) -> Looked:
    """Return the sites of some files; those that cannot be read stand in `errors`, the rest is looked at all the same.

    `blocking`: also what blocks the event loop itself. `everything`: also the implicit offloads that no rule judges; a
    small project's are always told. `processes` share the work, by default several where there is much of it. `watched`
    is handed the files and gives them back one by one, as their turn comes.
    """
    texts, errors = _read(files, workspace.project)
    small = len(texts) < FEW
    worker = _Worker(texts, workspace, blocking=blocking, everything=everything or small, watched=watched)
    sites: dict[str, list[Site]] = {}
    with _uncollected(), Crew(worker, processes or (1 if small else processors())) as crew:

        def understand(names: frozenset[str], fresh: frozenset[str]) -> frozenset[str]:
            return frozenset().union(*crew.ask("understood", names, fresh))

        names = learn(workspace.discovery, understand)
        for found, failed, versions, listings in crew.ask("located", names):
            sites |= found
            errors += failed
            workspace.project.seen(versions, listings)
    sizes = resized(worker.loaded(path for path in texts if _resizes(texts[path])), workspace.resolver)
    return Looked(
        {str(path): sites[str(path)] for path in texts if str(path) in sites}, tuple(errors), sizes, len(texts)
    )


@contextmanager
def _uncollected() -> Iterator[None]:
    """Leave what is no longer used where it is: there is little, and looking for it takes a tenth of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


class _Worker:
    """Looks at a share of the files, and knows all of them."""

    def __init__(
        self,
        texts: dict[Path, Source],
        workspace: Workspace,
        *,
        blocking: bool,
        everything: bool,
        watched: Callable[[Collection[Path]], Iterable[Path]],
    ) -> None:
        """Take the files, and let the workspace know of them what one look tells."""
        self._texts, self._workspace = texts, workspace
        self._blocking, self._everything, self._watched = blocking, everything, watched
        plain = {str(path): source.text for path, source in texts.items()}
        workspace.imports = imported(plain.values()) if blocking else None
        workspace.resolver.subclasses = Subclasses(plain, self._load)
        small = len(texts) < FEW
        callers = texts if small else {path: text for path, text in texts.items() if _may_call(text.text)}
        self._mentions = Mentions(callers)
        scripts = workspace.project.scripts(texts)
        self._reach = Reach([], workspace.resolver, self._saying, scripts)

    def _saying(self, name: str) -> Iterator[Module]:
        return self.loaded(self._mentions.files(name))

    def _load(self, path: str) -> Module | None:
        return self._workspace.project.load(Path(path), self._texts[Path(path)])

    def loaded(self, paths: Iterable[Path]) -> Iterator[Module]:
        """Yield the modules of some of the files, those that can be parsed."""
        modules = (self._workspace.project.load(path, self._texts[path]) for path in paths)
        return (module for module in modules if module)

    def understood(self, share: Share, names: frozenset[str], fresh: frozenset[str]) -> frozenset[str]:
        """Return the names under which files hand on what is called by the fresh ones of the names."""
        texts = {str(path): self._texts[path].text for path in share.part([*self._texts])}
        return understood(self._workspace.discovery, texts, self._load, names, fresh)

    def located(self, share: Share, names: frozenset[str]) -> Located:
        """Return the sites of each file, what went wrong, and which files and folders were looked at for it."""
        self._workspace.discovery.names = names
        own = frozenset(share.part([*self._texts]))
        sites: dict[str, list[Site]] = {}
        errors: list[Unread] = []
        for path in self._watched(self._texts) if share.number == 0 else self._texts:
            try:
                found = self._of_file(path) if path in own else []
            except Exception as error:  # of one file: the others are audited all the same
                errors.append(failure(self._texts[path].path, error))
                continue
            if found:
                sites[str(path)] = found
        project = self._workspace.project
        return sites, errors, project.versions(), project.listings()

    def _of_file(self, path: Path) -> list[Site]:
        """Return a file's sites, each with who reaches it through the whole project, and the risk that follows."""
        source = self._texts[path]
        if not self._is_worth_walking(source.text):
            return []
        source.tree  # noqa: B018 - raises where the file cannot be parsed
        module = self._workspace.project.load(path, source)
        found = []
        asked = {"everything": self._everything, "blocking": self._blocking}
        for site, scope, trail in located(module, self._workspace, **asked) if module else ():
            reached = self._reach.of(scope, trail, site.call)
            level, reason = risk(site, reached)
            placed = site._replace(context=reached.context, fan_out=reached.fan_out, spread=reached.spread)
            found.append(placed._replace(reached_from=reached.entries, risk=level, risk_reason=reason))
        return found

    def _is_worth_walking(self, text: str) -> bool:
        names = self._workspace.discovery.names or ()
        if self._blocking or self._everything:
            return may_offload(text, everything=self._everything) or any(name in text for name in names)
        return any(word in text for word in (*names, *implicit_words(self._everything)))


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
    """Which files say the name of a function: looked up once for all, in the files that may call what is asked for."""

    def __init__(self, sources: dict[Path, Source]) -> None:
        """Take the files to look through; none is looked at before the first question."""
        self._sources = sources

    @cached_property
    def _files(self) -> dict[bytes, list[Path]]:
        texts = {path: source.text.encode(errors="surrogatepass") for path, source in self._sources.items()}
        functions = {name for text in texts.values() for name in _FUNCTION.findall(text)}
        found: dict[bytes, list[Path]] = {}
        for path, text in texts.items():
            for name in functions.intersection(text.translate(_WORDS).split()):
                found.setdefault(name, []).append(path)
        return found

    def files(self, name: str) -> list[Path]:
        """Return the files that say a name; a name that many say tells nothing."""
        files = self._files.get(name.encode(errors="surrogatepass"), [])
        return [path for path in files if any(uses(name, self._sources[path].text))] if len(files) <= MOST_FILES else []


def _resizes(source: Source) -> bool:
    return any(word in source.text for word in resizing_words())
