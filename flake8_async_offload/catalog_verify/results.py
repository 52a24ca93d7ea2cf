"""What a call gives on both sides, as a package annotates it; the keys `plain` and `differs`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import griffe

from flake8_async_offload.catalog_verify.annotations import Code, Value, annotated
from flake8_async_offload.catalog_verify.kinds import awaited
from flake8_async_offload.catalog_verify.shapes import listed, patterns

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flake8_async_offload.catalog_verify.values import Reader

_PLAIN = frozenset({"bytes", "dict", "frozenset", "list", "set", "str", "tuple"})
_TYPING = re.compile(r"(?:typing|typing_extensions)\.(?=(?:Dict|FrozenSet|List|Set|Tuple)$)")
_DEPTH = 6


def result(reader: Reader, name: str, twin: str) -> str | None:
    """Return `plain` where a call and its form give plain values of one type, `differs` where they give nothing alike.

    An empty text stands for all between, None for a package that does not say what they give.
    """
    given, other = _given(reader, name), _given(reader, twin)
    if not given or not other:
        return None
    if given == other and all(told.partition("[")[0] in _PLAIN for told in given):
        return "plain"
    return "" if given & other else "differs"


def _given(reader: Reader, name: str) -> frozenset[str]:
    """Return the types that a call, awaited where it has to be, may give, with their type arguments."""
    return frozenset(
        _told(reader, inner, value.found, value.owner, _DEPTH)
        for value in reader.resolve(name) if isinstance(value.found, griffe.Function)
        for result in reader.call(value)
        for inner in awaited(reader, result, value.found, value.owner) or [result]
    )  # fmt: skip


def _told(reader: Reader, value: Value, scope: griffe.Function, owner: griffe.Class | None, depth: int) -> str:
    path = value.path
    if _TYPING.match(path):
        path = path.rpartition(".")[2].lower()
    if depth == 0:
        return f"{path}[...]"
    parts = [_argument(reader, part, scope, owner, depth - 1) for part in value.arguments]
    return f"{path}[{', '.join(parts)}]" if parts else path


def _argument(reader: Reader, code: Code, scope: griffe.Function, owner: griffe.Class | None, depth: int) -> str:
    found = annotated(reader.library, code, scope, owner)
    return " | ".join(sorted({_told(reader, value, scope, owner, depth) for value in found})) or str(code)


def written(text: str, told: dict[str, list[str]], names: Iterable[str]) -> str:
    """Return the file's text with these keys in the place of its own, each for its names and none of the others."""
    for key, wanted in told.items():
        lines = patterns(wanted, [name for name in names if name not in wanted], globs=False)
        text = re.sub(rf"(?ms)^{key} = \[.*?\]\n", "", text)
        place = re.search(r"(?m)^\n*\[", text)
        at = place.start() if place else len(text)
        text = text[:at] + listed(key, lines) + text[at:] if lines else text
    return text
