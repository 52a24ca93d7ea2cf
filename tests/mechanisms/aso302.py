"""AnyIO's and Trio's limits wait for the thread, unless it may be abandoned or looks whether it is cancelled."""

import threading
import time
from collections.abc import Callable
from types import ModuleType

import anyio
import trio

left = threading.Event()


def short() -> None:
    left.wait(0.3)


def long() -> None:
    left.wait(10)


def polling() -> None:
    while True:
        time.sleep(0.005)
        anyio.from_thread.check_cancelled()


async def ends(library: ModuleType, work: Callable[[], None], abandon: bool) -> bool:
    """Return whether a limit of 0.05 s ended the wait before the work was done."""
    left.clear()
    done = False
    with library.move_on_after(0.05):
        await library.to_thread.run_sync(work, abandon_on_cancel=abandon)
        done = True
    left.set()
    return not done


for library in (anyio, trio):
    assert not library.run(ends, library, short, False)
    assert library.run(ends, library, long, True)
assert anyio.run(ends, anyio, polling, False)
