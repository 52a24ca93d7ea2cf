"""Changes to a ledger's text. Text in, text out: what is not changed stays as it was, to the last character.

Blocks are kept sorted by key: two branches that each append a record always conflict, two that insert one seldom do.
Each change is read again and compared with what it should mean; where they differ it is refused.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from flake8_async_offload import content
from flake8_async_offload.ledger.blocks import TABLE, Block, Layout, Statement, joined, split, value_span
from flake8_async_offload.ledger.find import FILENAME
from flake8_async_offload.ledger.read import parse
from flake8_async_offload.ledger.record import Decision, keys

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

START: Final = "version = 1\n"
Key = tuple[str, str, str, str, str]
_KEY: Final = ("path", "function", "call", "target", "match")


class RefusedError(ValueError):
    """A change that would lose or damage something. Its message says what, and the cure."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A record: what it means, and its text."""

    raw: Mapping[str, object]
    block: Block

    @property
    def key(self) -> Key:
        """What no two records share, and by which they are sorted."""
        return key_of(self.raw)


@dataclass(frozen=True, slots=True)
class Book:
    """A ledger taken apart for a change."""

    raw: Mapping[str, object]
    head: str  # all that stands above the records
    entries: tuple[Entry, ...]
    foot: tuple[Statement, ...]
    newline: str


def key_of(raw: Mapping[str, object]) -> Key:
    """Return a raw record's key: path, function, call, target, match."""
    path, function, call, target, match = (str(raw.get(name, "")) for name in _KEY)
    return path, function, call, target, match


def add(text: str, *records: Mapping[str, object]) -> str:
    """Return the text with more records. Raises RefusedError where there is one about that call."""
    book = opened(text)
    known = {entry.key for entry in book.entries}
    for record in records:
        if key_of(record) in known:
            raise RefusedError(f"there is a decision about {_named(key_of(record))}; change that one")
        known.add(key_of(record))
    return closed(replace(book, entries=(*book.entries, *(_new(record, book.newline) for record in records))))


def edit(text: str, changes: Mapping[Key, Mapping[str, object]]) -> str:
    """Return the text with some keys of some records changed, None taking a key out. Raises RefusedError."""
    book = opened(text)
    entries = list(book.entries)
    for key, values in changes.items():
        chosen = [number for number, entry in enumerate(entries) if entry.key == key]
        if len(chosen) != 1:
            raise RefusedError(f"there are {len(chosen)} decisions about {_named(key)}, where one is to be changed")
        changed = _edited(entries[chosen[0]], values, book.newline)
        if changed.key != key and any(entry.key == changed.key for entry in entries):
            raise RefusedError(f"there is a decision about {_named(changed.key)}; remove one of them")
        entries[chosen[0]] = changed
    return closed(replace(book, entries=tuple(entries)))


def remove(text: str, gone: Collection[Key]) -> str:
    """Return the text without some records and the comments of their own; what only stands above them stays."""
    book = opened(text)
    loose: tuple[Statement, ...] = ()
    left: list[Entry] = []
    for entry in book.entries:
        loose += entry.block.loose
        if entry.key not in gone:
            left.append(replace(entry, block=replace(entry.block, loose=loose)))
            loose = ()
    foot = (*loose, *book.foot) if any(part.comment for part in loose) else book.foot
    return closed(replace(book, entries=tuple(left), foot=foot))


def opened(text: str) -> Book:
    """Take a ledger apart. Raises RefusedError where it cannot be read."""
    newline = "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"
    text += "" if text.endswith("\n") else newline
    for error in parse(text.encode(), Path(FILENAME)).errors:
        raise RefusedError(f"{FILENAME}:{error.line}: {error.message}")
    raw = content.toml(text)
    layout = split(text)
    blocks = [block for block in layout.blocks if block.decision]
    heading: tuple[Statement, ...] = ()
    if blocks:  # what stands detached above the first record is about them all
        loose = blocks[0].loose
        end = max((number for number, part in enumerate(loose, 1) if part.comment), default=0)
        heading, blocks[0] = loose[:end], replace(blocks[0], loose=loose[end:])
    entries = tuple(map(Entry, raw.get(TABLE, ()), blocks))
    return Book(raw, _head(layout) + joined(heading), entries, layout.foot, newline)


def closed(book: Book) -> str:
    """Put a ledger together, sorted. Raises RefusedError where that does not mean what it should."""
    entries = sorted(book.entries, key=lambda entry: entry.key)
    text = book.head
    for entry in entries:
        text += _apart(text, entry.block.loose, book.newline) + joined(entry.block.loose) + entry.block.own
    text += joined(book.foot)
    meant = {**book.raw, TABLE: [entry.raw for entry in entries]}
    try:
        is_so = {TABLE: [], **content.toml(text.encode().decode())} == meant
    except ValueError:  # also half a character
        is_so = False
    if not is_so:
        raise RefusedError("the change cannot be written without altering something else; make it by hand")
    return text


def toml(value: object) -> str:
    """Return a value as TOML. Raises TypeError for one that a ledger does not hold."""
    match value:
        case str():
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case bool():
            raise TypeError("a ledger holds no booleans")
        case int() | float():
            return repr(value)
        case date():
            return value.isoformat()
        case list() | tuple():
            return f"[{', '.join(map(toml, value))}]"
        case _:
            raise TypeError(f"a ledger holds no {type(value).__name__}")


def _new(record: Mapping[str, object], newline: str) -> Entry:
    lines = [f"{name} = {toml(record[name])}" for name in keys(Decision) if name in record]
    body = tuple(Statement(line + newline, 0) for line in lines)
    block = Block((Statement(newline, 0),), (), Statement(f"[[{TABLE}]]{newline}", 0), body)
    return Entry(_plain(record), block)


def _edited(entry: Entry, changes: Mapping[str, object], newline: str) -> Entry:
    order = list(keys(Decision))
    body = list(entry.block.body)
    for name, value in changes.items():
        at = next((number for number, part in enumerate(body) if part.key == name), None)
        if value is None:
            body = [part for part in body if part.key != name]
        elif at is not None:
            start, end = value_span(body[at].text)
            body[at] = Statement(body[at].text[:start] + toml(value) + body[at].text[end:], body[at].line)
        else:
            before = [number for number, part in enumerate(body, 1) if part.key in order[: order.index(name)]]
            body.insert(before[-1] if before else 0, Statement(f"{name} = {toml(value)}{newline}", 0))
    raw = {name: value for name, value in {**entry.raw, **_plain(changes)}.items() if value is not None}
    return Entry(raw, replace(entry.block, body=tuple(body)))


def _head(layout: Layout) -> str:
    text = joined(layout.head)
    for block in layout.blocks:
        if not block.decision:
            text += _apart(text, block.loose, "\n") + joined(block.loose) + block.own
    return text


def _apart(above: str, loose: Iterable[Statement], newline: str) -> str:
    """Return a blank line where a comment that ends one table would else become the next one's."""
    comment = above.rpartition("\n")[0].rpartition("\n")[2].lstrip().startswith("#")
    return newline if comment and not any(loose) else ""


def _plain(record: Mapping[str, object]) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in record.items()}


def _named(key: Key) -> str:
    path, function, call, target, _ = key
    return f"{call} of {target} in {path}::{function}"
