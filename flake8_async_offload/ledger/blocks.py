"""The text of a ledger cut into blocks, each with its comments, without losing a character.

TOML's meaning is `tomllib`'s business: this module knows where things stand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TABLE: Final = "decision"
_TOKEN: Final = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}|' r"'''.*?'{3,5}|" r'"(?:\\.|[^"\\\n])*"|' r"'[^'\n]*'|#[^\n]*|[\[\]{}]|\n", re.DOTALL
)
_KEY: Final = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([\w-]+))""")
_HEADER: Final = re.compile(r"\s*\[\[?([^\]\n]+)\]")


@dataclass(frozen=True, slots=True)
class Statement:
    """One or more whole lines: a blank line, a comment, a header or a key with its value."""

    text: str
    line: int  # the first of its lines, from 1

    @property
    def blank(self) -> bool:
        """Whether it is an empty line."""
        return not self.text.strip()

    @property
    def comment(self) -> bool:
        """Whether it is a comment on a line of its own."""
        return self.text.lstrip().startswith("#")

    @property
    def header(self) -> str:
        """The dotted name of the table that starts here, or nothing; a decision's own subtable is part of it."""
        match = _HEADER.match(self.text)
        name = ".".join(part.strip().strip("\"'") for part in match[1].split(".")) if match else ""
        return "" if name.startswith(f"{TABLE}.") else name

    @property
    def key(self) -> str:
        """The key that is set here, or nothing."""
        match = None if self.comment else _KEY.match(self.text)
        return next(filter(None, match.groups()), "") if match else ""


@dataclass(frozen=True, slots=True)
class Block:
    """One table: `loose` stands above it but is not its own, `above` are the comments directly on its header."""

    loose: tuple[Statement, ...]
    above: tuple[Statement, ...]
    header: Statement
    body: tuple[Statement, ...]

    @property
    def own(self) -> str:
        """The text that belongs to this table and moves and goes with it."""
        return joined((*self.above, self.header, *self.body))

    @property
    def decision(self) -> bool:
        """Whether it is a [[decision]]."""
        return self.header.header == TABLE

    def line_of(self, key: str) -> int:
        """Return the line where a key is set, or that of the header."""
        return next((statement.line for statement in self.body if statement.key == key), self.header.line)


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole file: what stands before the first table, the tables, and what stands after a gap below the last."""

    head: tuple[Statement, ...]
    blocks: tuple[Block, ...]
    foot: tuple[Statement, ...]

    def line_of(self, table: str, key: str = "") -> int:
        """Return the line where a table's key is set, or else that of the table, or 1."""
        block = next((block for block in self.blocks if block.header.header == table), None)
        if block:
            return block.line_of(key)
        parent, _, name = table.rpartition(".")
        if parent:
            return self.line_of(parent, name)
        return next((statement.line for statement in self.head if statement.key == (table or key)), 1)


def joined(parts: Iterable[Statement]) -> str:
    """Return the text of statements."""
    return "".join(part.text for part in parts)


def split(text: str) -> Layout:
    """Cut a ledger's text, valid TOML, into its blocks."""
    parts: list[list[Statement]] = [[]]
    for statement in statements(text):
        if statement.header:
            parts.append([])
        parts[-1].append(statement)
    head, gap = _parted(parts[0], last=len(parts) == 1)
    blocks: list[Block] = []
    for number, (header, *rest) in enumerate(parts[1:], start=2):
        above = _comments_at_end(gap)
        loose = gap[: len(gap) - len(above)]
        body, gap = _parted(rest, last=number == len(parts))
        blocks.append(Block(tuple(loose), tuple(above), header, tuple(body)))
    return Layout(tuple(head), tuple(blocks), tuple(gap))


def statements(text: str) -> Iterator[Statement]:
    """Give the statements of a text in their order."""
    start, line, depth = 0, 1, 0
    for token in _TOKEN.finditer(text):
        if token[0] in "[{":
            depth += 1
        elif token[0] in "]}":
            depth -= 1
        elif token[0] == "\n" and depth <= 0:
            yield Statement(text[start : token.end()], line)
            line += text.count("\n", start, token.end())
            start = token.end()
    if start < len(text):
        yield Statement(text[start:], line)


def value_span(item: str) -> tuple[int, int]:
    """Return where the value of a key's text starts and ends, without a comment behind it."""
    named = _KEY.match(item)
    start = item.index("=", named.end() if named else 0) + 1
    tokens = list(_TOKEN.finditer(item, start))
    comment = next((token.start() for token in reversed(tokens) if token[0].startswith("#")), len(item))
    end = len(item.rstrip()) if "\n" in item[comment:].rstrip() else comment
    start += len(item[start:end]) - len(item[start:end].lstrip())
    return start, len(item[:end].rstrip())


def _parted(parts: list[Statement], *, last: bool) -> tuple[list[Statement], list[Statement]]:
    """Part what stands in a table from what stands below it: a comment under a table is its own up to a blank line."""
    body = len(parts) - len(list(takewhile(lambda part: part.blank or part.comment, reversed(parts))))
    gap = next((number for number in range(body, len(parts)) if parts[number].blank), None)
    end = (len(parts) if last else body) if gap is None else gap
    return parts[:end], parts[end:]


def _comments_at_end(parts: list[Statement]) -> list[Statement]:
    return list(takewhile(lambda part: part.comment, reversed(parts)))[::-1]
