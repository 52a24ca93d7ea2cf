"""Findings in reviewdog's diagnostic format."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from flake8_async_offload.report.findings.concise import finding_line
from flake8_async_offload.report.findings.severity import is_error
from flake8_async_offload.report.setting import Setting
from flake8_async_offload.report.text import encodable, visible
from flake8_async_offload.report.words import message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flake8_async_offload.model import Finding, Span, Unread


def rdjson(findings: Sequence[Finding], unread: Sequence[Unread], setting: Setting) -> str:
    """Return one JSON document; its columns count UTF-8 bytes, as the format wants."""
    diagnostics = [*(_finding(finding, setting) for finding in findings), *map(_unread, unread)]
    document = {"source": {"name": "async-offload"}, "severity": "WARNING", "diagnostics": diagnostics}
    return json.dumps(document, indent=2) + "\n"


def _finding(finding: Finding, setting: Setting) -> dict[str, object]:
    suggestions = [
        {"range": _range(finding.path, edit.span, setting), "text": encodable(edit.text)} for edit in finding.edits
    ]
    return {
        "message": message(finding),
        "location": {"path": visible(finding.path), "range": _range(finding.path, finding.span, setting)},
        "severity": "ERROR" if is_error(finding) else "WARNING",
        "code": {"value": finding.code},
        "suggestions": suggestions,
        "original_output": finding_line(finding, Setting()),
    }


def _unread(part: Unread) -> dict[str, object]:
    return {
        "message": visible(part.message),
        "location": {"path": visible(part.path), "range": {"start": {"line": part.line}}},
        "severity": "ERROR",
    }


def _range(path: str, span: Span, setting: Setting) -> dict[str, object]:
    return {
        "start": _position(path, span.line, span.column, setting),
        "end": _position(path, span.end_line, span.end_column, setting),
    }


def _position(path: str, line: int, column: int, setting: Setting) -> dict[str, int]:
    before = setting.line(path, line)[:column]
    wider = len(before.encode("utf-8", "surrogatepass")) - len(before)
    return {"line": line, "column": column + wider + 1}
