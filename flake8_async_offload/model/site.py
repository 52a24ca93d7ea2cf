"""One place where work leaves the event loop, or should have."""

from typing import NamedTuple

from flake8_async_offload.model.circumstances import Circumstances, Remedy
from flake8_async_offload.model.facts import Executor, Facts, Reached, Span, Twin
from flake8_async_offload.model.kinds import PLACE_NAMES, Context, Duration, Implicit, Place, Risk, Work

_NEARBY = 2  # functions from the one that runs


class Site(NamedTuple):
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
    facts: Facts = Facts()
    twin: Twin | None = None
    reaches: tuple[Reached, ...] = ()
    certain: bool = True  # every call the target makes is known
    unjudged: tuple[str, ...] = ()  # public dotted names of calls the target makes, or may make, that nobody knows
    context: Context = Context.UNKNOWN
    fan_out: bool = False
    executor: Executor | None = None
    wrapper: bool = False  # the inner call of a wrapper: what runs is the wrapper's own parameter
    canonical: str = ""  # the call expression, however it is laid out: its hash is the ledger's `seen`
    reached_from: tuple[str, ...] = ()
    risk: Risk = Risk.UNKNOWN
    risk_reason: str = ""
    circumstances: Circumstances = Circumstances()
    spread: str | None = None  # the loop of an unbounded fan-out: "for page in pages"
    implicit: Implicit | None = None  # set where a framework offloads by itself
    route: str = ""  # for a route, what it serves: "GET /health"
    probe: bool = False  # an orchestrator asks the route to see whether the process lives
    note: str = ""  # of an implicit offload: versions, conditions
    nested: str = ""  # the way on to the same pool: "anyio.from_thread.run -> fetch -> anyio.to_thread.run_sync"
    remedy: Remedy = Remedy()
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
