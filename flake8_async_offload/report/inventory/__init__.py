"""Reports of an inventory: every place where work leaves the event loop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_async_offload.report.formats import Formats

if TYPE_CHECKING:
    from collections.abc import Callable

    from flake8_async_offload.model import Inventory
    from flake8_async_offload.report.setting import Setting

INVENTORY_REPORTS: Formats[Callable[[Inventory, Setting], str]] = Formats(
    __name__,
    {
        "table": "table.table",
        "markdown": "markdown.markdown",
        "json": "contract.contract",
        "csv": "csv_rows.csv_rows",
        "html": "page.page",
    },
)
