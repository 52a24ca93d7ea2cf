"""Markdown that shows text as it is: code spans, prose and tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flake8_async_offload.report.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def code(text: str) -> str:
    """Return a code span; its fence is longer than any run of backticks inside."""
    shown = visible(text).replace("|", r"\|")  # a table is cut at bars first, even inside a code span
    longest = max(map(len, re.findall("`+", shown)), default=0)
    fence, space = "`" * (longest + 1), " " * bool(longest)
    return f"{fence}{space}{shown}{space}{fence}"


def prose(text: str) -> str:
    """Return text without any Markdown in it, as one line."""
    # an underscore inside a word is no emphasis
    return re.sub(r"[\\`*<\[|]|(?<!\w)_|_(?!\w)", r"\\\g<0>", visible(" ".join(text.split())))


def rows(columns: Sequence[str], values: Iterable[Sequence[str]]) -> str:
    """Return a table of cells that are Markdown already."""
    return "\n".join(map(_line, [columns, ["---"] * len(columns), *values]))


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
