"""What each pool holds: its size, its sites, and the load that the decisions declare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_async_offload.report.text import visible
from flake8_async_offload.report.words import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flake8_async_offload.model import Inventory, Pool, Row


def members(pool: Pool, inventory: Inventory) -> tuple[Row, ...]:
    """Return the rows whose work runs in a pool: those of its place, told apart by their executor's name."""
    rows = tuple(row for row in inventory.rows if row.site.place is pool.place)
    if sum(other.place is pool.place for other in inventory.pools) == 1:
        return rows
    return tuple(row for row in rows if row.site.executor and row.site.executor.name == pool.name)


def size(pool: Pool) -> str:
    """Return a pool's size and where that is known from."""
    known = "size unknown" if pool.workers is None else counted(pool.workers, "worker")
    return visible(f"{known} ({pool.workers_from})" if pool.workers_from else known)


def load(rows: Sequence[Row]) -> float | None:
    """Return how many calls hold a worker at once, by the numbers in the decisions; None where there are none."""
    records: list[dict[str, object]] = []
    for row in rows:
        # one record may answer several sites, and its numbers are for all of them
        if row.decision and row.decision not in records:
            records.append(row.decision)
    loads = [load for record in records if (load := _load(record)) is not None]
    return sum(loads) if loads else None


def _load(record: dict[str, object]) -> float | None:
    match record:
        case {"calls-at-once": int() | float() as calls}:
            return calls
        case {"calls-per-second": int() | float() as rate, "duration-seconds": int() | float() as seconds}:
            return rate * seconds
        case _:
            return None


def declared(pool: Pool, inventory: Inventory) -> str:
    """Return a pool's declared load in words, or an empty string: `3.5 calls at once declared`."""
    busy = load(members(pool, inventory))
    return "" if busy is None else f"{busy:g} calls at once declared"


def line(pool: Pool, inventory: Inventory) -> str:
    """Return a pool in one line: `default: 20 workers (min(32, cpus + 4)), 5 sites, 3.5 calls at once declared`."""
    parts = (size(pool), counted(pool.sites, "site"), declared(pool, inventory))
    return f"{visible(pool.name)}: {', '.join(filter(None, parts))}"
