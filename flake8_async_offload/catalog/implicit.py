"""What frameworks put into a thread by themselves: implicit.toml as values."""

from collections.abc import Iterable
from enum import IntEnum
from functools import cache, lru_cache
from typing import Any, NamedTuple

from flake8_async_offload.catalog.builtin import table
from flake8_async_offload.catalog.pattern import match

Position = tuple[int, str]


class Entry(NamedTuple):
    """One way in which work reaches a thread unseen; the keys of implicit.toml."""

    call: str
    kind: str
    place: str
    decorators: tuple[str, ...] = ()
    bases: frozenset[str] = frozenset()
    methods: frozenset[str] = frozenset()
    hands: tuple[tuple[str, Position], ...] = ()
    iterates: tuple[tuple[str, Position], ...] = ()
    calls: tuple[str, ...] = ()
    duration: str = ""
    host: Position | None = None
    needs: str | None = None
    unless: str | None = None
    reported: bool = False
    note: str = ""

    def decorates(self, name: str) -> bool:
        """Whether a decorator of this name puts a synchronous function into a thread."""
        return any(match(pattern, name) is not None for pattern in self.decorators)

    def handed(self, name: str) -> Position | None:
        """Return where a callable of this name takes the function it runs in a thread."""
        return next((position for pattern, position in self.hands if match(pattern, name) is not None), None)

    def iterated(self, name: str) -> Position | None:
        """Return where a callable of this name takes the iterator it goes through in threads."""
        return next((position for pattern, position in self.iterates if match(pattern, name) is not None), None)

    def called(self, name: str) -> bool:
        """Whether a callable of this name uses a thread itself."""
        return any(match(pattern, name) is not None for pattern in self.calls)


@cache
def entries(everything: bool) -> tuple[Entry, ...]:
    """Return all entries, or only those that rules judge."""
    found = (_entry(raw) for raw in table("implicit")["implicit"])
    return tuple(entry for entry in found if everything or entry.reported)


@lru_cache(maxsize=50_000)
def taking(name: str, everything: bool) -> tuple[Entry, ...]:
    """Return the entries that a call of this name belongs to: for most names, none."""
    found = entries(everything)
    return tuple(entry for entry in found if entry.handed(name) or entry.iterated(name) or entry.called(name))


class Asks(IntEnum):
    """What the function of a route has parameters for."""

    FOR_NOTHING = 0  # or for what every request brings
    FOR_DEPENDENCIES = 1
    FOR_MORE = 2


def is_probe_path(route: str, *, asks: Asks, names: Iterable[str], whole: bool = True) -> bool:
    """Whether a route, `GET /healthz`, is one that an orchestrator asks to see whether the process lives.

    `names`: what its decorators and the defaults of its parameters mention. `whole`: whether nothing else may stand
    before its path.
    """
    verb, _, path = route.partition(" ")
    *above, last = path.strip("/").lower().split("/")
    words = _probes()
    guarded = any(guard in name.lower() for name in names for guard in words["guards"])
    if verb not in words["verbs"] or "{" in path or guarded:
        return False
    if last in words["anywhere"]:
        return True
    fitting = (asks < Asks.FOR_MORE and last in words["top"]) or (
        whole and asks is Asks.FOR_NOTHING and last in words["bare"]
    )
    return fitting and set(above) <= set(words["above"])


def is_given(name: str, annotation: str) -> bool:
    """Whether a parameter is of what every request brings, by its name or its annotation's last name."""
    return not {name.lower(), annotation.lower()}.isdisjoint(_probes()["given"])


def is_dependency(names: Iterable[str]) -> bool:
    """Whether one of the calls in a parameter's default or annotation asks for a dependency."""
    return not set(names).isdisjoint(_probes()["dependencies"])


def is_mounted(router: str) -> bool:
    """Whether a router of this name stands below a path that may be given elsewhere."""
    return router in _probes()["mounted"]


@cache
def _probes() -> dict[str, list[str]]:
    words: dict[str, list[str]] = table("implicit")["probes"]
    return words


@cache
def last_names(everything: bool) -> frozenset[str]:
    """Return the names that calls of the entries end in; the empty one where any may be meant."""
    given = (pattern for entry in entries(everything) for pattern, _ in (*entry.hands, *entry.iterates))
    patterns = (*given, *(pattern for entry in entries(everything) for pattern in entry.calls))
    return frozenset(word for pattern in patterns for word in _words(pattern.rpartition(".")[2]))


def _words(last: str) -> list[str]:
    return ["" if "*" in word else word for word in last.strip("{}").split(",")]


def _entry(raw: dict[str, Any]) -> Entry:
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in raw.items()}
    for key in ("hands", "iterates"):
        values[key] = tuple((pattern, tuple(position)) for pattern, position in raw.get(key, {}).items())
    for key in ("bases", "methods"):
        values[key] = frozenset(raw.get(key, ()))
    if "host" in raw:
        values["host"] = (raw["host"][0], raw["host"][1])
    return Entry(**values)
