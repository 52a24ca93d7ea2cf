"""Findings that a comment silences, by flake8's own patterns."""

from __future__ import annotations

import re

from flake8 import defaults

from flake8_async_offload.model import Finding
from flake8_async_offload.source import Source

_INLINE: re.Pattern[str] = vars(defaults).get("NOQA_INLINE_REGEX") or vars(defaults)["NOQA_INLINE_REGEXP"]


def silenced(source: Source, finding: Finding) -> bool:
    """Whether a comment on any line of a finding, or one for the whole file, silences its code."""
    if any(defaults.NOQA_FILE.match(line) for line in source.lines if "noqa" in line.lower()):
        return True
    lines = source.lines[finding.span.line - 1 : finding.span.end_line]
    return any(_names(match["codes"], finding.code) for line in lines if (match := _INLINE.search(line)))


def _names(codes: str | None, code: str) -> bool:
    """Whether a comment's list names a code or its beginning; a comment without a list names all."""
    return codes is None or code.startswith(tuple(re.findall(r"\w+", codes.upper())))
