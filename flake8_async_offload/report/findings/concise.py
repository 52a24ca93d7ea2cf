"""One line per finding, in the form that every editor and grep reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_async_offload.report.text import BOLD, CYAN, RED, paint, shown_path, visible
from flake8_async_offload.report.words import message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flake8_async_offload.model import Finding, Unread
    from flake8_async_offload.report.setting import Setting


def concise(findings: Sequence[Finding], unread: Sequence[Unread], setting: Setting) -> str:
    """Return `path:line:column: CODE message` lines, after them what could not be read."""
    lines = [
        *(finding_line(finding, setting) for finding in findings),
        *(unread_line(part, setting) for part in unread),
    ]
    return "".join(f"{line}\n" for line in lines)


def finding_line(finding: Finding, setting: Setting) -> str:
    """Return a finding as `path:line:column: CODE message`."""
    where = _where(finding.path, finding.span.line, finding.span.column + 1, setting)
    return f"{where} {paint(finding.code, RED, color=setting.color)} {message(finding)}"


def unread_line(unread: Unread, setting: Setting) -> str:
    """Return what could not be read as `path:line:1: error: why`, as compilers say it."""
    where = _where(unread.path, unread.line, 1, setting)
    return f"{where} {paint('error', RED, color=setting.color)}: {visible(unread.message)}"


def _where(path: str, line: int, column: int, setting: Setting) -> str:
    colon = paint(":", CYAN, color=setting.color)
    return f"{paint(shown_path(path), BOLD, color=setting.color)}{colon}{line}{colon}{column}{colon}"
