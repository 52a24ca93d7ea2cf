"""What people and programs read: every report is a pure function from facts and a `Setting` to text.

`INVENTORY_REPORTS` and `FINDING_REPORTS` hold them by the name of their format.
"""

from __future__ import annotations

from flake8_async_offload.report.findings import FINDING_REPORTS
from flake8_async_offload.report.findings.github import append_summary
from flake8_async_offload.report.findings.statistics import statistics
from flake8_async_offload.report.inventory import INVENTORY_REPORTS
from flake8_async_offload.report.inventory.groups import GROUPS
from flake8_async_offload.report.setting import Setting, setting_for
from flake8_async_offload.report.text import write

__all__ = [
    "FINDING_REPORTS",
    "GROUPS",
    "INVENTORY_REPORTS",
    "Setting",
    "append_summary",
    "setting_for",
    "statistics",
    "write",
]
