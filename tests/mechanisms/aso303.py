"""Executors made per call bound nothing: ten calls run at once in ten pools of two; a shared pool of two runs two."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

SHARED = ThreadPoolExecutor(max_workers=2)
all_ten = threading.Barrier(10)


def meet(seconds: float) -> bool:
    """Return whether ten calls are inside at once."""
    try:
        all_ten.wait(seconds)
    except threading.BrokenBarrierError:
        return False
    return True


async def per_call() -> bool:
    pool = ThreadPoolExecutor(max_workers=2)
    return await asyncio.get_running_loop().run_in_executor(pool, meet, 5)


async def shared() -> bool:
    return await asyncio.get_running_loop().run_in_executor(SHARED, meet, 0.1)


async def main() -> None:
    assert all(await asyncio.gather(*[per_call() for _ in range(10)]))
    assert not any(await asyncio.gather(*[shared() for _ in range(10)]))


asyncio.run(main())
