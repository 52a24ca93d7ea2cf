"""Where a report is shown, and what it may look up."""

from __future__ import annotations

import linecache
import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from flake8_async_offload.rule import Rule

BOX_DRAWING = "─│→…"


def source_line(path: str, line: int) -> str:
    """Return a line of a file on disk, from 1, or an empty string where there is none."""
    try:
        return linecache.getline(path, line)
    except ValueError:  # no file can have such a name
        return ""


@dataclass(frozen=True, slots=True)
class Setting:
    """Everything a report needs besides what it reports; the defaults suit a file or a pipe."""

    rules: Mapping[str, type[Rule]] = field(default_factory=dict)  # by code; a code without a rule has no page
    line: Callable[[str, int], str] = source_line  # (path, number from 1) -> source text, "" where there is none
    group_by: str | None = None  # pool | file | risk | decision
    implicit: bool = False  # list what frameworks offload by themselves, not only what rules say of it
    width: int | None = None  # characters of the terminal; None: one line per row, however long
    color: bool = False
    unicode: bool = True  # whether lines and arrows can be drawn


def setting_for(
    stream: TextIO,
    environ: Mapping[str, str],
    color: str = "auto",
    *,
    rules: Mapping[str, type[Rule]],
    group_by: str | None = None,
    implicit: bool = False,
) -> Setting:
    """Return the setting for an output stream, the process environment and `--color` (auto, always, never)."""
    terminal = stream.isatty()
    return Setting(
        rules=rules,
        group_by=group_by,
        implicit=implicit,
        width=shutil.get_terminal_size().columns if terminal else None,
        color=_colored(color, environ, terminal=terminal),
        unicode=_draws(stream.encoding),
    )


def _colored(color: str, environ: Mapping[str, str], *, terminal: bool) -> bool:
    if color != "auto":
        return color == "always"
    if environ.get("NO_COLOR"):
        return False
    if forced := environ.get("FORCE_COLOR"):
        return forced != "0"
    return terminal and environ.get("TERM") != "dumb"


def _draws(encoding: str | None) -> bool:
    try:
        BOX_DRAWING.encode(encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
