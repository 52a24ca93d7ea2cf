"""How far a long run is: a bar on a terminal, nothing in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator
from time import monotonic
from typing import TextIO, TypeVar

T = TypeVar("T")
PATIENCE = 1.0  # seconds after which somebody wonders what goes on
EVERY = 0.1  # seconds between two drawings
WIDTH = 30  # characters of the bar
CLEAR = "\r\x1b[K"


def progress(items: Collection[T], stream: TextIO | None = None) -> Iterator[T]:
    """Yield items, usually files; where a terminal waits long for the last of them, draw how many are done."""
    stream = stream or sys.stderr
    if not stream.isatty():
        yield from items
        return
    due, drawn = monotonic() + PATIENCE, False
    for done, item in enumerate(items):
        if monotonic() >= due:
            due, drawn = monotonic() + EVERY, True
            stream.write(f"{CLEAR}{_bar(done, len(items))}")
            stream.flush()
        yield item
    if drawn:
        stream.write(CLEAR)
        stream.flush()


def _bar(done: int, total: int) -> str:
    full = WIDTH * done // total
    return f"[{'#' * full}{'.' * (WIDTH - full)}] {done} of {total} files"
