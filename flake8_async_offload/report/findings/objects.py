"""Findings as JSON objects, all in one document or one per line. Fields are added, never renamed."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from flake8_async_offload.report.text import encodable, visible
from flake8_async_offload.report.words import message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flake8_async_offload.model import Edit, Finding, Site, Span, Unread
    from flake8_async_offload.report.setting import Setting

VERSION = 1


def json_object(findings: Sequence[Finding], unread: Sequence[Unread], setting: Setting) -> str:
    """Return one JSON document, in ASCII: the findings, what could not be read, and how often each code occurs."""
    document = {
        "version": VERSION,
        "findings": [_finding(finding, setting) for finding in findings],
        "errors": [_error(part) for part in unread],
        "statistics": dict(sorted(Counter(finding.code for finding in findings).items())),
    }
    return json.dumps(document, indent=2) + "\n"


def json_lines(findings: Sequence[Finding], unread: Sequence[Unread], setting: Setting) -> str:
    """Return one JSON object per line; a line with `error` instead of `code` says what could not be read."""
    errors = [{"path": visible(part.path), "line": part.line, "error": visible(part.message)} for part in unread]
    objects = [*(_finding(finding, setting) for finding in findings), *errors]
    return "".join(f"{json.dumps(item)}\n" for item in objects)


def _finding(finding: Finding, setting: Setting) -> dict[str, object]:
    rule = setting.rules.get(finding.code)
    return {
        "path": visible(finding.path),
        **_span(finding.span),
        "code": finding.code,
        "name": rule.name if rule else None,
        "message": message(finding),
        **(_site(finding.site) if finding.site else {}),
        "edits": [_edit(edit) for edit in finding.edits],
    }


def _site(site: Site) -> dict[str, object]:
    return {
        "function": visible(site.function),
        "call": visible(site.call),
        "target": None if site.target is None else visible(site.target),
        "place": site.place,
        "work": site.work,
        "duration": site.duration,
        "risk": site.risk,
        "risk_reason": visible(site.risk_reason),
        "twin": encodable(site.twin.expression) if site.twin else None,
    }


def _edit(edit: Edit) -> dict[str, object]:
    return {**_span(edit.span), "text": encodable(edit.text), "safe": edit.safe}


def _span(span: Span) -> dict[str, int]:
    return {
        "line": span.line,
        "column": span.column + 1,
        "end_line": span.end_line,
        "end_column": span.end_column + 1,
    }


def _error(unread: Unread) -> dict[str, object]:
    return {"path": visible(unread.path), "line": unread.line, "message": visible(unread.message)}
