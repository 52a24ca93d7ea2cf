"""`put_nowait` from a thread does not wake the loop: the waiting coroutine goes on only when something else does."""

import asyncio
import threading
import time
from collections.abc import Callable


async def seconds_until_got(put: Callable[..., None]) -> float:
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[int] = asyncio.Queue()
    loop.call_later(0.8, int)  # the next thing that wakes the loop
    start = time.monotonic()
    thread = threading.Timer(0.05, put, (loop, queue))
    thread.start()
    await queue.get()
    return time.monotonic() - start


def unsafe(loop: asyncio.AbstractEventLoop, queue: asyncio.Queue[int]) -> None:
    queue.put_nowait(1)


def safe(loop: asyncio.AbstractEventLoop, queue: asyncio.Queue[int]) -> None:
    loop.call_soon_threadsafe(queue.put_nowait, 1)


assert asyncio.run(seconds_until_got(unsafe)) > 0.7
assert asyncio.run(seconds_until_got(safe)) < 0.7
