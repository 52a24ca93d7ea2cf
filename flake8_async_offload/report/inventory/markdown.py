"""The inventory as a document for a design review: the pools, the sites, and the decisions with who took them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_async_offload.report import words
from flake8_async_offload.report.inventory import pools
from flake8_async_offload.report.inventory.groups import groups, hidden
from flake8_async_offload.report.markdown import code, prose, rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from flake8_async_offload.model import Inventory, Pool, Row
    from flake8_async_offload.report.setting import Setting

SITES = ("Location", "Call", "Pool", "Duration", "Concurrency risk", "Verdict")
POOLS = ("Pool", "Size", "Sites", "Load")
DECISIONS = ("Location", "Call", "Decision", "Duration", "Risk", "Reason", "Reviewed by", "Reviewed on", "Expires")


def markdown(inventory: Inventory, setting: Setting) -> str:
    """Return a Markdown document with one table of sites, or one per group."""
    parts = [
        "# Thread offloading",
        words.summary(inventory),
        *_section("Pools", POOLS, [_pool(pool) for pool in inventory.pools]),
        *_sites("Sites", inventory.rows, inventory.root, setting),
        *_sites("Implicit offloads", hidden(inventory, setting), inventory.root, setting),
        *_section("Over capacity", ("Finding",), [(prose(finding.text),) for finding in inventory.overloads]),
        *_section("Decisions", DECISIONS, [_decision(row, inventory.root) for row in inventory.rows if row.decision]),
        *_errors(inventory),
    ]
    return "\n\n".join(parts) + "\n"


def _section(title: str, columns: Sequence[str], values: Sequence[Sequence[str]]) -> Iterable[str]:
    if values:
        yield f"## {title}"
        yield rows(columns, values)


def _pool(pool: Pool) -> Sequence[str]:
    sites = f"{pool.sites}, {pool.implicit} implicit" if pool.implicit else str(pool.sites)
    return prose(pool.name), prose(pools.size(pool)), sites, pools.declared(pool) or "-"


def _sites(title: str, found: tuple[Row, ...], root: str, setting: Setting) -> Iterable[str]:
    for heading, members in groups(found, setting.group_by, root):
        headed = f"{title}: {prose(heading)}" if heading else title
        yield from _section(headed, SITES, [_site(row, root, setting) for row in members])


def _site(row: Row, root: str, setting: Setting) -> Sequence[str]:
    site = row.site
    return (
        code(words.location(root, site)),
        code(words.what_runs(site)),
        prose(words.pool(site)),
        prose(words.DURATION[site.duration]),
        prose(words.risk(site)),
        words.verdict(row, setting, quote=code, plain=prose),
    )


def _decision(row: Row, root: str) -> Sequence[str]:
    record = row.decision or {}
    decided = ": ".join(str(record[field]) for field in ("decision", "ticket", "executor") if field in record)
    fields = ("duration", "risk", "reason", "reviewed-by", "reviewed-on", "expires")
    return (
        code(words.location(root, row.site)),
        code(words.what_runs(row.site)),
        prose(decided or "-"),
        *(prose(str(record.get(field, "-"))) for field in fields),
    )


def _errors(inventory: Inventory) -> Iterable[str]:
    if inventory.errors:
        yield "## Not read"
        yield "\n".join(f"- {prose(words.unread(error, inventory.root))}" for error in inventory.errors)
