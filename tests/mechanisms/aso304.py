"""Leaving `with ThreadPoolExecutor()` stops the loop while work is outstanding; with all of it awaited it does not.

Unless the one who awaits is cancelled: then there is work outstanding.
"""

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor

ticks = [0]


async def tick() -> None:
    while True:
        ticks[0] += 1
        await asyncio.sleep(0.005)


async def awaiting(started: threading.Event, release: threading.Event) -> None:
    def work() -> None:
        started.set()
        release.wait()

    with ThreadPoolExecutor() as pool:
        await asyncio.get_running_loop().run_in_executor(pool, work)


async def main() -> None:
    ticking = asyncio.create_task(tick())
    await asyncio.sleep(0)
    before, start = ticks[0], time.monotonic()
    with ThreadPoolExecutor() as pool:
        pool.submit(time.sleep, 0.3)
    assert time.monotonic() - start > 0.29
    assert ticks[0] == before
    with ThreadPoolExecutor() as pool:
        await asyncio.get_running_loop().run_in_executor(pool, time.sleep, 0.3)
    assert ticks[0] > before
    started, release = threading.Event(), threading.Event()
    task = asyncio.create_task(awaiting(started, release))
    while not started.is_set():
        await asyncio.sleep(0.005)
    before = ticks[0]
    task.cancel()
    threading.Timer(0.3, release.set).start()
    await asyncio.wait([task])
    assert ticks[0] - before < 5  # of sixty
    ticking.cancel()


asyncio.run(main())
