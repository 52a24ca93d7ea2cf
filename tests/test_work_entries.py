"""The catalogue's work entries: well-formed, without doubles, and about things that exist."""

from __future__ import annotations

import importlib
import re
import sys
import tomllib
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

CATALOG = Path(__file__).parents[1] / "flake8_async_offload" / "catalog"
FILES = sorted((CATALOG / "work").glob("*.toml"))
KINDS = {"cpu", "blocking-io", "wait", "forever", "trivial"}
DURATIONS = {"instant", "short", "seconds", "long", "unbounded", "variable"}
GIL = {"holds", "releases", "partly"}
REQUIRED = {"callables", "kind", "duration", "gil", "source"}
FLAGS = {"long", "lazy", "thread-unsafe"}
TEXTS = {"timeout-argument", "returns", "note"}
# "pypdf.PdfReader().pages[].extract_text", "str().*", "xmlrpc.client.ServerProxy().**"
NAME = re.compile(r"[\w*]+(\(\)|\[\])*(\.[\w*]+(\(\)|\[\])*)*")
# New in a later Python than the oldest the tests run on.
LATER = {
    "pathlib.Path().walk",
    "pathlib.Path().copy",
    "pathlib.Path().copy_into",
    "pathlib.Path().move",
    "pathlib.Path().move_into",
    "pathlib.Path().full_match",
    "pathlib.Path().with_segments",
    "zipfile.ZipFile().mkdir",
}


@lru_cache
def read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def entries() -> list[tuple[str, dict[str, Any]]]:
    return [(path.name, entry) for path in FILES for entry in read(path).get("work", [])]


def trivial(key: str) -> list[str]:
    return [name for path in FILES for name in read(path).get("trivial", {}).get(key, [])]


def names() -> list[str]:
    return [name for _, entry in entries() for name in entry["callables"]] + trivial("functions")


def pattern(name: str) -> re.Pattern[str]:
    """The names a callable with stars stands for, as a regular expression."""
    text = re.escape(name).replace(r"\*\*", ".*").replace(r"\*", r"\w+")
    return re.compile(text)


def in_stdlib(name: str) -> bool:
    first = re.split(r"[.(]", name)[0]
    return first in sys.stdlib_module_names or first in vars(importlib.import_module("builtins"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_entry_is_well_formed(path: Path) -> None:
    document = read(path)
    assert set(document) <= {"work", "trivial"}
    for entry in document["work"]:
        said = entry.get("callables")
        assert set(entry) >= REQUIRED, said
        assert set(entry) <= REQUIRED | FLAGS | TEXTS, said
        assert entry["kind"] in KINDS, said
        assert entry["duration"] in DURATIONS, said
        assert entry["gil"] in GIL, said
        assert all(entry[key] is True for key in FLAGS & set(entry)), f"{said}: a flag is true or left out"
        assert all(entry[key].strip() for key in (TEXTS | {"source"}) & set(entry)), said
        assert entry["kind"] != "forever" or entry["duration"] == "unbounded", said
        assert entry["kind"] != "trivial" or entry["duration"] == "instant", said
        assert not (entry.get("long") and entry["duration"] == "instant" and not entry.get("lazy")), said


def test_a_name_is_a_public_dotted_name() -> None:
    assert [name for name in names() if not NAME.fullmatch(name)] == []


def test_a_callable_is_listed_once() -> None:
    assert [name for name, count in Counter(names()).items() if count > 1] == []


def test_no_name_is_caught_by_another_ones_stars() -> None:
    stars = [(name, pattern(name)) for name in names() if "*" in name]
    assert [(star, name) for name in names() for star, regex in stars if star != name and regex.fullmatch(name)] == []


def test_trivial_methods_are_plain_names() -> None:
    methods = trivial("methods")
    assert methods
    assert all(name.isidentifier() for name in methods)
    assert len(methods) == len(set(methods))


def test_trivial_methods_leave_out_what_sdks_use_for_io() -> None:
    """`self._client.get(...)` on a client nobody knows may be a request."""
    io = {
        "get",
        "put",
        "set",
        "delete",
        "send",
        "insert",
        "update",
        "remove",
        "close",
        "read",
        "write",
        "join",
        "encode",
        "info",
    }
    assert io.isdisjoint(trivial("methods"))
    assert {"append", "items", "strip"} <= set(trivial("methods"))


def found(name: str) -> bool:
    """Whether a name of the standard library leads somewhere; what a call returns is followed through `returns`."""
    parts = name.replace("()", "").replace("[]", "").split(".")
    parts = parts[: next((number for number, part in enumerate(parts) if "*" in part), len(parts))]
    value: Any = importlib.import_module("builtins")
    if parts[0] in sys.stdlib_module_names:
        value = importlib.import_module(parts[0])
        parts = parts[1:]
    for part in parts:
        here = getattr(value, "__name__", "")
        if not hasattr(value, part) and f"{here}.{part}".split(".")[0] in sys.stdlib_module_names:
            try:
                importlib.import_module(f"{here}.{part}")
            except ImportError:
                return False
        value = getattr(value, part, None)
        if value is None:
            return False
    return True
