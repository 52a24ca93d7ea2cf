"""Findings under the names of their files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_async_offload.report.text import BOLD, RED, paint, shown_path, visible
from flake8_async_offload.report.words import message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flake8_async_offload.model import Finding, Unread
    from flake8_async_offload.report.setting import Setting


def grouped(findings: Sequence[Finding], unread: Sequence[Unread], setting: Setting) -> str:
    """Return a heading per file and below it `line:column  CODE  message`, in columns."""
    files: dict[str, list[tuple[str, str, str]]] = {}
    for finding in findings:
        where = f"{finding.span.line}:{finding.span.column + 1}"
        files.setdefault(finding.path, []).append((where, finding.code, message(finding)))
    for part in unread:
        files.setdefault(part.path, []).append((f"{part.line}:1", "error", visible(part.message)))
    return "\n".join(_file(path, lines, setting) for path, lines in files.items())


def _file(path: str, lines: Sequence[tuple[str, str, str]], setting: Setting) -> str:
    width = max(len(where) for where, _, _ in lines)
    heading = paint(shown_path(path), BOLD, color=setting.color)
    listed = (f"  {where:<{width}}  {paint(code, RED, color=setting.color)}  {text}\n" for where, code, text in lines)
    return f"{heading}\n{''.join(listed)}"
