"""Findings as SARIF 2.1.0, for code scanning."""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import TYPE_CHECKING
from urllib.parse import quote

from flake8_async_offload import __version__
from flake8_async_offload.report.findings.identity import fingerprints
from flake8_async_offload.report.findings.pages import first_paragraph, more, page
from flake8_async_offload.report.findings.severity import is_error
from flake8_async_offload.report.text import encodable, visible
from flake8_async_offload.report.words import message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flake8_async_offload.model import Edit, Finding, Span, Unread
    from flake8_async_offload.report.setting import Setting
    from flake8_async_offload.rule import Rule

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def sarif(findings: Sequence[Finding], unread: Sequence[Unread], setting: Setting) -> str:
    """Return a SARIF log with one run, in ASCII; columns are Unicode characters."""
    codes = sorted({finding.code for finding in findings})
    run = {
        "tool": {"driver": _driver(codes, setting)},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": list(map(_unread, unread))}],
        "results": [
            _result(finding, codes.index(finding.code), fingerprint)
            for finding, fingerprint in zip(findings, fingerprints(findings), strict=True)
        ],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _driver(codes: Sequence[str], setting: Setting) -> dict[str, object]:
    rules = [_rule(code, setting.rules.get(code)) for code in codes]
    return {"name": "async-offload", "semanticVersion": __version__, "rules": rules}


def _rule(code: str, rule: type[Rule] | None) -> dict[str, object]:
    if rule is None:
        return {"id": code}
    return {
        "id": code,
        "name": rule.name,
        "shortDescription": {"text": first_paragraph(rule)},
        "help": {"text": more(code), "markdown": page(rule)},
    }


def _result(finding: Finding, index: int, fingerprint: str) -> dict[str, object]:
    place: dict[str, object] = {"physicalLocation": _physical(finding.path, finding.span)}
    if finding.site:
        place["logicalLocations"] = [{"fullyQualifiedName": visible(finding.site.function), "kind": "function"}]
    result: dict[str, object] = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": "error" if is_error(finding) else "warning",
        "message": {"text": message(finding)},
        "locations": [place],
        "partialFingerprints": {"asyncOffloadIdentity/v1": fingerprint},
    }
    if finding.edits:
        result["fixes"] = [_fix(finding.path, finding.edits)]
    return result


def _fix(path: str, edits: Sequence[Edit]) -> dict[str, object]:
    replacements = [
        {"deletedRegion": _region(edit.span), "insertedContent": {"text": encodable(edit.text)}} for edit in edits
    ]
    change = {"artifactLocation": _artifact(path), "replacements": replacements}
    return {"description": {"text": "Apply the rule's fix."}, "artifactChanges": [change]}


def _unread(part: Unread) -> dict[str, object]:
    where = {"artifactLocation": _artifact(part.path), "region": {"startLine": max(part.line, 1)}}
    return {
        "level": "error",
        "message": {"text": visible(part.message)},
        "locations": [{"physicalLocation": where}],
    }


def _physical(path: str, span: Span) -> dict[str, object]:
    return {"artifactLocation": _artifact(path), "region": _region(span)}


def _region(span: Span) -> dict[str, int]:
    return {
        "startLine": span.line,
        "startColumn": span.column + 1,
        "endLine": span.end_line,
        "endColumn": span.end_column + 1,
    }


def _artifact(path: str) -> dict[str, str]:
    pure = PurePath(path)
    uri = quote(_bytes(pure.as_posix()), safe="/")
    if pure.is_absolute():
        return {"uri": f"file:///{uri.lstrip('/')}"}
    return {"uri": uri, "uriBaseId": "%SRCROOT%"}


def _bytes(path: str) -> bytes:
    try:
        # what is no UTF-8 in a path goes into the URI as it is on the disk
        return path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return path.encode("utf-8", "surrogatepass")
