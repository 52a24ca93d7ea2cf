"""Reads and checks catalogue files: TOML in, plain tables out, every fault with its file and line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from flake8_async_offload import content
from flake8_async_offload.catalog import pattern
from flake8_async_offload.catalog.error import CatalogueError
from flake8_async_offload.catalog.schema import FILE, LINE, TABLES, Key

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Lines by which a file is found from a name: they start with a literal name. The others only refine a file's lines.
_ROOTED = frozenset({"aliases", "returns", "twins", "near", "blocking", "callables", "functions"})


def read(path: Path) -> dict[str, Any]:
    """Return the file's table; raise CatalogueError where it breaks the schema."""
    import tomllib

    try:
        text = content.of(path).decode()
        table = content.toml(text)
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{path}:1: cannot be read: {error}") from error
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        raise CatalogueError(f"{path}:{line[1] if line else 1}: {error}") from error
    found = [f"{path}:{_line(text, key)}: {message}" for key, message in faults(table)]
    if found:
        raise CatalogueError("\n".join(found))
    return table


def faults(table: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a file's table: the text in the file that is at fault, and the message."""
    yield from _faults(table, FILE, "")
    needs = [key for key in table if key not in ("work", "trivial", "distribution")]
    if needs and "distribution" not in table:
        yield needs[0], "distribution is missing"


def _faults(table: dict[str, Any], keys: dict[str, Key], where: str) -> Iterator[tuple[str, str]]:
    """Yield (text to look for in the file, message) for each fault of a table."""
    for name, value in table.items():
        if name not in keys:
            yield name, f"unknown key {name!r}{where}{_did_you_mean(name, keys)}"
        else:
            yield from _value_faults(name, keys[name], value)
    for name, key in keys.items():
        if key.required and name not in table:
            yield next(iter(table), ""), f"{name} is missing{where}"


def _value_faults(name: str, key: Key, value: object) -> Iterator[tuple[str, str]]:
    match key.form, value:
        case ("text", str()) | ("flag", bool()):
            yield from _word_faults(name, key, value, name)
        case "table", dict():
            yield from _faults(value, TABLES[name], f" in [{name}]")
        case (("patterns" | "names"), list()):
            yield from _pattern_faults(name, value)
        case (("targets" | "says" | "graded" | "lines"), dict()):
            yield from _pattern_faults(name, list(value))
            for source, target in value.items():
                yield from _target_faults(source, key, target, name == "aliases")
        case "grouped", dict():
            for word, patterns in value.items():
                yield from _word_faults(word, key, word, name)
                yield from _value_faults(name, Key("patterns", ""), patterns)
        case "tables", list():
            for table in value:
                if isinstance(table, dict):
                    yield from _faults(table, TABLES[name], f" in [[{name}]]")
                else:
                    yield name, f"{name}: {table!r} is not a table"
        case _:
            yield name, f"{name}: not {_FORMS[key.form]}"


_FORMS = {
    "text": "a text",
    "flag": "true or false",
    "patterns": "a list of names",
    "names": "a list of names",
    "table": "a table",
    "grouped": "a table of lists",
    "tables": "an array of tables",
    "targets": "a table of names",
    "says": "a table of texts",
    "graded": "a table of words",
    "lines": "a table of names",
}


def _word_faults(shown: str, key: Key, value: object, name: str) -> Iterator[tuple[str, str]]:
    if key.words and value not in key.words:
        yield shown, f"{name}: {value!r} is none of {', '.join(key.words)}{_did_you_mean(str(value), key.words)}"


def _pattern_faults(name: str, patterns: list[object]) -> Iterator[tuple[str, str]]:
    for text in patterns:
        if not isinstance(text, str):
            yield name, f"{name}: {text!r} is not a name"
        elif fault := pattern.fault(text):
            yield text, f"{name}: {text!r}: {fault}"
        elif name in _ROOTED and not pattern.prefixes(text)[0]:
            yield text, f"{name}: {text!r} starts with a wildcard: begin with the import name"


def _target_faults(source: str, key: Key, target: object, from_the_end: bool) -> Iterator[tuple[str, str]]:
    if key.form == "lines" and isinstance(target, dict):
        yield from _faults(target, LINE, f" in the line {source!r}")
        target = target.get("to", "")
    if not isinstance(target, str):
        yield source, f"{source!r}: {target!r} is not a text"
    elif key.form == "graded":
        yield from _word_faults(source, key, target, source)
    elif key.form in ("lines", "targets") and target:
        wild, given = pattern.wildcards(target), pattern.wildcards(source)
        if wild != (given[len(given) - len(wild) :] if from_the_end else given[: len(wild)]):
            yield source, f"{source!r}: {target!r} has other wildcards, or in another order"


def _did_you_mean(name: str, known: object) -> str:
    import difflib

    close = difflib.get_close_matches(name, list(known), 1)  # type: ignore[call-overload]
    return f", did you mean {close[0]!r}?" if close else ""


def _line(text: str, key: str) -> int:
    """Return the line, from 1, where the key or pattern stands first in the file."""
    found = re.search(rf"""(?<![\w-]){re.escape(key)}(?=["']?\s*(?:=|\])|["'])""", text)
    return text.count("\n", 0, found.start()) + 1 if found else 1
