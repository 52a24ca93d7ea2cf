"""The inventory as a document for a design review: the pools, the sites, and the decisions with who took them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flake8_async_offload.report import words
from flake8_async_offload.report.inventory.groups import groups
from flake8_async_offload.report.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from flake8_async_offload.model import Inventory, Pool, Row
    from flake8_async_offload.report.setting import Setting

SITES = ("Location", "Call", "Pool", "Duration", "Concurrency risk", "Verdict")
POOLS = ("Pool", "Size", "Sites")
DECISIONS = ("Location", "Decision", "Reason", "Reviewed by", "Reviewed on", "Expires")


def markdown(inventory: Inventory, setting: Setting) -> str:
    """Return a Markdown document with one table of sites, or one per group."""
    parts = [
        "# Thread offloading",
        words.summary(inventory),
        *_section("## Pools", POOLS, map(_pool, inventory.pools)),
        *_sites(inventory, setting),
        *_section("## Decisions", DECISIONS, _decisions(inventory)),
        *_errors(inventory),
    ]
    return "\n\n".join(parts) + "\n"


def _sites(inventory: Inventory, setting: Setting) -> Iterable[str]:
    for heading, rows in groups(inventory, setting.group_by):
        title = f"## Sites: {prose(heading)}" if heading else "## Sites"
        yield from _section(title, SITES, [_site(row, inventory.root, setting) for row in rows])


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


def _pool(pool: Pool) -> Sequence[str]:
    return prose(pool.name), prose(words.workers(pool)), str(pool.sites)


def _decisions(inventory: Inventory) -> Iterable[Sequence[str]]:
    for row in inventory.rows:
        if row.decision is not None:
            fields = ("decision", "reason", "reviewed-by", "reviewed-on", "expires")
            yield (
                code(words.location(inventory.root, row.site)),
                *(prose(str(row.decision.get(field, "-"))) for field in fields),
            )


def _errors(inventory: Inventory) -> Iterable[str]:
    if inventory.errors:
        yield "## Not read"
        yield "\n".join(f"- {prose(words.unread(error, inventory.root))}" for error in inventory.errors)


def _section(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterable[str]:
    lines = [_line(row) for row in rows]
    if lines:
        yield title
        yield "\n".join([_line(columns), _line(["---"] * len(columns)), *lines])


def _line(values: Sequence[str]) -> str:
    return f"| {' | '.join(values)} |"


def code(text: str) -> str:
    """Return a code span; its fence is longer than any run of backticks inside."""
    shown = visible(text).replace("|", r"\|")  # a table is cut at bars first, even inside a code span
    longest = max(map(len, re.findall("`+", shown)), default=0)
    fence, space = "`" * (longest + 1), " " * bool(longest)
    return f"{fence}{space}{shown}{space}{fence}"


def prose(text: str) -> str:
    """Return text that Markdown shows as it is."""
    # an underscore inside a word is no emphasis
    return re.sub(r"[\\`*<\[|]|(?<!\w)_|_(?!\w)", r"\\\g<0>", visible(" ".join(text.split())))
