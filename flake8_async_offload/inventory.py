"""The whole project's offloads: sites with who reaches them, their risk, their pools and their decisions."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from flake8_async_offload.capacity import pools, share
from flake8_async_offload.engine import Asked, Workspace, findings, located
from flake8_async_offload.ledger.answer import Answer, Answers
from flake8_async_offload.model import Finding, Implicit, Inventory, Place, Pool, Row, Site, Unread
from flake8_async_offload.project import Project
from flake8_async_offload.reach import Reach
from flake8_async_offload.risk import risk
from flake8_async_offload.rules.aso211_pool_over_capacity import PoolOverCapacity
from flake8_async_offload.scopes import Module
from flake8_async_offload.sizes import Size, resized
from flake8_async_offload.sizes import words as resizing_words
from flake8_async_offload.source import Source, UnreadableError, failure, read
from flake8_async_offload.words import implicit_words, may_offload
from flake8_async_offload.wrapping import learn

_NAME = re.compile(r"[A-Za-z_]\w{2,}")
FEW = 400  # files: a project of fewer is looked through whether its files name an offloader or not
MOST_FILES = 40  # that mention a name
MOST_LOADED = 400  # files that are parsed only to see who calls whom


def inventory(
    root: Path,
    files: Iterable[Path],
    workspace: Workspace,
    reported: Asked,
    workers: int | None = None,
    *,
    blocking: bool = True,
    everything: bool = False,
    watched: Callable[[Collection[Path]], Iterable[Path]] = iter,
) -> tuple[Inventory, list[Answers]]:
    """Return the inventory of some files, and what the rules and the ledger say of each file with sites.

    Paths in it are relative to `root`. Files that cannot be read stand in `errors`; the rest is audited all the same.
    `workers` asks what if the default executor had that many. `blocking`: also what blocks the event loop itself,
    which is no row but has findings. `everything`: also the implicit offloads that no rule judges; a small project's
    are always told. `watched` is handed the files and gives them back one by one, as their turn comes.
    Raises ValueError where ASO_TODAY is no date.
    """
    workspace.terms(reported, str(root))  # a date that is none concerns every file
    texts: dict[Path, Source] = {}
    errors: list[Unread] = []
    for file in files:
        path = Path(os.path.abspath(file))  # noqa: PTH100 - links are not followed
        try:
            texts[path] = read(path, workspace.project.shown(path))
        except UnreadableError as error:
            errors.append(error.unread)
    plain = {str(path): source.text for path, source in texts.items()}
    learn(workspace.discovery, plain, lambda path: workspace.project.load(Path(path), texts[Path(path)]))
    small = len(texts) < FEW
    callers = texts if small else {path: text for path, text in texts.items() if may_offload(text.text)}
    mentions = Mentions(callers)
    reach = Reach([], workspace.resolver, lambda name: mentions.modules(name, workspace.project))
    rows: list[Row] = []
    answers: list[Answers] = []
    for path in watched(texts):
        try:
            found = _located(path, texts[path], workspace, reach, blocking=blocking, everything=everything or small)
            said = findings(found, str(path), workspace, reported) if found else None
        except Exception as error:  # of one file: the others are audited all the same
            errors.append(failure(texts[path].path, error))
            continue
        if said:
            answers.append(said)
            rows += [_row(answer) for answer in said.sites if answer.site.place is not Place.LOOP]
    rows.sort(key=lambda row: (row.site.path, row.site.span))
    errors.sort(key=lambda unread: (unread.path, unread.line))
    explicit = tuple(row for row in rows if row.site.implicit is None)
    implicit = tuple(_once(row for row in rows if row.site.implicit is not None))
    ledger = workspace.ledger_of(str(next(iter(texts), root)))
    shared = pools((*explicit, *implicit), _sizes(texts, workspace), ledger.pools if ledger else (), workers)
    overloads = tuple(_overloads(shared, rows)) if reported(PoolOverCapacity, str(root)) else ()
    return Inventory(str(root), explicit, shared, tuple(errors), len(texts), implicit, overloads), answers


def _once(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield implicit offloads, a dependency once, wherever it is asked for."""
    seen: set[str | None] = set()
    for row in rows:
        dependency = row.site.implicit is Implicit.DEPENDENCY
        if not dependency or row.site.target not in seen:
            yield row
        if dependency:
            seen.add(row.site.target)


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


def _row(answer: Answer) -> Row:
    return Row(answer.site, answer.findings, answer.record, answer.status)


def _sizes(texts: dict[Path, Source], workspace: Workspace) -> dict[Place, Size]:
    """Return the shared pools' sizes, as the project sets them."""
    loaded = (workspace.project.load(path, source) for path, source in texts.items() if _resizes(source))
    return resized((module for module in loaded if module), workspace.resolver)


def _resizes(source: Source) -> bool:
    return any(word in source.text for word in resizing_words())


def _overloads(found: Iterable[Pool], rows: Iterable[Row]) -> Iterator[Finding]:
    """Yield what is said of pools that the declared load is too much for, unless a decision answers it."""
    rule = PoolOverCapacity()
    members = list(rows)
    for pool in found:
        own = [row for row in members if row.decision and row.site.place is pool.place]
        own = [row for row in own if pool.place.shared or (row.site.executor and row.site.executor.name == pool.name)]
        largest = max(own, key=share, default=None)
        if largest and rule.code not in _codes(largest) and (finding := rule.of_pool(pool, largest.site)):
            yield finding


def _codes(row: Row) -> tuple[str, ...]:
    codes = (row.decision or {}).get("codes", ())
    return tuple(codes) if isinstance(codes, list | tuple) else ()
