"""Findings as GitHub annotations: the worst of them, because a step shows ten errors and ten warnings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from flake8_async_offload.report.findings.concise import finding_line, unread_line
from flake8_async_offload.report.findings.severity import is_error, risk_of, worst_first
from flake8_async_offload.report.markdown import code, prose, rows
from flake8_async_offload.report.setting import Setting
from flake8_async_offload.report.text import visible
from flake8_async_offload.report.words import counted, message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flake8_async_offload.model import Finding, Unread

PER_LEVEL = 10  # what GitHub shows of each level, per step
SUMMARY_ROWS = 500  # a summary may hold 1 MiB
COLUMNS = ("Location", "Finding", "Risk")


def github(findings: Sequence[Finding], unread: Sequence[Unread], _setting: Setting) -> str:
    """Return workflow commands for the worst findings, and the others as a folded list in the log."""
    errors = [*map(_unread, unread), *(_finding(f, "error") for f in worst_first(findings) if is_error(f))]
    warnings = [_finding(f, "warning") for f in worst_first(findings) if not is_error(f)]
    lines = [*errors[:PER_LEVEL], *warnings[:PER_LEVEL]]
    if hidden := len(errors) + len(warnings) - len(lines):
        plain = Setting()
        listed = [*(unread_line(part, plain) for part in unread), *(finding_line(f, plain) for f in findings)]
        lines += [f"::group::{hidden} more: all findings", *listed, "::endgroup::"]
    return "".join(f"{line}\n" for line in lines)


def append_summary(findings: Sequence[Finding], unread: Sequence[Unread], file: str) -> None:
    """Append the summary to the file that $GITHUB_STEP_SUMMARY names."""
    with Path(file).open("a", encoding="utf-8") as stream:
        stream.write(summary(findings, unread))


def summary(findings: Sequence[Finding], unread: Sequence[Unread]) -> str:
    """Return the Markdown that a step shows on the page of its run."""
    worst = worst_first(findings)
    parts = [f"### async-offload: {counted(len(findings), 'finding')}"]
    if worst:
        parts.append(rows(COLUMNS, map(_row, worst[:SUMMARY_ROWS])))
    if len(worst) > SUMMARY_ROWS:
        parts.append(f"{len(worst) - SUMMARY_ROWS} more in the log.")
    if unread:
        parts.append("\n".join(f"- not read: {prose(f'{part.path}:{part.line}: {part.message}')}" for part in unread))
    return "\n\n".join(parts) + "\n"


def _row(finding: Finding) -> Sequence[str]:
    place = code(f"{finding.path}:{finding.span.line}")
    return place, f"{finding.code} {prose(message(finding))}", risk_of(finding)


def _finding(finding: Finding, level: str) -> str:
    span = finding.span
    position = {"line": span.line, "endLine": span.end_line}
    # GitHub takes columns only of a single line
    columns = {"col": span.column + 1, "endColumn": span.end_column + 1} if span.line == span.end_line else {}
    properties: dict[str, str | int] = {"file": visible(finding.path), **position, **columns, "title": finding.code}
    return _command(level, properties, message(finding))


def _unread(part: Unread) -> str:
    return _command("error", {"file": visible(part.path), "line": part.line}, visible(part.message))


def _command(level: str, properties: dict[str, str | int], text: str) -> str:
    values = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{level} {values}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
