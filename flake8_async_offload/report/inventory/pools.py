"""What each pool holds: its size, its sites, and the load that the decisions declare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_async_offload.capacity import runs_in
from flake8_async_offload.report.text import visible
from flake8_async_offload.report.words import counted

if TYPE_CHECKING:
    from flake8_async_offload.model import Inventory, Pool, Row


def members(pool: Pool, inventory: Inventory) -> tuple[Row, ...]:
    """Return the rows whose work runs in a pool."""
    return tuple(row for row in inventory.rows if runs_in(row.site, pool))


def size(pool: Pool) -> str:
    """Return a pool's size and where that is known from."""
    formula = pool.workers_from.removesuffix(f", {pool.made}")
    if pool.workers is None and formula and formula != pool.made:
        return visible(f"{formula} workers{f' ({pool.made})' * (formula != pool.workers_from)}")
    known = "size unknown" if pool.workers is None else counted(pool.workers, "worker")
    return visible(f"{known} ({pool.workers_from})" if pool.workers_from else known)


def declared(pool: Pool) -> str:
    """Return a pool's declared load and what it leaves, or nothing: `3.5 calls at once declared, 16.5 free`."""
    if pool.load is None:
        return ""
    busy = f"{pool.load:g} calls at once declared"
    return busy if pool.head_room is None else f"{busy}, {_room(pool.head_room)}{' at most' * (pool.workers is None)}"


def _room(room: float) -> str:
    return f"{room:g} free" if room >= 0 else f"{-room:g} too many"


def holds(pool: Pool) -> str:
    """Return how many sites a pool has: `5 sites, 6 implicit`."""
    return counted(pool.sites, "site") + (f", {pool.implicit} implicit" if pool.implicit else "")


def line(pool: Pool) -> str:
    """Return a pool in one line: `default: 20 workers (what if), 5 sites, 3.5 calls at once declared, 16.5 free`."""
    return f"{visible(pool.name)}: {', '.join(filter(None, (size(pool), holds(pool), declared(pool))))}"
