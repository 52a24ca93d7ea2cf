"""Leaving `with ThreadPoolExecutor()` stops the loop while work is outstanding; with all of it awaited it does not."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

ticks = [0]


async def tick() -> None:
    while True:
        ticks[0] += 1
        await asyncio.sleep(0.005)


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
    ticking.cancel()


asyncio.run(main())
