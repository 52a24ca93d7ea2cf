"""The nouns of the audit: where work runs, what it does, for how long, and what to do. Imports nothing of ours."""

from __future__ import annotations

from dataclasses import dataclass, field
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


@dataclass(frozen=True, slots=True, order=True)
class Span:
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


@dataclass(frozen=True, slots=True)
class Twin:
    """The asynchronous form of a synchronous callee."""

    name: str  # public dotted name: google.genai.Client().aio.models.generate_content
    distribution: str  # the distribution that ships it
    shape: str = "await"  # await | async for | async for await | async with
    since: str | None = None  # first release of the distribution that has it
    backing: str = "native"  # native | default-executor | own-pool
    package: str | None = None  # set when the form is in another distribution than the callee
    extra: str | None = None  # the pip extra it needs
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
        needs = [self.upgrade, f"needs {self.distribution}[{self.extra}]" if self.extra else None]
        if self.errors and self.errors != "shared":
            needs.append(_exceptions(self.errors))
        return "; ".join([f"use {self.near}" if self.near else form, *(need for need in needs if need)])


def _exceptions(errors: str) -> str:
    """Return what a twin says of its exceptions as part of a message: `exceptions are of different classes: ...`."""
    words = {"shared": "exceptions are", "different": "exceptions are of"}
    return f"{next((words[start] for start in words if errors.startswith(start)), 'exceptions differ:')} {errors}"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the catalogue says one callable does."""

    work: Work = Work.UNKNOWN
    duration: Duration = Duration.UNKNOWN
    long: bool = False  # may pass seconds on ordinary input
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


@dataclass(frozen=True, slots=True)
class Reached:
    """A call that matters, made by an offloaded function of the project, directly or through others."""

    chain: tuple[str, ...]  # local names on the way, outermost first: ("_search", "_query")
    name: str  # public dotted name of the call
    facts: Facts
    twin: Twin | None = None

    @property
    def path(self) -> str:
        """The way to the call: `_search -> _query -> qdrant_client.QdrantClient().query_points`."""
        return " -> ".join([*self.chain, self.name])


@dataclass(frozen=True, slots=True)
class Executor:
    """Where a site's executor is made, as far as the source says."""

    name: str  # as the code calls it: self._pool, app.pools.CPU
    kind: str = "unknown"  # public dotted name of its class
    workers: int | None = None
    workers_from: str | None = None  # "gateway/pools.py:12", "min(32, cpus + 4)"
    made: str | None = None  # where: "gateway/pools.py:12"
    ceiling: int | None = None  # where its size follows the machine's: the most it can be


_NEARBY = 2  # functions from the one that runs


class Fate(StrEnum):
    """What becomes of an offload call's result."""

    KEPT = "kept"  # awaited, assigned, handed on
    NEVER_RUN = "never-run"  # a coroutine as a bare statement
    DROPPED = "dropped"  # a future as a bare statement


class Hazard(StrEnum):
    """What is wrong with a call that holds the event loop, or breaks it, by itself."""

    EXECUTOR_MADE = "executor-made"
    SHUTDOWN = "shutdown"
    JOIN = "join"
    RESULT = "result"
    WAIT = "wait"
    ITERATES = "iterates"
    SELF_DEADLOCK = "self-deadlock"
    PROCESS_DEFAULT = "process-default"


@dataclass(frozen=True, slots=True)
class Circumstances:
    """How an offload call is written, what stands around it, and what its callee touches; None where nothing."""

    fate: Fate = Fate.KEPT
    hazards: tuple[Hazard, ...] = ()
    called: str | None = None  # the call whose result is handed over, and cannot be called
    eager: tuple[str, ...] = ()  # blocking calls evaluated before the offload begins
    coroutine: str | None = None  # the coroutine function that is handed over
    rejected: tuple[str, ...] = ()  # keywords the offloader does not take
    unpicklable: str | None = None  # what cannot go to another process, in words
    stop_iteration: str | None = None  # the call that may raise StopIteration into an asyncio future
    escapes: str | None = None  # what is iterated on the loop although it is lazy
    limit: str | None = None  # the time limit around the call
    limit_waits: bool = False  # that limit waits for the thread
    own_limit: bool = False  # the callee has a time limit of its own
    unlimited: str | None = None  # a network call of the callee's that has no time limit
    context: str | None = None  # what the callee reads of a context that the offloader does not bring
    loop_object: str | None = None  # what of the event loop's the callee touches
    new_loop: str | None = None  # what runs a coroutine on a loop of its own in the callee
    shared: str | None = None  # an object that the offloads gathered together use at once
    thread_unsafe: str | None = None  # a call that must not run in two threads, and is not locked
    python: tuple[int, int] | None = None  # the oldest Python the project runs on


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the characters of `span` by `text`."""

    span: Span
    text: str
    safe: bool = True


@dataclass(frozen=True, slots=True)
class Remedy:
    """How a site is rewritten, or why it is not."""

    edits: tuple[Edit, ...] = ()
    why: str = ""
    private: tuple[str, ...] = ()  # names that no other file may use


@dataclass(frozen=True, slots=True)
class Site:
    """One place where work leaves the event loop, or should have."""

    path: str
    span: Span
    function: str  # dotted qualified name; "<module>" at top level
    call: str  # public dotted name of the offloader, or of the direct call
    target: str | None  # public dotted name of what runs
    target_source: str
    place: Place
    work: Work = Work.UNKNOWN
    duration: Duration = Duration.UNKNOWN
    facts: Facts = field(default_factory=Facts)
    twin: Twin | None = None
    reaches: tuple[Reached, ...] = ()
    certain: bool = True  # every call the target makes is known
    unjudged: tuple[str, ...] = ()  # public dotted names of calls the target makes, or may make, that nobody knows
    context: Context = Context.UNKNOWN
    fan_out: bool = False
    executor: Executor | None = None
    wrapper: bool = False  # the inner call of a wrapper: what runs is the wrapper's own parameter
    digest: str = ""  # hash of the call expression, the ledger's `seen`
    reached_from: tuple[str, ...] = ()
    risk: Risk = Risk.UNKNOWN
    risk_reason: str = ""
    circumstances: Circumstances = field(default_factory=Circumstances)
    spread: str | None = None  # the loop of an unbounded fan-out: "for page in pages"
    implicit: Implicit | None = None  # set where a framework offloads by itself
    route: str = ""  # for a route, what it serves: "GET /health"
    probe: bool = False  # an orchestrator asks the route to see whether the process lives
    note: str = ""  # of an implicit offload: versions, conditions
    nested: str = ""  # the way on to the same pool: "anyio.from_thread.run -> fetch -> anyio.to_thread.run_sync"
    remedy: Remedy = field(default_factory=Remedy)
    more: bool = False  # trivial calls, but it loops, asks properties of something, or is filled in elsewhere
    once: bool = False  # what it gives is kept, and later calls find it
    tied: bool = False  # it calls what belongs to asgiref's single thread: the ORM

    @property
    def lasts(self) -> str:
        """How long one call takes, in words for a message."""
        return self.facts.lasts

    @property
    def served(self) -> bool:
        """Whether others may wait for it: not where it runs at start-up, in a command line or in a test alone."""
        return self.context not in (Context.STARTUP, Context.COMMAND_LINE, Context.TEST)

    @property
    def place_name(self) -> str:
        """The place in words for a message: `the default executor`."""
        return self.executor.name if self.executor and not self.place.shared else PLACE_NAMES[self.place]

    @property
    def pool_name(self) -> str:
        """The pool it takes a worker of, in words; what has no executor in sight runs in one of the offloader's own."""
        if self.place.shared or self.place is Place.LOOP:
            return PLACE_NAMES[self.place]
        return self.executor.name if self.executor else f"{PLACE_NAMES[self.place]} of {self.call}"

    @property
    def runs(self) -> str:
        """What runs, in one line for a message: its public name, or the beginning of how the source names it."""
        return self.target or self.target_source.partition("\n")[0]

    @property
    def heaviest(self) -> Reached:
        """The call whose facts are the site's: the target itself, or one inside it."""
        own = Reached((), self.runs, self.facts, self.twin)
        return next((reached for reached in self.reaches if reached.facts == self.facts), own)

    @property
    def decisive(self) -> str:
        """The heaviest call with the way to it: `convert -> markitdown.MarkItDown().convert`."""
        return self.heaviest.path

    def lasting(self, *kinds: Work) -> Reached | None:
        """Return a call of one of these kinds that may take long and has no asynchronous form, the heaviest first.

        Of lighter calls only those nearby: what lies further down is one of many things that a function may do.
        """
        calls = (self.heaviest, *(call for call in self.reaches if len(call.chain) <= _NEARBY))
        fitting = (call for call in calls if call.twin is None and call.facts.work in kinds and call.facts.may_last)
        return next(fitting, None)

    @property
    def does(self) -> tuple[str, ...]:
        """Public dotted names of the calls the target ends up making; a loop has none."""
        reached = (reached.name for reached in self.reaches if " " not in reached.name)
        return tuple(dict.fromkeys([*reached, *self.unjudged]))


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report."""

    path: str
    span: Span
    code: str
    text: str
    site: Site | None = None
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Unread:
    """A file, or a part of one, that could not be read: said, never passed over in silence."""

    path: str
    line: int
    message: str
    internal: bool = False  # a fault of this tool, not of the file


@dataclass(frozen=True, slots=True)
class Pool:
    """Threads or processes that several sites share."""

    name: str
    place: Place
    workers: int | None
    workers_from: str
    sites: int
    implicit: int = 0  # sites that frameworks make by themselves
    kind: str | None = None  # public dotted name of its executor's class
    made: str | None = None  # where: "gateway/pools.py:12"
    load: float | None = None  # workers that the decisions say are busy at once
    arithmetic: str = ""  # how: "6 x 12 s + 4 at once"
    ceiling: int | None = None  # where its size follows the machine's: the most it can be

    @property
    def most(self) -> int | None:
        """The most workers it can have, on whatever machine; None where nobody knows."""
        return self.workers if self.workers is not None else self.ceiling

    @property
    def head_room(self) -> float | None:
        """Workers that the declared load leaves free, at most; below zero, work waits."""
        return None if self.load is None or self.most is None else self.most - self.load


@dataclass(frozen=True, slots=True)
class Row:
    """A site in the inventory, with what the rules and the ledger say of it."""

    site: Site
    findings: tuple[Finding, ...] = ()  # before decisions
    decision: dict[str, object] | None = None  # the ledger's record that names this site
    status: str = "open"  # open | answered | expired | ... ; "fine" where no rule objects

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of the findings, before decisions."""
        return tuple(finding.code for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Inventory:
    """A whole project's offloads: what `audit` shows."""

    root: str
    rows: tuple[Row, ...]
    pools: tuple[Pool, ...] = ()
    errors: tuple[Unread, ...] = ()
    files: int = 0  # read, with or without offloads
    implicit: tuple[Row, ...] = ()  # what frameworks offload by themselves
    overloads: tuple[Finding, ...] = ()  # ASO211: pools that the declared load is too much for
