"""What is known of a callable: its asynchronous form, what it does for how long, and the executor it runs in."""

from typing import NamedTuple

from flake8_async_offload.model.kinds import DURATION_WORDS, Duration, Work


class Span(NamedTuple):
    """A stretch of a file: lines from 1, columns from 0, both in characters; the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


_SHAPES = {
    "async for": "iterate with `async for` over {}",
    "async for await": "await {}, and iterate over what it gives with `async for`",
    "async with": "enter with `async with {}`",
}


class Twin(NamedTuple):
    """The asynchronous form of a synchronous callee."""

    name: str  # public dotted name: google.genai.Client().aio.models.generate_content
    distribution: str  # the distribution that ships it
    shape: str = "await"  # await | async for | async for await | async with
    since: str | None = None  # first release of the distribution that has it
    backing: str = "native"  # native | default-executor | own-pool
    package: str | None = None  # set when the form is in another distribution than the callee
    extra: str | None = None  # the pip extra it needs
    formerly: tuple[str, ...] = ()  # what its distribution was called before
    needs: str | None = None  # what else it needs: a client made with another argument
    errors: str | None = None  # "shared", or which exception classes differ
    positional: str | None = None  # its positional parameters, where the callee takes more that way
    plain: bool = False  # what it gives is a list, a dictionary, a text or the like, and so is what the callee gives
    differs: bool = False  # what it gives is of another class than what the callee gives
    near: str | None = None  # how to say it where no form of that name exists
    note: str | None = None
    callee: str = ""  # the twin as an expression of the site's own source: self._client.aio.models.generate_content
    expression: str = ""  # the whole statement's cure: await self._client.aio.models.generate_content(model=m)
    same_object: bool = False  # reached from an object the source already holds
    upgrade: str | None = None  # set where the project's locked release is older than `since`

    @property
    def cure(self) -> str:
        """What to write instead, and what else that takes, in words for a message."""
        form = _SHAPES.get(self.shape, "await {}").format(f"{self.callee or self.name}(...)")
        needs = [self.upgrade, *self.conditions]
        if self.errors and self.errors != "shared":
            needs.append(_exceptions(self.errors))
        return "; ".join([f"use {self.near}" if self.near else form, *(need for need in needs if need)])

    @property
    def conditions(self) -> list[str]:
        """What it needs beside itself, in words: `needs stripe[async]`."""
        extra = f"{self.distribution}[{self.extra}]" if self.extra else None
        return [f"needs {need}" for need in (extra, self.needs) if need]


def _exceptions(errors: str) -> str:
    """Return what a twin says of its exceptions as part of a message: `exceptions are of different classes: ...`."""
    words = {"shared": "exceptions are", "different": "exceptions are of"}
    return f"{next((words[start] for start in words if errors.startswith(start)), 'exceptions differ:')} {errors}"


class Facts(NamedTuple):
    """What the catalogue says one callable does."""

    work: Work = Work.UNKNOWN
    duration: Duration = Duration.UNKNOWN
    long: bool = False  # may pass seconds on ordinary input
    many: bool = False  # long only where it is given many items
    gil: str = "unknown"  # holds | releases | partly | unknown
    lazy: bool = False  # returns before the work is done
    thread_unsafe: bool = False  # documented as unusable from two threads
    copies: bool = False  # a process does not help: to send the data there costs as much as the work
    timeout_argument: str | None = None  # the parameter that bounds the wait
    instant_with: tuple[str, ...] = ()  # keyword arguments that spare the work: "format='wav'"
    note: str | None = None
    source: str | None = None

    @property
    def may_last(self) -> bool:
        """Whether one call may take long on ordinary input."""
        return self.long or self.duration is Duration.LONG

    @property
    def lasts(self) -> str:
        """How long one call takes, in words for a message: `under a second, longer on large input`."""
        longer = self.long and self.duration in (Duration.INSTANT, Duration.SHORT, Duration.SECONDS)
        return DURATION_WORDS[self.duration] + ", longer on large input" * longer


class Reached(NamedTuple):
    """A call that matters, made by an offloaded function of the project, directly or through others."""

    chain: tuple[str, ...]  # local names on the way, outermost first: ("_search", "_query")
    name: str  # public dotted name of the call
    facts: Facts
    twin: Twin | None = None

    @property
    def path(self) -> str:
        """The way to the call: `_search -> _query -> qdrant_client.QdrantClient().query_points`."""
        return " -> ".join([*self.chain, self.name])


class Executor(NamedTuple):
    """Where a site's executor is made, as far as the source says."""

    name: str  # as the code calls it: self._pool, app.pools.CPU
    kind: str = "unknown"  # public dotted name of its class
    workers: int | None = None
    workers_from: str | None = None  # "gateway/pools.py:12", "min(32, cpus + 4)"
    made: str | None = None  # where: "gateway/pools.py:12"
    ceiling: int | None = None  # where its size follows the machine's: the most it can be
