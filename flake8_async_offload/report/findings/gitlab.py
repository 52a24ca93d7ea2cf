"""Findings as GitLab's code quality report."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from flake8_async_offload.model import Finding, Risk, Unread
from flake8_async_offload.report.findings.identity import digest, fingerprints
from flake8_async_offload.report.findings.severity import BROKEN, risk_of
from flake8_async_offload.report.text import visible
from flake8_async_offload.report.words import message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flake8_async_offload.report.setting import Setting

SEVERITY = {
    Risk.HIGH: "critical",
    Risk.MEDIUM: "major",
    Risk.UNKNOWN: "minor",
    Risk.LOW: "minor",
    Risk.NONE: "info",
}


def gitlab(findings: Sequence[Finding], unread: Sequence[Unread], _setting: Setting) -> str:
    """Return a JSON list with one object per finding and per part that could not be read."""
    named = zip(findings, fingerprints(findings), strict=True)
    issues = [*(_finding(finding, fingerprint) for finding, fingerprint in named), *map(_unread, unread)]
    return json.dumps(issues, indent=2) + "\n"


def _finding(finding: Finding, fingerprint: str) -> dict[str, object]:
    return {
        "description": f"{finding.code} {message(finding)}",
        "check_name": finding.code,
        "fingerprint": fingerprint,
        "severity": "blocker" if finding.code in BROKEN else SEVERITY[risk_of(finding)],
        "location": _location(finding.path, finding.span.line, finding.span.end_line),
    }


def _unread(part: Unread) -> dict[str, object]:
    return {
        "description": f"not read: {visible(part.message)}",
        "check_name": "unread",
        "fingerprint": digest(("unread", part.path, part.message)),
        "severity": "blocker",
        "location": _location(part.path, part.line, part.line),
    }


def _location(path: str, line: int, end_line: int) -> dict[str, object]:
    return {"path": visible(path), "lines": {"begin": line, "end": end_line}}
