"""Edits as spans of characters: applied last first, overlaps refused."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from flake8_async_offload.model import Edit, Span

_BREAK = re.compile(r"\r\n|\r|\n")


class OverlapError(ValueError):
    """Two edits want to change the same characters."""


def applied(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with edits made in it, written with the text's own line breaks. Raises OverlapError."""
    starts = [0, *(found.end() for found in _BREAK.finditer(text))]
    found = _BREAK.search(text)
    line_break = found[0] if found else "\n"
    places = sorted(
        ((*_offsets(edit.span, starts), edit) for edit in dict.fromkeys(edits)), key=lambda place: place[:2]
    )
    for (_, end, _), (start, _, _) in pairwise(places):
        if start < end:
            raise OverlapError(f"two edits overlap at character {start}")
    for start, end, edit in reversed(places):
        text = text[:start] + _BREAK.sub(line_break, edit.text) + text[end:]
    return text


def overlap(one: Iterable[Edit], other: Iterable[Edit]) -> bool:
    """Whether two sets of edits touch the same characters; the same edit in both is made once."""
    first, second = set(one), set(other)
    return any(_meet(left.span, right.span) for left in first for right in second if left != right)


def _meet(one: Span, other: Span) -> bool:
    begins, ends = (one.line, one.column), (one.end_line, one.end_column)
    starts, stops = (other.line, other.column), (other.end_line, other.end_column)
    return begins == starts or (begins < stops and starts < ends)


def _offsets(span: Span, starts: list[int]) -> tuple[int, int]:
    return starts[span.line - 1] + span.column, starts[span.end_line - 1] + span.end_column
