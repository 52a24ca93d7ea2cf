"""The whole project's offloads: sites with who reaches them, their risk, their pools and their decisions."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from pathlib import Path

from flake8_async_offload.capacity import pools, runs_in, share
from flake8_async_offload.decisions import ledger_of
from flake8_async_offload.judging import Asked, findings, terms
from flake8_async_offload.ledger.answer import Answer, Answers
from flake8_async_offload.looking import Looked, look
from flake8_async_offload.model import Finding, Implicit, Inventory, Place, Pool, Row
from flake8_async_offload.remembered import key, recall, remember, stamped
from flake8_async_offload.rules.aso211_pool_over_capacity import PoolOverCapacity
from flake8_async_offload.source import failure
from flake8_async_offload.workspace import Workspace


def inventory(
    root: Path,
    files: Iterable[Path],
    workspace: Workspace,
    reported: Asked,
    workers: int | None = None,
    *,
    blocking: bool = True,
    everything: bool = False,
    processes: int | None = None,
    watched: Callable[[Collection[Path]], Iterable[Path]] = iter,
) -> tuple[Inventory, list[Answers]]:
    """Return the inventory of some files, and what the rules and the ledger say of each file with sites.

    Paths in it are relative to `root`. Files that cannot be read stand in `errors`; the rest is audited all the same.
    `workers` asks what if the default executor had that many. `blocking`: also what blocks the event loop itself,
    which is no row but has findings. `everything`: also the implicit offloads that no rule judges; a small project's
    are always told. `processes` share the work, by default several where there is much of it. `watched` is handed the
    files and gives them back one by one, as their turn comes.
    Raises ValueError where ASO_TODAY is no date.
    """
    terms(reported, str(root))  # a date that is none concerns every file
    paths = [Path(os.path.abspath(file)) for file in files]  # noqa: PTH100 - links are not followed
    looker = partial(look, processes=processes, watched=watched)
    looked = _looked(root, paths, workspace, looker, blocking=blocking, everything=everything)
    errors = [*looked.errors]
    rows: list[Row] = []
    answers: list[Answers] = []
    for path, found in looked.sites.items():
        try:
            said = findings(found, path, workspace.settings, reported)
        except Exception as error:  # of one file: the others are audited all the same
            errors.append(failure(workspace.project.shown(Path(path)), error))
            continue
        answers.append(said)
        rows += [_row(answer) for answer in said.sites if answer.site.place is not Place.LOOP]
    rows.sort(key=lambda row: (row.site.path, row.site.span))
    errors.sort(key=lambda unread: (unread.path, unread.line))
    explicit = tuple(row for row in rows if row.site.implicit is None)
    implicit = tuple(_once(row for row in rows if row.site.implicit is not None))
    ledger = ledger_of(str(next(iter(paths), root)), workspace.settings)
    shared = pools((*explicit, *implicit), looked.sizes, ledger.pools if ledger else (), workers)
    overloads = tuple(_overloads(shared, rows)) if reported(PoolOverCapacity, str(root)) else ()
    return Inventory(str(root), explicit, shared, tuple(errors), looked.files, implicit, overloads), answers


def _looked(
    root: Path,
    paths: list[Path],
    workspace: Workspace,
    look: Callable[..., Looked],
    *,
    blocking: bool,
    everything: bool,
) -> Looked:
    """Return what a look at the files finds, or found in an earlier run if nothing has changed since."""
    run = key(workspace, root, blocking=blocking, everything=everything)
    stamps = stamped(paths)
    known = recall(run, stamps)
    if known is None:
        known = look(paths, workspace, blocking=blocking, everything=everything)
        remember(run, stamps, workspace.project, known)
    return known


def _once(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield implicit offloads, a dependency once, wherever it is asked for."""
    seen: set[str | None] = set()
    for row in rows:
        dependency = row.site.implicit is Implicit.DEPENDENCY
        if not dependency or row.site.target not in seen:
            yield row
        if dependency:
            seen.add(row.site.target)


def _row(answer: Answer) -> Row:
    return Row(answer.site, answer.findings, answer.record, answer.status)


def _overloads(found: Iterable[Pool], rows: Iterable[Row]) -> Iterator[Finding]:
    """Yield what is said of pools that the declared load is too much for, unless a decision answers it."""
    rule = PoolOverCapacity()
    members = list(rows)
    for pool in found:
        own = [row for row in members if row.decision and runs_in(row.site, pool)]
        largest = max(own, key=share, default=None)
        if largest and rule.code not in _codes(largest) and (finding := rule.of_pool(pool, largest.site)):
            yield finding


def _codes(row: Row) -> tuple[str, ...]:
    codes = (row.decision or {}).get("codes", ())
    return tuple(codes) if isinstance(codes, list | tuple) else ()
