"""What stands around an offload and what its callee touches, and how it is rewritten."""

from enum import StrEnum
from typing import NamedTuple

from flake8_async_offload.model.facts import Span


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


class Circumstances(NamedTuple):
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


class Edit(NamedTuple):
    """Replace the characters of `span` by `text`."""

    span: Span
    text: str
    safe: bool = True


class Remedy(NamedTuple):
    """How a site is rewritten, or why it is not."""

    edits: tuple[Edit, ...] = ()
    why: str = ""
    private: tuple[str, ...] = ()  # names that no other file may use
