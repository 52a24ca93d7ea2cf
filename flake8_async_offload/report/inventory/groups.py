"""The rows of an inventory under headings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_async_offload.model import Inventory, Place, Row
from flake8_async_offload.report import words
from flake8_async_offload.report.text import visible

if TYPE_CHECKING:
    from flake8_async_offload.report.setting import Setting

GROUPS = ("pool", "file", "risk", "decision")

# A heading and the rank it is sorted by.
Heading = tuple[int, str]


def hidden(inventory: Inventory, setting: Setting) -> tuple[Row, ...]:
    """Return the implicit offloads to list: all where they are asked for, else those that somebody has to look at."""
    return tuple(row for row in inventory.implicit if setting.implicit or row.findings or row.decision)


def groups(rows: tuple[Row, ...], by: str | None, root: str) -> list[tuple[str, tuple[Row, ...]]]:
    """Return headings and their rows; everything under an empty heading where no grouping is asked for."""
    if by is None:
        return [("", rows)]
    found: dict[Heading, list[Row]] = {}
    for row in rows:
        found.setdefault(heading_of(row, by, root), []).append(row)
    return [(heading[1], tuple(found[heading])) for heading in sorted(found)]


def heading_of(row: Row, by: str, root: str) -> Heading:
    """Return the heading a row stands under, and the rank of that heading."""
    match by:
        case "pool":
            return list(Place).index(row.site.place), words.pool(row.site)
        case "risk":
            return words.WORST_FIRST.index(row.site.risk), f"risk: {row.site.risk}"
        case "decision":
            return _decision(row.status)
        case _:
            return 0, words.path_from(root, row.site.path)


def _decision(status: str) -> Heading:
    match status:
        case "open":
            return 0, "open: no decision yet"
        case "answered":
            return 2, "answered by a decision"
        case "fine":
            return 3, "nothing to decide"
        case _:
            return 1, visible(f"decision {status}")
