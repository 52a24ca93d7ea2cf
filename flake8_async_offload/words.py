"""The cheap look at a file's text, before anything else of the tool is imported for it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

_IMPORT = re.compile(r"^[ \t]*(?:from[ \t]+(\w+)|import[ \t]+([\w., \t]+))", re.MULTILINE)


def offloader_words() -> tuple[str, ...]:
    """Return the names that calls of offloaders end in."""
    return _words()["offloaders"]


def implicit_words(everything: bool) -> tuple[str, ...]:
    """Return the packages that put work into threads unseen: all of them, or those that rules judge."""
    return _words()["implicit" if everything else "reported"]


@cache
def _words() -> dict[str, tuple[str, ...]]:
    from flake8_async_offload.catalog.builtin import versions
    from flake8_async_offload.kept import made

    return {kind: tuple(words) for kind, words in made("words", versions(), _of_tables).items()}


def _of_tables() -> dict[str, list[str]]:
    from flake8_async_offload.catalog.builtin import table

    entries = table("offloaders")["offloader"]
    names = {name for entry in entries for name in (entry["name"], *entry.get("aliases", ()))}
    packages = table("implicit")["implicit"]
    return {
        "offloaders": sorted({name.rpartition(".")[2] for name in names}),
        "implicit": _packages(packages),
        "reported": _packages([entry for entry in packages if entry.get("reported")]),
    }


def _packages(entries: list[dict[str, Any]]) -> list[str]:
    from flake8_async_offload.catalog.pattern import prefixes

    keys = ("decorators", "bases", "hands", "iterates", "calls")
    patterns = (pattern for entry in entries for key in keys for pattern in entry.get(key, ()))
    return sorted({start.partition(".")[0] for pattern in patterns for start in prefixes(pattern)})


def imported(texts: Iterable[str]) -> frozenset[str]:
    """Return the first names of the modules that texts import, and of some more that only look like it."""
    found = {groups for text in texts for groups in _IMPORT.findall(text)}
    return frozenset(part.split(".")[0].strip() for start, several in found for part in (start, *several.split(",")))


def may_offload(text: str, *, everything: bool = False) -> bool:
    """Whether a text may hold a site: it names an offloader, or has coroutines, which may call a wrapper.

    `everything`: also what only the audit lists.
    """
    words = (*offloader_words(), *implicit_words(everything))
    return "async def" in text or any(word in text for word in words)
