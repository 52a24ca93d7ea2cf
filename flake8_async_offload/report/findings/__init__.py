"""Reports of findings: what `check` shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_async_offload.report.formats import Formats

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from flake8_async_offload.model import Finding, Unread
    from flake8_async_offload.report.setting import Setting

FINDING_REPORTS: Formats[Callable[[Sequence[Finding], Sequence[Unread], Setting], str]] = Formats(
    __name__,
    {
        "concise": "concise.concise",
        "full": "full.full",
        "json": "objects.json_object",
        "json-lines": "objects.json_lines",
        "github": "github.github",
        "gitlab": "gitlab.gitlab",
        "sarif": "sarif.sarif",
        "junit": "junit.junit",
        "rdjson": "rdjson.rdjson",
        "grouped": "grouped.grouped",
    },
)
