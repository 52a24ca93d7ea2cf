"""Finding and reading a ledger. Bad content is never an exception: it is a ledger that says what is wrong with it."""

from __future__ import annotations

import codecs
import re
import stat
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from flake8_async_offload import content
from flake8_async_offload.ledger.blocks import TABLE, Layout, split
from flake8_async_offload.ledger.record import VERSION, Decision, Ledger, Policy, PoolSize, Problem, keys
from flake8_async_offload.ledger.validate import MOST, checked, decided, twins_told, unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST: Final = 4_000_000  # bytes: ten thousand decisions
_TABLES: Final = ("version", "policy", "pools", TABLE)
_MARKER: Final = re.compile(rb"^(<{7}|>{7}|\|{7})( |\r?$)", re.MULTILINE)
_AT: Final = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)")


def read(path: Path) -> Ledger:
    """Return the ledger in a file; read again only when the file changed."""
    try:
        status = path.stat()
    except OSError as error:
        return _unreadable(path, error)
    if not stat.S_ISREG(status.st_mode):
        return _broken(path, 1, "is not a file; put the ledger there, or give it another name")
    if status.st_size > LARGEST:
        return _too_large(path, status.st_size)
    return _read(path, status.st_mtime_ns, status.st_size)


def parse(content: bytes, path: Path) -> Ledger:
    """Return the ledger that a file's content makes; its errors and problems name lines from 1."""
    if len(content) > LARGEST:
        return _too_large(path, len(content))
    if content.startswith(codecs.BOM_UTF8):
        return _broken(path, 1, "begins with a byte order mark; save it as UTF-8 without one")
    if marker := _MARKER.search(content):
        return _broken(path, _line(content, marker.start()), "holds a merge conflict; resolve it")
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        return _broken(path, _line(content, error.start), "is not UTF-8; save it as UTF-8")
    try:
        return _ledger(text, path)
    except ValueError as error:  # also what is wrong TOML
        return _not_toml(path, text, str(error))


@lru_cache(maxsize=8)
def _read(path: Path, _mtime_ns: int, _size: int) -> Ledger:
    try:
        return parse(content.of(path), path)
    except OSError as error:
        return _unreadable(path, error)


def _unreadable(path: Path, error: OSError) -> Ledger:
    return _broken(path, 1, f"cannot be read: {error.strerror}; put it right, or remove it")


def _line(content: bytes, at: int) -> int:
    return content.count(b"\n", 0, at) + 1


def _broken(path: Path, line: int, message: str) -> Ledger:
    return Ledger(path, errors=(Problem(line, message),))


def _too_large(path: Path, size: int) -> Ledger:
    return _broken(path, 1, f"is {size:,} bytes long, at most {LARGEST:,} are read; prune it")


def _not_toml(path: Path, text: str, error: str) -> Ledger:
    at = _AT.search(error)
    line = int(at[1]) if at and at[1] else text.rstrip().count("\n") + 1 if at else 1
    return _broken(path, line, f"is not TOML: {_AT.sub('', error)}; correct this line")


def _ledger(text: str, path: Path) -> Ledger:
    raw = content.toml(text)
    layout = split(text)
    if errors := list(islice(_shape(raw, layout), MOST)):
        return Ledger(path, errors=tuple(errors))
    values, wrong = checked(Policy, raw.get("policy", {}), partial(layout.line_of, "policy"))
    policy = Policy(**values)
    asked = (name for name in policy.require if name not in keys(Decision))
    line = layout.line_of("policy", "require")
    wrong += (Problem(line, unknown(name, keys(Decision))) for name in islice(asked, MOST))
    pools: list[PoolSize] = []
    for name, table in raw.get("pools", {}).items():
        values, more = checked(PoolSize, table, partial(layout.line_of, f"pools.{name}"))
        pools.append(PoolSize(**values, name=name))
        wrong += more
        if len(wrong) >= MOST:
            break
    records = zip(raw.get(TABLE, ()), (block for block in layout.blocks if block.decision), strict=True)
    decisions = (decided(record, block.line_of, policy, path.name) for record, block in records)
    errors = [Problem(problem.line, problem.message) for problem in wrong]
    return Ledger(path, policy, tuple(pools), twins_told(decisions), tuple(errors))


def _shape(raw: dict[str, Any], layout: Layout) -> Iterator[Problem]:
    """Give what is wrong with a ledger as a whole, apart from what its tables hold."""
    for name in raw:
        if name not in _TABLES:
            yield Problem(layout.line_of(name), unknown(name, _TABLES))
    if type(raw.get("version")) is not int or raw["version"] != VERSION:
        yield Problem(layout.line_of("", "version"), f"version must be {VERSION}; write version = {VERSION} first")
    pools = raw.get("pools", {})
    tables = {"policy": raw.get("policy", {}), "pools": pools}
    tables |= {f"pools.{name}": table for name, table in (pools.items() if isinstance(pools, dict) else ())}
    for name, table in tables.items():
        if not isinstance(table, dict):
            yield Problem(layout.line_of(name), f"{name} must be a table; write [{name}]")
    records = raw.get(TABLE, [])
    if not isinstance(records, list) or len(records) != sum(block.decision for block in layout.blocks):
        yield Problem(layout.line_of(TABLE), f"each decision must be a block of its own; write [[{TABLE}]] above")
