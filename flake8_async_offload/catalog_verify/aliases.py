"""The `[aliases]` of a catalogue file: the other paths under which a package holds the classes its lines name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import griffe

from flake8_async_offload.catalog import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from flake8_async_offload.catalog_verify.library import Found
    from flake8_async_offload.catalog_verify.values import Reader

_WORDS = 30  # classes, from which on a line of them is too long to read
_MANY = 3  # private modules of one place, from which on a line with a wildcard stands for them


def table(reader: Reader, names: Iterable[str], answered: Callable[[str], bool]) -> dict[str, str]:
    """Return other path -> public name, for the classes that these dotted names begin with.

    `answered` tells of a name with the path where a class is defined whether the catalogue knows it already.
    """
    places: dict[tuple[str, str], set[str]] = {}
    methods = {public: rest for public, _, rest in sorted(name.partition("()") for name in names if "()" in name)}
    for public, rest in methods.items():
        classes = [value for value in reader.resolve(public) if isinstance(value.found, griffe.Class)]
        if all(answered(f"{value.path}(){rest}") for value in classes):
            continue
        module, _, last = public.rpartition(".")
        package = _only_here(reader, public)
        for other in [f"{package}.**"] if package else _others(reader, public):
            places.setdefault((other, module), set()).add(last)
    many = {key: words for key, words in places.items() if key[0].endswith("**") and len(words) > _WORDS}
    for (package, module), words in many.items():
        del places[package, module]
        for last in words:
            for other in _others(reader, f"{module}.{last}"):
                places.setdefault((other, module), set()).add(last)
    lines = {_source(other, words): _target(module, words) for (other, module), words in places.items()}
    return _shortened(lines)


def _only_here(reader: Reader, public: str) -> str | None:
    """Return the package or module whose only class of this name it is: any path below it to the name means it."""
    module, _, last = public.rpartition(".")
    for value in reader.resolve(public):
        defined, _, own = value.path.rpartition(".")
        shared = _shared(module.split("."), defined.split("."))
        below = ".".join(defined.split(".")[: shared.count(".") + 2])  # azure.identity._credentials, beside its aio
        for place in (shared, below) if own == last and defined != module else ():
            if _is_package(reader.library.lookup(place)) and len(reader.library.named(place, last)) == 1:
                return place
    return None


def _shared(one: list[str], other: list[str]) -> str:
    pairs = enumerate(zip(one, other, strict=False))
    end = next((at for at, (left, right) in pairs if left != right), min(len(one), len(other)))
    return ".".join(one[:end])


def _is_package(found: Found | None) -> bool:
    """Whether it is one package's own, and no namespace that others add to: google.cloud."""
    return isinstance(found, griffe.Module) and not isinstance(found.filepath, list)


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
