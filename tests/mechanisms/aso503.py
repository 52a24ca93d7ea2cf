"""What belongs to one event loop fails on the loop that a worker makes for itself."""

import asyncio

import pytest


async def wait_for(lock: asyncio.Lock) -> None:
    async with lock:
        pass


async def main() -> None:
    lock = asyncio.Lock()
    async with lock:
        waiting = asyncio.create_task(wait_for(lock))  # the lock belongs to this loop from now on
        await asyncio.sleep(0)
        with pytest.raises(RuntimeError, match="different event loop"):
            await asyncio.to_thread(lambda: asyncio.run(wait_for(lock)))
    await waiting


asyncio.run(main())
