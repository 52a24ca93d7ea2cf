"""Reports of findings: what `check` shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_async_offload.report.findings.concise import concise
from flake8_async_offload.report.findings.full import full
from flake8_async_offload.report.findings.github import github
from flake8_async_offload.report.findings.gitlab import gitlab
from flake8_async_offload.report.findings.grouped import grouped
from flake8_async_offload.report.findings.junit import junit
from flake8_async_offload.report.findings.objects import json_lines, json_object
from flake8_async_offload.report.findings.rdjson import rdjson
from flake8_async_offload.report.findings.sarif import sarif

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from flake8_async_offload.model import Finding, Unread
    from flake8_async_offload.report.setting import Setting

FINDING_REPORTS: dict[str, Callable[[Sequence[Finding], Sequence[Unread], Setting], str]] = {
    "concise": concise,
    "full": full,
    "json": json_object,
    "json-lines": json_lines,
    "github": github,
    "gitlab": gitlab,
    "sarif": sarif,
    "junit": junit,
    "rdjson": rdjson,
    "grouped": grouped,
}
