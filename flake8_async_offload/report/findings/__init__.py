"""Reports of findings: what `check` shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_async_offload.report.findings.concise import concise
from flake8_async_offload.report.findings.objects import json_lines, json_object

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from flake8_async_offload.model import Finding, Unread
    from flake8_async_offload.report.setting import Setting

FINDING_REPORTS: dict[str, Callable[[Sequence[Finding], Sequence[Unread], Setting], str]] = {
    "concise": concise,
    "json": json_object,
    "json-lines": json_lines,
}
