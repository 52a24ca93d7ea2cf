"""Where work runs, what it is, how long it takes, and in what context."""

from __future__ import annotations

from enum import StrEnum


class Place(StrEnum):
    """The threads or processes that do the work."""

    LOOP = "loop"  # called directly in a coroutine: the event loop's own thread
    DEFAULT = "default"  # the loop's default executor
    LIMITER = "limiter"  # AnyIO's 40 tokens: anyio.to_thread, Starlette, FastAPI
    SENSITIVE = "sensitive"  # asgiref's single thread
    DEDICATED = "dedicated"  # an executor of the project's own
    PER_CALL = "per-call"  # an executor made in the coroutine itself
    PROCESS = "process"
    UNKNOWN = "unknown"

    @property
    def shared(self) -> bool:
        """Whether work here takes a thread from everything else in the process."""
        return self in (Place.DEFAULT, Place.LIMITER, Place.SENSITIVE)

    @property
    def in_thread(self) -> bool:
        """Whether work here runs in this process, in a thread other than the loop's."""
        return self not in (Place.LOOP, Place.PROCESS)


PLACE_NAMES = {
    Place.LOOP: "the event loop",
    Place.DEFAULT: "the default executor",
    Place.LIMITER: "AnyIO's thread limiter",
    Place.SENSITIVE: "asgiref's single thread",
    Place.DEDICATED: "a dedicated executor",
    Place.PER_CALL: "an executor made for the call",
    Place.PROCESS: "a process pool",
    Place.UNKNOWN: "an executor",
}


class Work(StrEnum):
    """What the callee does."""

    ASYNC_TWIN = "async-twin"  # an SDK call that has an async form
    STDLIB_TWIN = "stdlib-twin"  # asyncio has its own form
    ASYNC_PACKAGE = "async-package"  # the async form is another distribution
    CPU = "cpu"
    BLOCKING_IO = "blocking-io"
    WAIT = "wait"
    FOREVER = "forever"
    COROUTINE = "coroutine"
    TRIVIAL = "trivial"
    UNKNOWN = "unknown"


class Duration(StrEnum):
    """How long one call takes on ordinary input, from shortest to longest."""

    INSTANT = "instant"  # < 10 ms
    SHORT = "short"  # < 1 s
    SECONDS = "seconds"
    LONG = "long"  # tens of seconds
    UNBOUNDED = "unbounded"
    VARIABLE = "variable"  # depends on the input, and may pass seconds
    UNKNOWN = "unknown"


DURATION_WORDS = {
    Duration.INSTANT: "under 10 ms",
    Duration.SHORT: "under a second",
    Duration.SECONDS: "seconds",
    Duration.LONG: "tens of seconds",
    Duration.UNBOUNDED: "no time limit",
    Duration.VARIABLE: "duration varies with the input",
    Duration.UNKNOWN: "duration unknown",
}


class Context(StrEnum):
    """Who reaches the site."""

    REQUEST = "request"
    FAN_OUT = "fan-out"
    BACKGROUND = "background"
    STARTUP = "startup"
    COMMAND_LINE = "command-line"
    TEST = "test"
    UNKNOWN = "unknown"


class Risk(StrEnum):
    """What the site may do to everything else that shares its pool."""

    NONE = "none"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    UNKNOWN = "unknown"


class Implicit(StrEnum):
    """What puts work into a thread without an offload call in sight."""

    ROUTE = "route"
    DEPENDENCY = "dependency"
    BACKGROUND = "background"  # a task that runs after the response
    RESPONSE = "response"
    FILE = "file"
    NAME = "name"  # a look-up of a host name
    TOOL = "tool"
    ACTIVITY = "activity"
