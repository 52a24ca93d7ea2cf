"""`result()` in a coroutine stops the loop although the work is in a thread; awaiting the same future does not."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

pool = ThreadPoolExecutor()
ticks = [0]


async def tick() -> None:
    while True:
        ticks[0] += 1
        await asyncio.sleep(0.005)


async def main() -> None:
    ticking = asyncio.create_task(tick())
    await asyncio.sleep(0)
    before = ticks[0]
    pool.submit(time.sleep, 0.2).result()
    assert ticks[0] == before
    await asyncio.wrap_future(pool.submit(time.sleep, 0.2))
    assert ticks[0] > before
    ticking.cancel()


asyncio.run(main())
