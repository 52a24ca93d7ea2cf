"""Reports of an inventory: every place where work leaves the event loop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_async_offload.report.inventory.contract import contract
from flake8_async_offload.report.inventory.csv_rows import csv_rows
from flake8_async_offload.report.inventory.markdown import markdown
from flake8_async_offload.report.inventory.page import page
from flake8_async_offload.report.inventory.table import table

if TYPE_CHECKING:
    from collections.abc import Callable

    from flake8_async_offload.model import Inventory
    from flake8_async_offload.report.setting import Setting

INVENTORY_REPORTS: dict[str, Callable[[Inventory, Setting], str]] = {
    "table": table,
    "markdown": markdown,
    "json": contract,
    "csv": csv_rows,
    "html": page,
}
