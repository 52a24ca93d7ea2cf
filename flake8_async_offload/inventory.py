"""The whole project's offloads: sites with who reaches them, their risk, their pools and their decisions."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from flake8_async_offload.capacity import pools, share
from flake8_async_offload.engine import Workspace, findings, located
from flake8_async_offload.ledger.answer import Answer, Answers
from flake8_async_offload.model import Finding, Implicit, Inventory, Place, Pool, Row, Site, Unread
from flake8_async_offload.reach import Reach
from flake8_async_offload.risk import risk
from flake8_async_offload.rule import Rule
from flake8_async_offload.rules.aso211_pool_over_capacity import PoolOverCapacity
from flake8_async_offload.scopes import Module
from flake8_async_offload.sizes import Size, resized
from flake8_async_offload.sizes import words as resizing_words
from flake8_async_offload.source import Source, UnreadableError, read
from flake8_async_offload.words import may_offload


def inventory(
    root: Path,
    files: Iterable[Path],
    workspace: Workspace,
    reported: Callable[[type[Rule]], bool],
    workers: int | None = None,
) -> tuple[Inventory, list[Answers]]:
    """Return the inventory of some files, and what the rules and the ledger say of each file with sites.

    Paths in it are relative to `root`. Files that cannot be read stand in `errors`; the rest is audited all the same.
    `workers` asks what if the default executor had that many.
    """
    texts: dict[Path, Source] = {}
    errors: list[Unread] = []
    for file in files:
        path = Path(os.path.abspath(file))  # noqa: PTH100 - links are not followed
        try:
            texts[path] = read(path, workspace.project.shown(path))
        except UnreadableError as error:
            errors.append(error.unread)
    reach = Reach([], workspace.resolver, lambda name: _mentioning(name, texts, workspace))
    rows: list[Row] = []
    answers: list[Answers] = []
    for path, source in texts.items():
        try:
            found = _located(path, source, workspace, reach)
        except UnreadableError as error:
            errors.append(error.unread)
            continue
        if found:
            said = findings(found, str(path), workspace, reported)
            answers.append(said)
            rows += [_row(answer) for answer in said.sites if answer.site.place is not Place.LOOP]
    rows.sort(key=lambda row: (row.site.path, row.site.span))
    errors.sort(key=lambda unread: (unread.path, unread.line))
    explicit = tuple(row for row in rows if row.site.implicit is None)
    implicit = tuple(_once(row for row in rows if row.site.implicit is not None))
    ledger = workspace.ledger_of(str(next(iter(texts), root)))
    shared = pools((*explicit, *implicit), _sizes(texts, workspace), ledger.pools if ledger else (), workers)
    overloads = tuple(_overloads(shared, rows)) if reported(PoolOverCapacity) else ()
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


def _mentioning(name: str, texts: dict[Path, Source], workspace: Workspace) -> Iterator[Module]:
    for path, source in texts.items():
        if name in source.text and (module := workspace.project.load(path, source)):
            yield module


def _located(path: Path, source: Source, workspace: Workspace, reach: Reach) -> list[Site]:
    """Return a file's sites, each with who reaches it through the whole project, and the risk that follows."""
    if not may_offload(source.text, everything=True):
        return []
    source.tree  # noqa: B018 - raises where the file cannot be parsed
    module = workspace.project.load(path, source)
    found = []
    for site, scope, trail in located(module, workspace, everything=True) if module else ():
        reached = reach.of(scope, trail, site.call)
        level, reason = risk(site, reached)
        placed = replace(site, context=reached.context, fan_out=reached.fan_out, spread=reached.spread)
        found.append(replace(placed, reached_from=reached.entries, risk=level, risk_reason=reason))
    return found


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
