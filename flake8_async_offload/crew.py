"""Copies of this process that each do a share of the work; where the system makes none, this process does it all."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

MOST = 4  # processes by default: each parses for itself what all files share
BLOCK = 64  # neighbours stay together: they lead to the same modules

T = TypeVar("T")


class Share(NamedTuple):
    """Which part of the work is one process's own."""

    number: int
    of: int

    def part(self, items: Sequence[T]) -> Iterator[T]:
        """Yield the items of this share, block by block."""
        return (item for place, item in enumerate(items) if place // BLOCK % self.of == self.number)


class Crew(Generic[T]):
    """A worker as often as there are processes; each has a memory of its own and is asked the same questions."""

    def __init__(self, worker: T, processes: int) -> None:
        """Copy this process with all that the worker knows so far."""
        self._worker = worker
        self._of = processes if processes > 1 and _copies() else 1
        self._life = os.pipe()  # nobody writes: it ends for the others when this process ends, however that is
        self._others = [_Other(worker, Share(number, self._of), self._life) for number in range(1, self._of)]

    def __enter__(self) -> Crew[T]:
        return self

    def __exit__(self, *_: object) -> None:
        for other in self._others:
            other.end()
        for end in self._life:
            os.close(end)

    def ask(self, question: str, *arguments: object) -> list[Any]:
        """Return what the worker's method answers in each process: it is given a share, and the arguments.

        The share of a process that has died is done here.
        """
        for other in self._others:
            other.ask(question, arguments)
        answers = [self._answer(Share(0, self._of), question, arguments)]
        for other in self._others:
            try:
                answers.append(other.answer())
            except (EOFError, OSError):
                answers.append(self._answer(other.share, question, arguments))
        return answers

    def _answer(self, share: Share, question: str, arguments: tuple[object, ...]) -> Any:
        return getattr(self._worker, question)(share, *arguments)


class _Other:
    def __init__(self, worker: object, share: Share, life: tuple[int, int]) -> None:
        import multiprocessing  # lazily: most projects are looked at in one process

        self.share = share
        context = multiprocessing.get_context("fork")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(worker, share, theirs, life), daemon=True)
        self._process.start()
        theirs.close()  # so that its end is noticed here

    def ask(self, question: str, arguments: tuple[object, ...]) -> None:
        with contextlib.suppress(OSError):
            self._connection.send((question, arguments))

    def answer(self) -> Any:
        return self._connection.recv()

    def end(self) -> None:
        self._connection.close()
        self._process.terminate()
        self._process.join()


def _serve(worker: object, share: Share, connection: Connection, life: tuple[int, int]) -> None:
    ours, theirs = life
    os.close(theirs)
    threading.Thread(target=_follow, args=(ours,), daemon=True).start()
    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            question, arguments = connection.recv()
            connection.send(getattr(worker, question)(share, *arguments))


def _follow(life: int) -> None:
    os.read(life, 1)
    os._exit(1)


def _copies() -> bool:
    import multiprocessing

    # Apple's own libraries do not survive it.
    return sys.platform != "darwin" and "fork" in multiprocessing.get_all_start_methods()


def processors() -> int:
    """Return how many processes a large project is looked at in by default."""
    mine = getattr(os, "sched_getaffinity", None)
    return min(MOST, len(mine(0)) if mine else os.cpu_count() or 1)
