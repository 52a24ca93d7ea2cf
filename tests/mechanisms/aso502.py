"""`put_nowait` from a thread does not wake the loop: the waiting coroutine goes on only when something else does."""

import asyncio
import threading
import time
from collections.abc import Callable

Put = Callable[[asyncio.AbstractEventLoop, asyncio.Queue[int]], object]


async def is_got(put: Put, seconds: float) -> bool:
    """Return whether a waiting coroutine gets what a thread puts, while nothing else wakes the loop."""
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[int] = asyncio.Queue()
    got = threading.Event()
    seen: list[bool] = []

    def work() -> None:
        time.sleep(0.2)  # by then the loop sleeps
        put(loop, queue)
        seen.append(got.wait(seconds))
        loop.call_soon_threadsafe(int)  # something else

    loop.call_soon(threading.Thread(target=work).start)
    await queue.get()
    got.set()
    while not seen:
        await asyncio.sleep(0.01)
    return seen[0]


assert not asyncio.run(is_got(lambda loop, queue: queue.put_nowait(1), 0.3))
assert asyncio.run(is_got(lambda loop, queue: loop.call_soon_threadsafe(queue.put_nowait, 1), 10))
