"""The inventory as one HTML file: who occupies each pool, and the sites, to filter and to search."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from flake8_async_offload import __version__
from flake8_async_offload.model import Duration, Row
from flake8_async_offload.report import words
from flake8_async_offload.report.inventory import pools
from flake8_async_offload.report.inventory.groups import GROUPS, groups, heading_of, hidden
from flake8_async_offload.report.text import encodable, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from flake8_async_offload.model import Finding, Inventory, Pool
    from flake8_async_offload.report.setting import Setting

# How wide a site stands in its pool's bar: roughly how long it holds a worker.
WIDTH = {
    Duration.INSTANT: 1,
    Duration.SHORT: 2,
    Duration.UNKNOWN: 2,
    Duration.SECONDS: 4,
    Duration.VARIABLE: 5,
    Duration.LONG: 8,
    Duration.UNBOUNDED: 10,
}
MANY = 24  # blocks, more than which have no room for names
STATUS = {"open": "open", "answered": "decided", "fine": "no finding"}
RECORD = (
    "decision",
    "reason",
    "reviewed-by",
    "reviewed-on",
    "expires",
    "duration",
    "risk",
    "calls-at-once",
    "calls-per-second",
    "duration-seconds",
    "ticket",
    "executor",
)
DEFAULT_GROUP = "risk"


def page(inventory: Inventory, setting: Setting) -> str:
    """Return a whole HTML document that needs nothing but itself."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader(__name__.rpartition(".")[0], "html"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html.j2").render(_view(inventory, setting)) + "\n"


def _view(found: Inventory, setting: Setting) -> dict[str, object]:
    inventory = found._replace(rows=found.rows + hidden(found, setting))
    # a row is known by its place in the inventory: two rows may be equal
    cards = {id(row): _card(number, row, inventory, setting) for number, row in enumerate(inventory.rows, 1)}
    grouped_by = setting.group_by or DEFAULT_GROUP
    bars = [_pool(pool, inventory, cards) for pool in inventory.pools]
    return {
        "root": visible(inventory.root),
        "summary": words.summary(found),
        "version": __version__,
        "pools": bars,
        "widest": max((bar["width"] for bar in bars), default=0),
        "groups": [
            (heading, [cards[id(row)] for row in rows])
            for heading, rows in groups(inventory.rows, grouped_by, inventory.root)
        ],
        "group_names": GROUPS,
        "grouped_by": grouped_by,
        "filters": {
            "risk": _counted((row.site.risk for row in inventory.rows), words.WORST_FIRST),
            "status": _counted((_status(row) for row in inventory.rows), STATUS.values()),
        },
        "overloads": [words.message(finding) for finding in inventory.overloads],
        "errors": [words.unread(error, inventory.root) for error in inventory.errors],
    }


def _counted(values: Iterable[str], order: Iterable[str]) -> list[tuple[str, int]]:
    counts = Counter(map(str, values))
    known = [value for value in map(str, order) if value in counts]
    return [(value, counts[value]) for value in [*known, *sorted(counts.keys() - set(known))]]


def _pool(pool: Pool, inventory: Inventory, cards: Mapping[int, dict[str, object]]) -> dict[str, Any]:
    rows = sorted(pools.members(pool, inventory), key=_weight, reverse=True)
    return {
        "name": visible(pool.name),
        "size": pools.size(pool),
        "sites": pools.holds(pool),
        "load": pools.declared(pool),
        "busy": _busy(pool),
        "width": sum(WIDTH[row.site.duration] for row in rows[:MANY]),
        "many": len(rows) > MANY,
        "bars": [{"card": cards[id(row)], "width": WIDTH[row.site.duration]} for row in rows],
    }


def _busy(pool: Pool) -> int | None:
    """Return how much of a pool the decisions say is busy, in percent; None where they or its size do not say."""
    return None if pool.load is None or not pool.most else round(pool.load / pool.most * 100)


def _weight(row: Row) -> tuple[int, int]:
    return WIDTH[row.site.duration], -words.WORST_FIRST.index(row.site.risk)


def _card(number: int, row: Row, inventory: Inventory, setting: Setting) -> dict[str, object]:
    site, root = row.site, inventory.root
    return {
        "id": f"site-{number}",
        "location": words.location(root, site),
        "runs": words.what_runs(site),
        "short": words.short(site),
        "offloader": words.offloader(site),
        "function": visible(site.function),
        "source": encodable(site.target_source),
        "pool": words.pool(site),
        "work": site.work,
        "duration": words.DURATION[site.duration],
        "risk": site.risk,
        "reason": visible(site.risk_reason),
        "reached_from": list(map(visible, site.reached_from)),
        "does": list(map(visible, site.does)),
        "verdict": words.verdict(row, setting),
        "status": _status(row),
        "findings": [_finding(finding, setting) for finding in row.findings],
        "decided": visible(str((row.decision or {}).get("reason", ""))),
        "decision": _decision(row),
        "headings": {by: heading_of(row, by, root) for by in GROUPS},
    }


def _status(row: Row) -> str:
    return STATUS.get(row.status, visible(f"decision {row.status}"))


def _finding(finding: Finding, setting: Setting) -> dict[str, str]:
    rule = setting.rules.get(finding.code)
    return {"code": finding.code, "name": rule.name if rule else "", "message": words.message(finding)}


def _decision(row: Row) -> list[tuple[str, str]]:
    record = row.decision or {}
    return [(field.replace("-", " "), visible(str(record[field]))) for field in RECORD if field in record]
