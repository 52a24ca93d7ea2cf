"""The inventory as comma-separated values, for a spreadsheet."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from flake8_async_offload.report import words
from flake8_async_offload.report.inventory.groups import groups, hidden
from flake8_async_offload.report.text import visible

if TYPE_CHECKING:
    from flake8_async_offload.model import Inventory, Row
    from flake8_async_offload.report.setting import Setting

RECORD = ("decision", "reason", "reviewed-by", "reviewed-on", "expires")
COLUMNS = (
    "path",
    "line",
    "function",
    "offloader",
    "call",
    "pool",
    "work",
    "duration",
    "risk",
    "risk reason",
    "codes",
    "verdict",
    "status",
    *RECORD,
)


def csv_rows(inventory: Inventory, setting: Setting) -> str:
    """Return a header and a line per site, in the order of the groups; implicit ones where they are asked for."""
    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    asked = hidden(inventory, setting) if setting.implicit else ()
    for _, rows in groups(inventory.rows + asked, setting.group_by, inventory.root):
        writer.writerows([_safe(value) for value in _values(row, inventory.root, setting)] for row in rows)
    return buffer.getvalue()


def _values(row: Row, root: str, setting: Setting) -> list[object]:
    site, record = row.site, row.decision or {}
    return [
        words.path_from(root, site.path),
        site.span.line,
        site.function,
        site.call,
        words.what_runs(site),
        words.pool(site),
        site.work,
        words.DURATION[site.duration],
        site.risk,
        site.risk_reason,
        " ".join(row.codes),
        words.verdict(row, setting),
        row.status,
        *(record.get(field, "") for field in RECORD),
    ]


def _safe(value: object) -> str:
    shown = visible(str(value))
    # a spreadsheet runs what begins like a formula
    return f"'{shown}" if shown[:1] in ("=", "+", "-", "@") and shown != "-" else shown
