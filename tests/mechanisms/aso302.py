"""AnyIO's and Trio's limits wait for the thread, unless it may be abandoned or looks whether it is cancelled."""

import time
from collections.abc import Callable
from types import ModuleType

import anyio
import trio

ended: list[str] = []


def work() -> None:
    time.sleep(0.3)
    ended.append("work")


def polling() -> None:
    for _ in range(60):
        time.sleep(0.005)
        anyio.from_thread.check_cancelled()
    ended.append("polling")


async def waited(library: ModuleType, function: Callable[[], None], abandon: bool) -> bool:
    """Return whether a limit of 0.05 s was left only when the thread had ended."""
    ended.clear()
    with library.move_on_after(0.05):
        await library.to_thread.run_sync(function, abandon_on_cancel=abandon)
    return bool(ended)


assert anyio.run(waited, anyio, work, False)
assert not anyio.run(waited, anyio, work, True)
assert not anyio.run(waited, anyio, polling, False)
time.sleep(0.3)  # the abandoned thread is still at work
assert trio.run(waited, trio, work, False)
assert not trio.run(waited, trio, work, True)
