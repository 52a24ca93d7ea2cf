"""Two calls meet in a pool of two threads, and never in a pool of one."""

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor

inside = threading.Lock()
met: list[bool] = []


def unsafe() -> None:
    met.append(not inside.acquire(blocking=False))
    time.sleep(0.05)
    if not met[-1]:
        inside.release()


async def main() -> None:
    loop = asyncio.get_running_loop()
    for workers in (1, 2):
        met.clear()
        with ThreadPoolExecutor(workers) as pool:
            await asyncio.gather(*[loop.run_in_executor(pool, unsafe) for _ in range(2)])
        assert any(met) == (workers > 1)


asyncio.run(main())
