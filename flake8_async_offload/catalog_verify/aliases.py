"""The `[aliases]` of a catalogue file: the other paths under which a package holds the classes its lines name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flake8_async_offload.catalog import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flake8_async_offload.catalog_verify.values import Reader

_MANY = 3  # private modules of one place, from which on a line with a wildcard stands for them


def table(reader: Reader, names: Iterable[str]) -> dict[str, str]:
    """Return other path -> public name, for the classes and functions that these dotted names begin with."""
    places: dict[tuple[str, str], set[str]] = {}
    for public in sorted({name.partition("()")[0] for name in names if "()" in name}):
        module, _, last = public.rpartition(".")
        for other in _others(reader, public):
            places.setdefault((other, module), set()).add(last)
    lines = {_source(other, words): _target(module, words) for (other, module), words in places.items()}
    return _shortened(lines)


def _others(reader: Reader, public: str) -> Iterator[str]:
    """Yield the modules, besides the public one, that hold the class under its own name."""
    module, _, last = public.rpartition(".")
    for value in reader.resolve(public):
        defined, _, own = value.path.rpartition(".")
        if own == last:
            for place in pattern.starts(defined):
                modules = [each.found for each in reader.resolve(place)] if place != module else []
                held = any(last in each.members for each in modules if each)
                if held and any(each.path == value.path for each in reader.resolve(f"{place}.{last}")):
                    yield place


def _source(module: str, words: set[str]) -> str:
    return f"{module}.{next(iter(words))}" if len(words) == 1 else f"{module}.{{{','.join(sorted(words))}}}"


def _target(module: str, words: set[str]) -> str:
    return f"{module}.{next(iter(words))}" if len(words) == 1 else f"{module}.*"


def _shortened(lines: dict[str, str]) -> dict[str, str]:
    """Return the lines with one in the place of many private modules: `stripe._*.*`, but never `redis.*.*`."""
    groups: dict[tuple[str, str], list[str]] = {}
    for source, target in lines.items():
        module = re.split(r"\.(?=[^.]*$|\{)", source)[0]
        place, _, last = module.rpartition(".")
        wild = f"{place}._*.*" if last.startswith("_") else source
        groups.setdefault((wild, f"{target.rpartition('.')[0]}.*"), []).append(source)
    found = {}
    for (wild, target), sources in groups.items():
        found.update({wild: target} if len(sources) >= _MANY else {source: lines[source] for source in sources})
    return found


def written(text: str, aliases: dict[str, str]) -> str:
    """Return the file's text with the lines added that its `[aliases]` table does not have."""
    new = "".join(f'"{source}" = "{target}"\n' for source, target in aliases.items() if f'"{source}" =' not in text)
    if not new:
        return text
    table = re.search(r"(?m)^\[aliases\]\n", text)
    if table:
        return text[: table.end()] + new + text[table.end() :]
    place = re.search(r"(?m)^\[(returns|twins|near|shapes|backings|durations)\]|^\[\[", text)
    at = place.start() if place else len(text)
    return f"{text[:at]}[aliases]\n{new}\n{text[at:]}"
