"""The catalogue files as one JSON text: in the wheel, or written to the user's cache; TOML takes many times as long.

Its first line is the index, all that a file without offloads needs; then comes a line for each part, parsed when
something asks for it: the SDKs' entries, the work entries, and what leads to both for each first name.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from flake8_async_offload import __version__
from flake8_async_offload.catalog import pattern
from flake8_async_offload.kept import UNREADABLE, keep, named, stamp, stamps

HERE = Path(__file__).parent
FOLDERS = ("sdks", "work")
SHIPPED = HERE / "compiled.json"  # in a wheel; a checkout has none
_FOUND_BY = ("twins", "near", "blocking")  # keys whose lines lead from a name to the file
_KEPT = ("example", "work", "trivial", "aliases", "returns")  # keys that do not stay in the entry


def built_in() -> list[Path]:
    """Return the catalogue's own files, in order."""
    return [path for folder in FOLDERS for path in sorted((HERE / folder).glob("*.toml"))]


class Compiled:
    """The tables of some files; the index is read at once, the rest in parts."""

    def __init__(self, own: Iterable[Path]) -> None:
        """Read the index, or compile anew the files of the project's `own`, which come first, and the built-in ones.

        Raises CatalogueError for a file that cannot be used.
        """
        self._own = list(own)
        self._lines: bytes | None = None
        if self._own or not self._is_at(SHIPPED, shipped_key()):
            key = self._key()
            if not self._is_at(_cached(key), key):
                self._compile(key)

    def part(self, name: str) -> Any:
        """Return a part: `entries`, `works`, `trivial`, or what stands below a first name, as `.time`; or else None."""
        if name not in self.index["at"]:
            return None
        if self._lines is None:
            self._read()
        start, end = self.index["at"][name]
        return json.loads((self._lines or b"")[start:end])

    def _is_at(self, place: Path | None, key: list[str]) -> bool:
        """Whether a file holds what a key stands for; then its index is known from now on."""
        self._place = place
        try:
            with open(place or os.devnull, "rb") as stream:  # noqa: PTH123
                self._first = stream.readline()
            self.index: dict[str, Any] = json.loads(self._first)
            return bool(self.index["key"] == key)
        except UNREADABLE:
            return False

    def _key(self) -> list[str]:
        """Return what tells these files, as they are now, from others."""
        built_in = (file for folder in FOLDERS for file in stamps(str(HERE / folder), ".toml"))
        return [__version__, *map(stamp, self._own), *built_in]

    def _read(self) -> None:
        """Read what the index leaves out; compile it anew where the file has changed since the index was read."""
        try:
            first, _, self._lines = Path(self._place or os.devnull).read_bytes().partition(b"\n")
            if first == self._first.rstrip() and len(self._lines) == self.index["size"]:
                return
        except UNREADABLE:
            pass
        self._compile(self._key())

    def _compile(self, key: list[str]) -> None:
        data = packed([*self._own, *built_in()], key)
        self._first, _, self._lines = data.partition(b"\n")
        self.index = json.loads(self._first)
        if place := _cached(key):
            keep(place, data)


def packed(files: Iterable[Path], key: list[str]) -> bytes:
    """Return the compiled form of files: the index with their key, and a line for each part.

    Raises CatalogueError for a file that cannot be used.
    """
    from flake8_async_offload.catalog.reading import read

    tables = [read(path) for path in files]
    parts = build(tables)
    index: dict[str, Any] = {"roots": _roots(parts), "blocking": _last_words(tables)}
    index |= {"lasting": _last_words(tables, lasting=True), "key": key, "at": {}}
    lines = b""
    for name, part in parts.items():
        line = json.dumps(part).encode()
        index["at"][name] = len(lines), len(lines) + len(line)
        lines += line + b"\n"
    index["size"] = len(lines)
    return json.dumps(index).encode() + b"\n" + lines


def shipped_key() -> list[str]:
    """Return what tells the built-in files from others wherever they are installed: their names and sizes."""
    found = ((entry.name, entry.stat().st_size) for folder in FOLDERS for entry in os.scandir(HERE / folder))
    return [__version__, *sorted(f"{name} {size}" for name, size in found if name.endswith(".toml"))]


def _cached(key: list[str]) -> Path | None:
    try:
        return named("catalogue", key)
    except RuntimeError:  # no home
        return None


def build(tables: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the parts of the files' tables: each line is found by the literal names it starts with."""
    parts: dict[str, Any] = {"entries": [], "works": [], "trivial": []}
    for table in tables:
        if "distribution" in table:
            _add_entry(parts, table)
        for key in ("aliases", "returns"):
            for line, target in table.get(key, {}).items():
                _enter(parts, key, line, target)
        for work in table.get("work", ()):
            _add_work(parts, work)
        trivial = table.get("trivial", {})
        parts["trivial"] += trivial.get("methods", ())
        _add_work(parts, {"callables": trivial.get("functions", ()), "kind": "trivial", "duration": "instant"})
    return parts


def _add_entry(parts: dict[str, Any], table: dict[str, Any]) -> None:
    number = len(parts["entries"])
    parts["entries"].append({key: value for key, value in table.items() if key not in _KEPT})
    starts = (start for key in _FOUND_BY for line in table.get(key, ()) for start in pattern.prefixes(line))
    for start in dict.fromkeys(starts):
        _below(parts, "starts", start).append(number)


def _add_work(parts: dict[str, Any], work: dict[str, Any]) -> None:
    number = len(parts["works"])
    parts["works"].append({key: value for key, value in work.items() if key != "callables"})
    for line in work["callables"]:
        _enter(parts, "callables", line, number)
        if "returns" in work:
            _enter(parts, "returns", line, work["returns"])


def _enter(parts: dict[str, Any], key: str, line: str, value: Any) -> None:
    """Enter a line under its literal starts; one without wildcards under each name, where it needs no line."""
    names = pattern.spelled_out(line)
    plain = "" if names and not (isinstance(value, str) and pattern.wildcards(value)) else line
    for start in names or pattern.prefixes(line):
        _below(parts, key, start).append([plain, value])


def _below(parts: dict[str, Any], key: str, start: str) -> list[Any]:
    """Return what is found by a key and a literal start, in the part of the start's first name."""
    part = parts.setdefault(f".{first_name(start)}", {"starts": {}, "callables": {}, "aliases": {}, "returns": {}})
    found: list[Any] = part[key].setdefault(start, [])
    return found


def _roots(parts: dict[str, Any]) -> list[str]:
    """Return the first names of everything that does work: modules, and builtins such as open."""
    worth = {number for number, work in enumerate(parts["works"]) if work["kind"] != "trivial"}
    found = {name.removeprefix("."): part for name, part in parts.items() if name.startswith(".")}
    return sorted(
        root
        for root, part in found.items()
        if part["starts"]
        or part["aliases"]
        or any(number in worth for lines in part["callables"].values() for _, number in lines)
    )


def _last_words(tables: list[dict[str, Any]], *, lasting: bool = False) -> dict[str, list[str]]:
    """Return what calls that matter in a coroutine end in, by the first name of what they are of: * for any name.

    Builtins are under an empty name. `lasting`: only those that may take long, and have no asynchronous form.
    """
    found: dict[str, set[str]] = {}
    for table in tables:
        graded = not {"long", "unbounded"}.isdisjoint(table.get("durations", {}).values())
        keys = () if lasting else ("twins", "near", *(("blocking",) if graded else ()))
        lines = [line for key in keys for line in table.get(key, ())]
        lines += [line for work in table.get("work", ()) if work.get("long") for line in work["callables"]]
        for line in lines:
            for root in _roots_of(line):
                found.setdefault(root, set()).update(_last_names(line))
        for line in table.get("aliases", ()):  # a wildcard keeps the name
            for root in _roots_of(line):
                found.setdefault(root, set()).update(name for name in _last_names(line) if name != "*")
    for table in tables * 2:  # what one package gives may be of another, and that of a third
        gives = [*table.get("aliases", {}).items(), *table.get("returns", {}).items()]
        gives += [
            (line, work["returns"]) for work in table.get("work", ()) if "returns" in work for line in work["callables"]
        ]
        for line, target in gives:
            for root in _roots_of(line):
                found.setdefault(root, set()).update(*(found.get(of, ()) for of in _roots_of(target)))
    return {root: sorted(words) for root, words in found.items()}


def _roots_of(line: str) -> set[str]:
    return {first_name(start) if "." in line else "" for start in pattern.prefixes(line)}


def _last_names(line: str) -> tuple[str, ...]:
    """Return the names that what a line stands for ends in, * for any."""
    last = line.rpartition(".")[2]
    return (pattern.spelled_out(last) if last.count("{") == last.count("}") else ()) or ("*",)


def first_name(name: str) -> str:
    """Return what a dotted name begins with: `open` for `open().read`."""
    return name.partition(".")[0].partition("(")[0]
