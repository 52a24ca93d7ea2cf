"""Text that is safe to show: no broken characters, no control characters, no two-cell surprises."""

from __future__ import annotations

import unicodedata
from typing import TextIO

RED, YELLOW, CYAN, BOLD, DIM = "31", "33", "36", "1", "2"
BIDIRECTIONAL = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def visible(text: str) -> str:
    r"""Return `text` as one line of valid Unicode: control characters and lone surrogates as `\x1b`, `\udcff`."""
    return "".join(map(_visible, text)) if not (text.isascii() and text.isprintable()) else text


def _visible(character: str) -> str:
    # Cc: control, Cs: surrogate, Zl and Zp: the line and paragraph separators; the bidirectional overrides are in Cf,
    # and would let a file name or a message display as something else.
    if unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") or character in BIDIRECTIONAL:
        return character.encode("unicode_escape").decode("ascii")
    return character


def shown_path(path: str) -> str:
    """Return a path as `visible`; the log of a build would take one that begins like this for a command."""
    return visible(f"./{path}" if path.lstrip().startswith(("::", "##")) else path)


def encodable(source: str) -> str:
    """Return source text with its line breaks, and with escapes only for what no UTF-8 document can hold."""
    return source.encode("utf-8", "backslashreplace").decode("utf-8")


def cells(text: str) -> int:
    """Return how many terminal cells `text` takes: two for wide characters, none for combining ones."""
    return sum(map(_cells, text))


def _cells(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def paint(text: str, style: str, *, color: bool) -> str:
    """Return `text` in an ANSI style, or as it is where colors are off."""
    return f"\x1b[{style}m{text}\x1b[0m" if color else text


def write(text: str, stream: TextIO) -> None:
    """Write a report to a stream; what the stream's encoding lacks is written as an escape."""
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
    stream.flush()
