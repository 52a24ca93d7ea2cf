"""The whole project's offloads: sites with who reaches them, their risk, their pools and their decisions."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from flake8_async_offload.engine import Workspace, findings, located
from flake8_async_offload.ledger.answer import Answer, Answers
from flake8_async_offload.model import PLACE_NAMES, Inventory, Place, Pool, Row, Site, Unread
from flake8_async_offload.reach import Reach
from flake8_async_offload.risk import risk
from flake8_async_offload.rule import Rule
from flake8_async_offload.scopes import Module
from flake8_async_offload.source import Source, UnreadableError, read
from flake8_async_offload.words import may_offload

DEFAULT_WORKERS = "min(32, cpus + 4)"
LIMITER_TOKENS = 40


def inventory(
    root: Path, files: Iterable[Path], workspace: Workspace, reported: Callable[[type[Rule]], bool]
) -> tuple[Inventory, list[Answers]]:
    """Return the inventory of some files, and what the rules and the ledger say of each file with sites.

    Paths in it are relative to `root`. Files that cannot be read stand in `errors`; the rest is audited all the same.
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
    return Inventory(str(root), tuple(rows), _pools(rows), tuple(errors), len(texts)), answers


def _mentioning(name: str, texts: dict[Path, Source], workspace: Workspace) -> Iterator[Module]:
    for path, source in texts.items():
        if name in source.text and (module := workspace.project.load(path, source)):
            yield module


def _located(path: Path, source: Source, workspace: Workspace, reach: Reach) -> list[Site]:
    """Return a file's sites, each with who reaches it through the whole project, and the risk that follows."""
    if not may_offload(source.text):
        return []
    source.tree  # noqa: B018 - raises where the file cannot be parsed
    module = workspace.project.load(path, source)
    found = []
    for site, scope, trail in located(module, workspace) if module else ():
        reached = reach.of(scope, trail, site.call)
        level, reason = risk(site, reached)
        placed = replace(site, context=reached.context, fan_out=reached.fan_out, spread=reached.spread)
        found.append(replace(placed, reached_from=reached.entries, risk=level, risk_reason=reason))
    return found


def _row(answer: Answer) -> Row:
    return Row(answer.site, answer.findings, answer.record, answer.status)


def _pools(rows: Iterable[Row]) -> tuple[Pool, ...]:
    """Return the pools that sites run in: shared ones by place, the project's own by executor."""
    counted: dict[tuple[Place, str, int | None, str], int] = {}
    for row in rows:
        site = row.site
        name, workers, said = PLACE_NAMES[site.place], None, "not known"
        if site.place is Place.DEFAULT:
            said = DEFAULT_WORKERS
        elif site.place is Place.LIMITER:
            workers, said = LIMITER_TOKENS, "AnyIO's default"
        elif site.place is Place.SENSITIVE:
            workers, said = 1, "asgiref's own"
        elif site.executor:
            name, workers = site.executor.name, site.executor.workers
            said = site.executor.workers_from or said
        key = (site.place, name, workers, said)
        counted[key] = counted.get(key, 0) + 1
    return tuple(Pool(name, place, workers, said, number) for (place, name, workers, said), number in counted.items())
