"""What moves work off the event loop, and what calls stand for: offloaders.toml and language.toml as values."""

from functools import cache
from typing import Any, NamedTuple

from flake8_async_offload.catalog.builtin import table


class Offloader(NamedTuple):
    """A callable that runs its argument somewhere else; the keys of offloaders.toml."""

    name: str
    place: str
    callee: int
    keyword: str | None = None
    executor: int | str | None = None
    passes: str = "all"
    own: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    receiver: str = "named"
    coroutine: bool = False
    decorates: bool = False
    insensitive: str | None = None
    future: str = ""
    loop: str = "asyncio"

    @property
    def keywords(self) -> tuple[str, ...]:
        """The keywords that are the offloader's own, and no arguments of what it runs."""
        named = (self.keyword, "executor" if isinstance(self.executor, int) else self.executor)
        return (*self.own, *filter(None, named))

    @property
    def last_name(self) -> str:
        """The name a call of it ends in."""
        return self.name.rpartition(".")[2]


class ExecutorKind(NamedTuple):
    """What an executor's class says of the place; an [[executor]] entry of offloaders.toml."""

    names: tuple[str, ...]
    place: str
    workers: int
    keyword: str
    default: str
    ceiling: int | None = None

    @property
    def name(self) -> str:
        """The public dotted name of the class."""
        return self.names[0].removesuffix("()")


class Language(NamedTuple):
    """What calls, annotations and decorators stand for; the keys of language.toml."""

    partial: frozenset[str]
    identity: frozenset[str]
    decorator: frozenset[str]
    calls: frozenset[str]
    gathers: frozenset[str]
    runs: frozenset[str]
    applies: frozenset[str]
    starts: frozenset[str]
    keeps: frozenset[str]
    cast: frozenset[str]
    imports: frozenset[str]
    plain_bases: frozenset[str]
    factory: dict[str, str]
    opens: dict[str, int]
    annotation: dict[str, frozenset[str]]
    application: dict[str, frozenset[str]]
    like: dict[str, str]
    method: dict[str, frozenset[str]]


@cache
def offloaders() -> dict[str, Offloader]:
    """Return every offloader under each of its names."""
    found: dict[str, Offloader] = {}
    for entry in table("offloaders")["offloader"]:
        values: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()
        }
        offloader = Offloader(**values)
        found.update(dict.fromkeys((offloader.name, *offloader.aliases), offloader))
    return found


def gives_callable(name: str) -> bool:
    """Whether a call of an offloader runs nothing yet, and gives what does when it is called."""
    known = offloaders().get(name)
    return known is not None and known.passes == "none"


@cache
def bridges() -> frozenset[str]:
    """Return what makes a thread's future one of the event loop."""
    return frozenset(table("offloaders")["bridges"])


@cache
def executors() -> dict[str, ExecutorKind]:
    """Return the kinds of executors by the name of an instance."""
    kinds = [ExecutorKind(**{**entry, "names": tuple(entry["names"])}) for entry in table("offloaders")["executor"]]
    return {name: kind for kind in kinds for name in kind.names}


@cache
def by_last_name() -> dict[str, tuple[Offloader, ...]]:
    """Return the offloaders by the name a call of them ends in."""
    found: dict[str, tuple[Offloader, ...]] = {}
    for name, offloader in offloaders().items():
        last = name.rpartition(".")[2]
        if offloader not in found.get(last, ()):
            found[last] = (*found.get(last, ()), offloader)
    return found


@cache
def language() -> Language:
    """Return what calls, annotations and decorators stand for."""
    raw: dict[str, Any] = dict(table("language"))
    for key, value in raw.items():
        raw[key] = _sets(value) if key in ("annotation", "application", "method") else value
        if isinstance(value, list):
            raw[key] = frozenset(value)
    return Language(**raw)


def _sets(raw: dict[str, Any]) -> dict[str, frozenset[str]]:
    return {key: frozenset(names) for key, names in raw.items()}
