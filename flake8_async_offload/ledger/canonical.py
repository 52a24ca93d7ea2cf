"""The one form of a ledger: records sorted, keys in order, one blank line between blocks. Values stay as written."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from flake8_async_offload.ledger.blocks import TABLE, Block, Statement, joined, statements, value_span
from flake8_async_offload.ledger.record import Decision, keys
from flake8_async_offload.ledger.write import Entry, closed, opened

if TYPE_CHECKING:
    from collections.abc import Iterable

_HEADER: Final = re.compile(r"\s*\[\[[^\]]*\]\]")


def fmt(text: str) -> str:
    """Return a ledger's text in its one form, which has itself as its form. Raises RefusedError for a broken ledger."""
    book = opened(text)
    blank = Statement(book.newline, 0)
    head = _spaced(statements(book.head), blank)
    foot = _spaced(book.foot, blank)
    entries = tuple(Entry(entry.raw, _block(entry.block, blank)) for entry in book.entries)
    return closed(replace(book, head=joined(head), entries=entries, foot=(blank, *foot) if foot else ()))


def _spaced(parts: Iterable[Statement], blank: Statement) -> list[Statement]:
    """Return statements with single blank lines between them, and none around them."""
    spaced: list[Statement] = []
    gap = False
    for part in parts:
        if not part.blank:
            spaced += [blank] * (gap and bool(spaced)) + [part]
        gap = part.blank
    return spaced


def _block(block: Block, blank: Statement) -> Block:
    loose = _spaced(block.loose, blank)
    header = replace(block.header, text=_HEADER.sub(f"[[{TABLE}]]", block.header.text))
    above = tuple(_flush(part) for part in block.above)
    body = tuple(_ordered(block.body))
    return Block((blank, *loose, *([blank] if loose else ())), above, header, body)


def _ordered(body: tuple[Statement, ...]) -> Iterable[Statement]:
    """Return a block's keys in their order, each below the comments it had above; unknown ones last."""
    order = {name: number for number, name in enumerate(keys(Decision))}
    if any(not (part.key or part.comment or part.blank) for part in body):
        return body  # a table within the record: what follows it is not the record's
    groups: list[tuple[int, list[Statement]]] = [(len(order), [])]
    for part in body:
        if not part.blank:
            groups[-1][1].append(_flush(part))
        if part.key:
            groups[-1] = (order.get(part.key, len(order)), groups[-1][1])
            groups.append((len(order) + 1, []))
    return [part for _, group in sorted(groups, key=lambda group: group[0]) for part in group]


def _flush(part: Statement) -> Statement:
    """Return a statement without indentation, a known key with one blank on either side of its equals sign."""
    text = part.text.lstrip(" \t")
    if not part.comment and part.key in keys(Decision):
        text = f"{part.key} = {text[value_span(text)[0] :]}"
    return replace(part, text=text)
