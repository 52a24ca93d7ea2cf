"""Findings with the source they are about, why it matters and where to read more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_async_offload.report.findings.concise import finding_line, unread_line
from flake8_async_offload.report.findings.pages import first_paragraph, more
from flake8_async_offload.report.text import CYAN, RED, cells, paint, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from flake8_async_offload.model import Finding, Span, Unread
    from flake8_async_offload.report.setting import Setting


def full(findings: Sequence[Finding], unread: Sequence[Unread], setting: Setting) -> str:
    """Return a block of lines per finding, and one line for each part that could not be read."""
    blocks = ["\n".join(_block(finding, setting)) + "\n" for finding in findings]
    return "\n".join([*blocks, *(unread_line(part, setting) + "\n" for part in unread)])


def _block(finding: Finding, setting: Setting) -> Iterable[str]:
    yield finding_line(finding, setting)
    number = str(finding.span.line)
    margin = " " * len(number)
    bar = paint("|", CYAN, color=setting.color)
    if line := setting.line(finding.path, finding.span.line).rstrip("\r\n"):
        source, carets = marked(line, finding.span)
        yield f"{margin} {bar}"
        yield f"{paint(number, CYAN, color=setting.color)} {bar} {source}"
        yield f"{margin} {bar} {paint(carets, RED, color=setting.color)}"
    if rule := setting.rules.get(finding.code):
        equals = paint("=", CYAN, color=setting.color)
        yield f"{margin} {equals} {first_paragraph(rule)}"
        yield f"{margin} {equals} more: {more(finding.code)}"


def marked(line: str, span: Span) -> tuple[str, str]:
    """Return a source line as it is shown, and the line of carets below it; of several lines the first is marked."""
    end = span.end_column if span.end_line == span.line else len(line)
    before, inside, after = line[: span.column], line[span.column : end].rstrip(), line[max(end, span.column) :]
    shown = [_shown(part) for part in (before, inside, line[span.column + len(inside) :] or after)]
    # a tab is as wide as the terminal says: below it stands the same tab
    indent = "".join("\t" if character == "\t" else " " * cells(_shown(character)) for character in before)
    return "".join(shown), indent + "^" * max(cells(shown[1]), 1)


def _shown(source: str) -> str:
    return "\t".join(map(visible, source.split("\t")))
