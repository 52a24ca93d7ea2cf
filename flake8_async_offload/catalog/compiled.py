"""The catalogue files as one JSON text: written to the user's cache, read back in a fraction of the time TOML takes.

Its first line is the index, all that a file without offloads needs; then comes a line for each part, parsed when
something asks for it.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import zlib
from pathlib import Path
from typing import Any

from flake8_async_offload import __version__
from flake8_async_offload.catalog import pattern

HERE = Path(__file__).parent
# First names of everything that does work; what calls that block end in; and those of them that last long.
TOP = ("roots", "blocking", "lasting")
PARTS = ("found", "entries", "works")  # where to look for a name, the SDKs' files, the work entries
_FOUND_BY = ("twins", "near", "blocking")  # keys whose lines lead from a name to the file
_KEPT_FILES = 8  # of projects with catalogue files of their own, and of releases of this tool
UNREADABLE = (OSError, RuntimeError, ValueError, KeyError, TypeError)  # no home, no file, or not our text
_KEPT = ("example", "work", "trivial", "aliases", "returns")  # keys that do not stay in the entry


def built_in() -> list[Path]:
    """Return the catalogue's own files, in order."""
    return [path for folder in ("sdks", "work") for path in sorted((HERE / folder).glob("*.toml"))]


def index(files: list[Path]) -> tuple[dict[str, Any], list[str] | None]:
    """Return the index of these files and, where the cache did not have it, the texts of the parts as well."""
    key = [__version__, *TOP, *PARTS, *(stamp(path) for path in files)]
    try:
        with _cached(key).open(encoding="utf-8") as stream:
            found: dict[str, Any] = json.loads(stream.readline())
        if found["key"] == key:
            return found, None
    except UNREADABLE:
        pass
    top, texts = _from_toml(files)
    top["key"] = key
    _write(key, "".join(f"{text}\n" for text in (json.dumps(top), *texts)))
    return top, texts


def parts(top: dict[str, Any], files: list[Path]) -> list[str]:
    """Return what the index leaves out, the JSON text of each of `PARTS`."""
    try:
        with _cached(top["key"]).open(encoding="utf-8") as stream:
            first, *texts = stream.read().splitlines()
        if json.loads(first)["key"] == top["key"] and len(texts) == len(PARTS):
            return texts
    except UNREADABLE:
        pass
    return _from_toml(files)[1]


def _from_toml(files: list[Path]) -> tuple[dict[str, Any], list[str]]:
    from flake8_async_offload.catalog.reading import read

    tables = [read(path) for path in files]
    body = build(tables)
    top = {"roots": _roots(body), "blocking": _last_words(tables), "lasting": _last_words(tables, lasting=True)}
    return top, [json.dumps(body[part]) for part in PARTS]


def build(tables: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the parts of the files' tables: each line is found by the literal names it starts with."""
    body: dict[str, Any] = {"found": {}, "entries": [], "works": []}
    for key in ("starts", "callables", "aliases", "returns"):
        body["found"][key] = {}
    body["found"]["trivial"] = []
    for table in tables:
        if "distribution" in table:
            _add_entry(body, table)
        for key in ("aliases", "returns"):
            for line, target in table.get(key, {}).items():
                _enter(body["found"][key], line, target)
        for work in table.get("work", ()):
            _add_work(body, work)
        trivial = table.get("trivial", {})
        body["found"]["trivial"] += trivial.get("methods", ())
        _add_work(body, {"callables": trivial.get("functions", ()), "kind": "trivial", "duration": "instant"})
    return body


def _add_entry(body: dict[str, Any], table: dict[str, Any]) -> None:
    number = len(body["entries"])
    body["entries"].append({key: value for key, value in table.items() if key not in _KEPT})
    starts = (start for key in _FOUND_BY for line in table.get(key, ()) for start in pattern.prefixes(line))
    for start in dict.fromkeys(starts):
        body["found"]["starts"].setdefault(start, []).append(number)


def _add_work(body: dict[str, Any], work: dict[str, Any]) -> None:
    number = len(body["works"])
    body["works"].append({key: value for key, value in work.items() if key != "callables"})
    for line in work["callables"]:
        _enter(body["found"]["callables"], line, number)
        if "returns" in work:
            _enter(body["found"]["returns"], line, work["returns"])


def _roots(body: dict[str, Any]) -> list[str]:
    """Return the first names of everything that does work: modules, and builtins such as open."""
    worth = {number for number, work in enumerate(body["works"]) if work["kind"] != "trivial"}
    found = body["found"]
    names = {start for start, lines in found["callables"].items() if any(number in worth for _, number in lines)}
    return sorted({_first_name(name) for name in (*names, *found["starts"], *found["aliases"])})


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
    return {_first_name(start) if "." in line else "" for start in pattern.prefixes(line)}


def _last_names(line: str) -> tuple[str, ...]:
    """Return the names that what a line stands for ends in, * for any."""
    last = line.rpartition(".")[2]
    return (pattern.spelled_out(last) if last.count("{") == last.count("}") else ()) or ("*",)


def _first_name(name: str) -> str:
    return name.split(".")[0].removesuffix("()")


def _enter(table: dict[str, list[list[Any]]], line: str, value: Any) -> None:
    """Enter a line under its literal starts; one without wildcards under each name, where it needs no line."""
    names = pattern.spelled_out(line)
    plain = "" if names and not (isinstance(value, str) and pattern.wildcards(value)) else line
    for start in names or pattern.prefixes(line):
        table.setdefault(start, []).append([plain, value])


def _age(path: Path) -> float:
    return -path.stat().st_mtime


def stamp(path: Path) -> str:
    """Return what tells one version of a file from another."""
    status = path.stat()
    return f"{path} {status.st_mtime_ns} {status.st_size}"


def _cached(key: list[str]) -> Path:
    return folder() / f"catalogue-{zlib.crc32(repr(key).encode()):08x}.json"


def folder() -> Path:
    """Return the user's cache folder; raise RuntimeError where there is no home."""
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "flake8-async-offload"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "flake8-async-offload"
    return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "flake8-async-offload"


def keep(path: Path, data: bytes, most: int | None = _KEPT_FILES) -> None:
    """Write a cache file, atomically; where it cannot be written the next run does without.

    Of its kind, which its name starts with, the newest are kept, `most` of them, or all.
    """
    try:
        # Another process may write the same file: a name of one's own, then an atomic replacement.
        draft = path.with_suffix(f".{os.getpid()}")
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(data)
        draft.replace(path)
        if most is None:
            return
        kind = path.name.partition("-")[0]
        for old in sorted(path.parent.glob(f"{kind}-*{path.suffix}"), key=_age)[most:]:
            old.unlink(missing_ok=True)
    except OSError:
        pass


def _write(key: list[str], text: str) -> None:
    with contextlib.suppress(RuntimeError):  # no home
        keep(_cached(key), text.encode())
