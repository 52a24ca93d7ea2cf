"""The `[shapes]` table of a catalogue file, from the shapes that the forms have in the real package."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flake8_async_offload.catalog import pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

_WIDTH = 120


def table(right: dict[str, str]) -> dict[str, list[str]]:
    """Return shape -> patterns that give every name its shape, `await` left out."""
    found = {}
    for shape in sorted(set(right.values()) - {"await"}):
        names = [name for name in right if right[name] == shape]
        others = [name for name in right if right[name] != shape]
        found[shape] = patterns(names, others)
    return found


def patterns(names: list[str], others: list[str], *, globs: bool = True) -> list[str]:
    """Return short patterns that match all the names and none of the others; `globs`: also names not seen yet."""
    found: list[str] = []
    left = list(names)
    for depth in (1, 2, 3):
        ends = dict.fromkeys(".".join(name.split(".")[-depth:]) for name in left)
        safe = [end for end in ends if not _any(f"**.{end}", others)]
        found += _joined(safe, depth, others, globs=globs)
        left = [name for name in left if not any(_any(line, [name]) for line in found)]
    return found + left


def _joined(ends: list[str], depth: int, others: list[str], *, globs: bool) -> list[str]:
    """Return the ends as patterns: a common first word as a glob, the rest as words in braces."""
    if depth > 1:
        return _by_owner(ends)
    groups: dict[str, list[str]] = {}
    for end in ends:
        groups.setdefault(end.split("_")[0], []).append(end)
    starts = [word for word, group in groups.items() if len(group) > 2 and not _any(f"**.{word}_*", others)]
    starts = starts if globs else []
    words = [end for end in ends if end.split("_")[0] not in starts or end in starts]
    words += [f"{word}_*" for word in starts]
    return [f"**.{_one_of(sorted(words))}"] if words else []


def _by_owner(ends: list[str]) -> list[str]:
    """Return `**.{a,b}.{get,list}` for the ends a.get, a.list, b.get and b.list."""
    lasts: dict[str, list[str]] = {}
    for end in ends:
        owner, _, last = end.rpartition(".")
        lasts.setdefault(owner, []).append(last)
    owners: dict[tuple[str, ...], list[str]] = {}
    for owner, names in lasts.items():
        owners.setdefault(tuple(sorted(names)), []).append(owner)
    return [f"**.{_one_of(sorted(group))}.{_one_of(names)}" for names, group in owners.items()]


def _one_of(words: Sequence[str]) -> str:
    return f"{{{','.join(words)}}}" if len(words) > 1 else words[0]


def _any(line: str, names: list[str]) -> bool:
    return any(pattern.match(line, name) is not None for name in names)


def written(text: str, shapes: dict[str, list[str]]) -> str:
    """Return the file's text with this `[shapes]` table in the place of its own."""
    section = "".join(listed(f'"{shape}"', lines) for shape, lines in shapes.items())
    section = f"[shapes]\n{section}\n" if section else ""
    old = re.search(r"(?ms)^\[shapes\]\n.*?(?=^\[|\Z)", text)
    if old:
        return text[: old.start()] + section + text[old.end() :]
    place = re.search(r"(?m)^\[(backings|durations)\]|^\[\[", text)
    at = place.start() if place else len(text)
    return text[:at] + section + text[at:]


def listed(key: str, lines: list[str]) -> str:
    """Return a key with a list of patterns, on one line where they fit."""
    line = f"{key} = [{', '.join(map(_quoted, lines))}]\n"
    if len(line) <= _WIDTH:
        return line
    return f"{key} = [\n" + "".join(f"    {_quoted(each)},\n" for each in lines) + "]\n"


def _quoted(text: str) -> str:
    return f'"{text}"'
