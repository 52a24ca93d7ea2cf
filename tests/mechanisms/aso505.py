"""Two calls meet in a pool of two threads, and never in a pool of one."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor


async def meet(workers: int, seconds: float) -> bool:
    """Return whether two calls are inside at once."""
    both = threading.Barrier(2)
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(workers) as pool:
        calls = [loop.run_in_executor(pool, both.wait, seconds) for _ in range(2)]
        outcomes = await asyncio.gather(*calls, return_exceptions=True)
    return not any(isinstance(outcome, threading.BrokenBarrierError) for outcome in outcomes)


assert asyncio.run(meet(2, 10))
assert not asyncio.run(meet(1, 0.1))
