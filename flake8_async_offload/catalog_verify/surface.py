"""The synchronous callables that a package's public names lead to."""

from __future__ import annotations

import re
from collections import deque
from functools import partial
from typing import TYPE_CHECKING

import griffe

from flake8_async_offload.catalog import pattern
from flake8_async_offload.catalog.entry import looks_async
from flake8_async_offload.catalog_verify.annotations import Value
from flake8_async_offload.catalog_verify.kinds import is_async
from flake8_async_offload.catalog_verify.values import Reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_DEEPEST = 6  # attributes and factories on the way from a class to a method


def callables(reader: Reader, lines: list[str], factory: Callable[[str], bool]) -> dict[str, Value]:
    """Return the synchronous public callables by dotted name, from the modules that the lines name.

    `factory` tells of which callables the result belongs to the surface as well: `redis.Redis().json`.
    """
    # Of several names, the one that a line spells out counts, then the class's own: openai.OpenAI, not openai.Client.
    told = {name for line in lines for start in pattern.prefixes(line) for name in pattern.starts(start)}
    named = [
        (module, *each)
        for module, whole in _modules(reader, lines).items()
        for each in sorted(_public(reader, module, whole, told), key=_is_renamed)
    ]
    roots: dict[str, tuple[str, str, Value]] = {}
    for module, name, value in sorted(named, key=lambda each: each[1] not in told):
        if not looks_async(name):
            roots.setdefault(value.path, (module, name, value))
    found: dict[str, Value] = {}
    for module, name, value in roots.values():
        if isinstance(value.found, griffe.Class):
            found[name] = value
            found.update(_of_class(reader, name, value))
        given = {each.path for start in told if _is_result(start, name) for each in reader.resolve(start)}
        is_factory = partial(_is_factory, factory=factory, told=told)
        # A line for a class does not take it from the client's own: openai.resources.Files, OpenAI().files.
        passed = {
            path
            for path, (other, named_so, _) in roots.items()
            if (f"{named_so}()" in told if f"{name}()" in told else not other.startswith(f"{module}."))
        }
        found.update(_below(reader, name, value, is_factory, passed - {value.path} - given))
    return {name: value for name, value in found.items() if not looks_async(name) and not is_async(value)}


def _is_result(start: str, name: str) -> bool:
    """Whether a line begins with what something below the name gives: `e2b.Sandbox().commands.connect()`."""
    return start.endswith("()") and start.startswith(f"{name}()")


def _is_factory(name: str, factory: Callable[[str], bool], told: set[str]) -> bool:
    return factory(name) or f"{name}()" in told


def _modules(reader: Reader, lines: list[str]) -> dict[str, bool]:
    """Return the modules that the lines begin with, and whether a line takes in the modules below as well."""
    found: dict[str, bool] = {}
    for line in lines:
        for start in pattern.prefixes(line):
            names = [name for name in pattern.starts(start) if _is_module(reader, name)]
            if names:
                found[names[-1]] = found.get(names[-1], False) or line.startswith(f"{names[-1]}.**")
    return found


def _is_renamed(named: tuple[str, Value]) -> bool:
    name, value = named
    return value.path.rpartition(".")[2] != name.rpartition(".")[2]


def _is_module(reader: Reader, name: str) -> bool:
    return any(isinstance(value.found, griffe.Module) for value in reader.resolve(name))


def _public(reader: Reader, module: str, whole: bool, told: set[str]) -> Iterator[tuple[str, Value]]:
    """Yield the functions and classes that a module, or it and those below, makes public; shortest names first.

    The `told` ones are public even where `__all__` leaves them out: chromadb.HttpClient.
    """
    waiting = deque([module])
    while waiting:
        path = waiting.popleft()
        for value in reader.resolve(path):
            if not isinstance(value.found, griffe.Module):
                continue
            for name, member in value.found.members.items():
                if isinstance(member, griffe.Module):
                    waiting.extend([f"{path}.{name}"] if whole and not name.startswith("_") else [])
                elif f"{path}.{name}" in told or _exported(value.found, name, member):
                    yield from ((f"{path}.{name}", each) for each in reader.step(value, name))
            for name in lazy_names(value.found):
                yield from ((f"{path}.{name}", each) for each in reader.step(value, name))


def lazy_names(module: griffe.Module) -> list[str]:
    """Return the names in `__all__` that only the module's `__getattr__` knows."""
    if "__getattr__" not in module.members:
        return []
    return [str(name) for name in module.exports or () if str(name) not in module.members]


def _exported(module: griffe.Module, name: str, member: griffe.Object | griffe.Alias) -> bool:
    if name.startswith("_"):
        return False
    if module.exports is not None:
        return name in {str(each) for each in module.exports}
    own = module.path.split(".")[0]
    return not isinstance(member, griffe.Alias) or member.target_path.split(".")[0] == own


def _of_class(reader: Reader, name: str, value: Value) -> Iterator[tuple[str, Value]]:
    """Yield the methods that are called on the class itself."""
    for method in _members(reader, value):
        for each in reader.step(value, method):
            if _of_the_class(each):
                yield f"{name}.{method}", each


def _of_the_class(value: Value) -> bool:
    return isinstance(value.found, griffe.Function) and bool(value.found.labels & {"classmethod", "staticmethod"})


def _below(
    reader: Reader, name: str, value: Value, factory: Callable[[str], bool], passed: set[str]
) -> Iterator[tuple[str, Value]]:
    """Yield the callables of an instance, of its attributes, and of what its factories give.

    Each class is entered once, by the shortest way; the `passed` ones, which have names of their own, not at all.
    """
    waiting: deque[tuple[str, Value, int]] = deque()
    if isinstance(value.found, griffe.Class):
        waiting.append((name if value.instance else f"{name}()", value._replace(instance=True), 0))
    elif isinstance(value.found, griffe.Function):
        yield name, value
        waiting.extend((f"{name}()", each, 0) for each in reader.call(value) if factory(name))
    while waiting:
        owner, each, depth = waiting.popleft()
        if not isinstance(each.found, griffe.Class) or each.found.path in passed or depth > _DEEPEST:
            continue
        if looks_async(f"{each.found.path}()"):
            continue
        passed.add(each.found.path)
        for member in _members(reader, each):
            path = f"{owner}.{member}"
            for reached in reader.step(each, member):
                if not depth and not value.instance and _of_the_class(reached):
                    continue
                if _called(reader, reached):
                    yield path, reached
                    waiting.extend((f"{path}()", result, depth + 1) for result in reader.call(reached) if factory(path))
                if reached.instance:
                    waiting.append((path, reached, depth + 1))


def _members(reader: Reader, value: Value) -> list[str]:
    if not isinstance(value.found, griffe.Class):
        return []
    names = (name for base in reader.library.line(value.found) for name in base.members)
    return [name for name in dict.fromkeys(names) if re.match(r"[A-Za-z]", name)]


def _called(reader: Reader, value: Value) -> bool:
    """Whether the value is a function or method, or an object that is called like one."""
    if isinstance(value.found, griffe.Function):
        return True
    return (
        value.instance
        and isinstance(value.found, griffe.Class)
        and bool(reader.library.member(value.found, "__call__"))
    )
