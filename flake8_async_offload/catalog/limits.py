"""What ends a wait and what keeps a fan-out small: limits.toml as values."""

from functools import cache
from typing import NamedTuple

from flake8_async_offload.catalog.builtin import table


class Wait(NamedTuple):
    """What gives a wait an end; the keys of limits.toml."""

    keywords: tuple[str, ...]
    flags: tuple[str, ...]
    setters: tuple[str, ...]
    settable: tuple[str, ...]
    constructor: tuple[str, ...]
    ends: tuple[str, ...]
    started: tuple[str, ...]
    own: tuple[str, ...]
    children: tuple[str, ...]
    forks: tuple[str, ...]
    sections: tuple[str, ...]
    releases: tuple[str, ...]


class FanOut(NamedTuple):
    """What a fan-out goes over and what lets it in, by last names; which offloaders start at once, by whole names."""

    small: frozenset[str]
    named: frozenset[str]
    through: frozenset[str]
    take: frozenset[str]
    at_once: frozenset[str]


@cache
def wait() -> Wait:
    """Return what gives a wait an end."""
    raw = table("limits")["wait"]
    setters = tuple(f".{name}(" for name in raw["setters"])
    return Wait(**{**{key: tuple(raw[key]) for key in raw}, "setters": setters})


class Endless(NamedTuple):
    """What goes on until somebody else says stop, by public dotted names; `takes` and `failures` by last names."""

    asks: frozenset[str]
    iterables: frozenset[str]
    limited: frozenset[str]
    takes: frozenset[str]
    failures: frozenset[str]


@cache
def endless() -> Endless:
    """Return what goes on until somebody else says stop."""
    return Endless(**{key: frozenset(names) for key, names in table("limits")["endless"].items()})


@cache
def fan_out() -> FanOut:
    """Return what a fan-out goes over."""
    raw = table("limits")["fan-out"]
    return FanOut(*(frozenset(raw[key]) for key in ("small", "named", "through", "take", "at-once")))


@cache
def tied() -> tuple[str, ...]:
    """Return how the names begin of what belongs to asgiref's single thread."""
    return tuple(table("limits")["tied"]["roots"])


class Reenters(NamedTuple):
    """How work in a thread waits for work that needs a thread again."""

    functions: frozenset[str]
    wrappers: frozenset[str]
    coroutines: frozenset[str]
    submits: frozenset[str]
    maps: frozenset[str]
    waits: frozenset[str]
    several: frozenset[str]
    words: frozenset[str]  # what a file that waits for the loop mentions
    pooled: frozenset[str]  # what a file that waits for work of an executor mentions


@cache
def reenters() -> Reenters:
    """Return how work in a thread waits for work that needs a thread again."""
    return Reenters(**{key: frozenset(names) for key, names in table("limits")["reenters"].items()})


@cache
def detached() -> frozenset[str]:
    """Return what runs the function it is handed elsewhere or later."""
    return frozenset(table("limits")["detached"]["names"])
