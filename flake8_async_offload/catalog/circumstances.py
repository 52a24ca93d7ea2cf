"""What makes an offload call wrong where it stands: circumstances.toml as sets of names."""

from __future__ import annotations

from functools import cache
from typing import Any

from flake8_async_offload.catalog.builtin import table
from flake8_async_offload.catalog.pattern import spelled_out


@cache
def named(place: str) -> frozenset[str]:
    """Return the names in one list of the file, `limits.scope` for the key scope of the table [limits]."""
    part, key = place.split(".")
    return frozenset(name for line in _raw()[part][key] for name in spelled_out(line))


@cache
def hazards() -> dict[str, str]:
    """Return the kind of hazard that each call of [hazards] is."""
    return {name: kind for kind in _raw()["hazards"] for name in named(f"hazards.{kind}")}


@cache
def hazard_words() -> frozenset[str]:
    """Return the last names of the calls of [hazards]."""
    return frozenset(name.rpartition(".")[2] for name in hazards())


@cache
def unlimited() -> dict[str, tuple[str, int]]:
    """Return the network calls that have no time limit of their own: the keyword that gives one, and its position."""
    found = {}
    for line, told in _raw()["threads"]["unlimited"].items():
        keyword, _, position = told.partition(" ")
        found.update(dict.fromkeys(spelled_out(line), (keyword, int(position or 99))))
    return found


@cache
def _raw() -> dict[str, Any]:
    return table("circumstances")
