"""The names an asynchronous form usually has: what to look for where the catalogue names none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flake8_async_offload.catalog_verify.kinds import Kind, kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_async_offload.catalog_verify.values import Reader

_MODULES = ("aio", "asyncio", "async_api", "asynchronous")
_RENAMED = {"sync": "asyncio", "sync_api": "async_api", "client": "async_client"}


def found(reader: Reader, name: str) -> tuple[str, Kind] | None:
    """Return the first usual name that exists in the package and is asynchronous, with its kind."""
    for candidate in candidates(reader, name):
        each = kind(reader, candidate)
        if each is not None and each.shape:
            return candidate, each
    return None


def candidates(reader: Reader, name: str) -> Iterator[str]:
    """Yield usual asynchronous names for a synchronous one, the likeliest first."""
    owner, _, last = name.rpartition(".")
    for other in _owners(reader, owner):
        if reader.resolve(other):
            yield f"{other}.{last}"
            yield f"{other}.a{last}"
    yield f"{name}.aio"
    for form in (f"{last}_async", f"async_{last}", f"a{last}"):
        yield f"{owner}.{form}"


def _owners(reader: Reader, owner: str) -> Iterator[str]:
    """Yield the owner with another class, another module, or an attribute put in."""
    parts = owner.split(".")
    for at, part in enumerate(parts):
        before, after = parts[:at], parts[at + 1 :]
        if (part.endswith("()") and part[0].islower()) or re.match(r"_?[A-Z]", part):
            yield from (".".join([*before, other, *after]) for other in _classes(part))
            for other in _classes(part.removesuffix("()")):
                for each in reader.library.named(parts[0], other) if before else ():
                    yield ".".join([each.path + part[len(part.removesuffix("()")) :], *after])
        if at and part in _RENAMED:
            yield ".".join([*before, _RENAMED[part], *after])
        if not part.endswith("()") and not part[0].isupper():
            yield from (".".join([*before, part, module, *after]) for module in _MODULES)


def _classes(name: str) -> Iterator[str]:
    if name[0].islower():
        yield f"async_{name}"
        return
    for affix in ("Async", "AIO", "Aio", "Asyncio"):
        yield affix + name
    for word in ("Client", "Api", "Connection"):
        if word in name:
            yield f"Async{word}".join(name.rsplit(word, 1))
    if "Sync" in name:
        yield name.replace("Sync", "Async")
    plain = name.removesuffix("()")
    yield name.replace(plain, f"{plain}Async")
    yield name.replace(plain, f"{plain}Asyncio")
