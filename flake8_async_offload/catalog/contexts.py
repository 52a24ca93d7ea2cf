"""Who reaches a function: contexts.toml as values."""

from fnmatch import fnmatchcase
from functools import cache
from typing import Any, NamedTuple

from flake8_async_offload.catalog.builtin import table
from flake8_async_offload.catalog.pattern import spelled_out

_PATTERNS = ("decorators", "methods", "arguments", "names")


class Patterns(NamedTuple):
    """Shell patterns over names, most of them ruled out by how they start; none is compiled before a name needs it."""

    starts: tuple[str, ...]  # literal, of each pattern
    patterns: tuple[str, ...]

    def match(self, name: str) -> bool:
        """Whether one of the patterns takes the whole name."""
        return name.startswith(self.starts) and any(
            fnmatchcase(name, pattern)
            for start, pattern in zip(self.starts, self.patterns, strict=True)
            if name.startswith(start)
        )


class Entry(NamedTuple):
    """What the frameworks call in one context; patterns match public dotted names, perhaps ` keyword=` behind."""

    context: str
    decorators: Patterns
    methods: Patterns
    arguments: Patterns
    names: Patterns
    listed: frozenset[str]
    imports: frozenset[str]


class Takes(NamedTuple):
    """What takes coroutines and gives what they give, by public dotted names."""

    several: frozenset[str]
    one: frozenset[str]
    tasks: frozenset[str]
    later: frozenset[str]


@cache
def entries() -> tuple[Entry, ...]:
    """Return the entries in the order of the file: the first that fits a function decides."""
    return tuple(_entry(raw) for raw in table("contexts")["entry"])


@cache
def spawns() -> frozenset[str]:
    """Return the calls that run what they are handed beside the caller."""
    return frozenset(table("contexts")["spawns"]["names"])


@cache
def spawn_words() -> frozenset[str]:
    """Return the names that such calls end in, `create_task` among them."""
    return frozenset(name.rpartition(".")[2] for name in spawns())


@cache
def per_item() -> frozenset[str]:
    """Return the calls that call what they are handed once for each item."""
    return frozenset(table("contexts")["spawns"]["per-item"])


@cache
def takes() -> Takes:
    """Return what takes coroutines and gives what they give."""
    raw = table("contexts")["takes"]
    return Takes(**{key: frozenset(name for line in raw[key] for name in spelled_out(line)) for key in raw})


@cache
def runners() -> frozenset[str]:
    """Return the calls that run a coroutine on a loop of its own: a program does so once."""
    return frozenset(table("contexts")["runners"]["names"])


@cache
def script_tables() -> tuple[str, ...]:
    """Return the tables of a pyproject.toml that name a project's commands."""
    return tuple(table("contexts")["scripts"]["tables"])


@cache
def bounds() -> frozenset[str]:
    """Return what bounds how many run at once."""
    return frozenset(table("contexts")["bounds"]["names"])


def _entry(raw: dict[str, Any]) -> Entry:
    decorators, methods, arguments, names = (_any(raw.get(key, [])) for key in _PATTERNS)
    listed, imports = (frozenset(raw.get(key, [])) for key in ("listed", "imports"))
    return Entry(raw["context"], decorators, methods, arguments, names, listed, imports)


def _any(patterns: list[str]) -> Patterns:
    return Patterns(tuple(pattern.partition("*")[0] for pattern in patterns), tuple(patterns))
