"""Findings as JUnit test results: what every CI server can show."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from flake8_async_offload.report.findings.concise import finding_line, unread_line
from flake8_async_offload.report.setting import Setting
from flake8_async_offload.report.text import visible
from flake8_async_offload.report.words import message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flake8_async_offload.model import Finding, Unread

SUITE = "async-offload"


def junit(findings: Sequence[Finding], unread: Sequence[Unread], _setting: Setting) -> str:
    """Return an XML document: a failure per finding, an error per unread part, one passed test where all is well."""
    cases = [*map(_finding, findings), *map(_unread, unread)]
    counts = {
        "tests": str(max(len(cases), 1)),
        "failures": str(len(findings)),
        "errors": str(len(unread)),
    }
    suites = ET.Element("testsuites", counts)
    suite = ET.SubElement(suites, "testsuite", {"name": SUITE, **counts})
    suite.extend(cases or [ET.Element("testcase", {"classname": SUITE, "name": "no findings"})])
    ET.indent(suites)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(suites, encoding="unicode")}\n'


def _finding(finding: Finding) -> ET.Element:
    name = f"{finding.code} {finding.span.line}:{finding.span.column + 1}"
    case = _case(finding.path, name, finding.span.line)
    failure = ET.SubElement(case, "failure", {"type": finding.code, "message": _xml(message(finding))})
    failure.text = _xml(finding_line(finding, Setting()))
    return case


def _unread(part: Unread) -> ET.Element:
    case = _case(part.path, f"unread {part.line}", part.line)
    error = ET.SubElement(case, "error", {"type": "unread", "message": _xml(visible(part.message))})
    error.text = _xml(unread_line(part, Setting()))
    return case


def _case(path: str, name: str, line: int) -> ET.Element:
    where = _xml(visible(path))
    return ET.Element("testcase", {"classname": where, "name": name, "file": where, "line": str(line)})


def _xml(text: str) -> str:
    # valid Unicode, but no XML document may hold them
    return re.sub("[\ufffe\uffff]", "\ufffd", text)
