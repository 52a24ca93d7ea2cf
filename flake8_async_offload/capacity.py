"""Pools and what they bear: who shares which workers, how many are busy by the decisions' numbers, how many are free.

Little's law: calls that start in a second, times the seconds each holds a worker, are the workers busy at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flake8_async_offload.ledger.record import PoolSize
from flake8_async_offload.model import Executor, Place, Pool, Row, Site
from flake8_async_offload.sizes import Size

Key = tuple[Place, str]


def key(site: Site) -> Key:
    """Return which pool a site's work runs in: shared ones by place, executors by where they are made, or by name.

    What has no executor in sight runs in one of the offloader's own.
    """
    if site.place.shared:
        return site.place, ""
    return site.place, (site.executor.made or site.executor.name) if site.executor else site.call


def runs_in(site: Site, pool: Pool) -> bool:
    """Whether a site takes a worker of a pool."""
    if site.place is not pool.place or site.place.shared:
        return site.place is pool.place
    return site.pool_name == pool.name and (site.executor.made if site.executor else None) == pool.made


def pools(
    rows: Iterable[Row], sizes: Mapping[Place, Size], declared: Iterable[PoolSize], workers: int | None = None
) -> tuple[Pool, ...]:
    """Return the pools that sites run in, implicit ones too, with their load.

    What the ledger declares of a pool's size wins over what the code says; `workers` of the default executor over both.
    """
    members: dict[Key, list[Row]] = {}
    for row in rows:
        members.setdefault(key(row.site), []).append(row)
    said = {size.name: size for size in declared}
    return tuple(_asked(_declared(_pool(found, sizes), said), workers) for found in members.values())


def _pool(rows: list[Row], sizes: Mapping[Place, Size]) -> Pool:
    site = rows[0].site
    implicit = sum(row.site.implicit is not None for row in rows)
    size = sizes.get(site.place) or _of_executor(site.executor)
    busy, arithmetic = load(rows)
    return Pool(
        name=site.pool_name,
        place=site.place,
        workers=size.workers,
        workers_from=size.said,
        sites=len(rows) - implicit,
        implicit=implicit,
        kind=site.executor.kind if site.executor and site.place not in sizes else None,
        made=size.made,
        load=busy,
        arithmetic=arithmetic,
        ceiling=size.ceiling,
    )


def _of_executor(executor: Executor | None) -> Size:
    if executor is None:
        return Size(None, "")
    return Size(executor.workers, executor.workers_from or "", executor.ceiling, executor.made)


def _declared(pool: Pool, said: Mapping[str, PoolSize]) -> Pool:
    size = said.get(pool.place.value if pool.place.shared else pool.name)
    if size is None or size.workers is None:
        return pool
    return pool._replace(workers=size.workers, workers_from=f"[pools.{size.name}] of the ledger")


def _asked(pool: Pool, workers: int | None) -> Pool:
    asked = workers is not None and pool.place is Place.DEFAULT
    return pool._replace(workers=workers, workers_from="what if") if asked else pool


def load(rows: Iterable[Row]) -> tuple[float | None, str]:
    """Return how many workers the decisions say are busy at once, and how that is computed; None without numbers."""
    records: list[dict[str, object]] = []
    for row in rows:
        # One record may answer several sites, and its numbers are for all of them.
        if row.decision and row.decision not in records:
            records.append(row.decision)
    terms = [term for record in records if (term := _term(record)) is not None]
    if not terms:
        return None, ""
    # What is added up is written with few digits: no pool is too small by what binary fractions leave.
    return round(sum(busy for busy, _ in terms), 6), " + ".join(words for _, words in terms)


def share(row: Row) -> float:
    """Return how many workers a row's own decision says are busy."""
    term = _term(row.decision or {})
    return term[0] if term else 0.0


def _term(record: Mapping[str, object]) -> tuple[float, str] | None:
    match record:
        case {"calls-at-once": int() | float() as calls}:
            return calls, f"{calls:g} at once"
        case {"calls-per-second": int() | float() as rate, "duration-seconds": int() | float() as seconds}:
            return rate * seconds, f"{rate:g} x {seconds:g} s"
    return None
