"""ASO301: a time limit around an offload frees the caller, and the thread works on."""

import asyncio
import math
import time

import anyio
import requests
from anyio import to_process
from asyncio import wait_for


limiter = anyio.CapacityLimiter(2)


def work(path: str) -> str:
    time.sleep(1)
    return path


async def limited(path: str) -> None:
    loop = asyncio.get_running_loop()
    await asyncio.wait_for(asyncio.to_thread(work, path), 5)  # ASO301 asyncio.wait_for frees the caller, aso301.work
    await wait_for(loop.run_in_executor(None, work, path), timeout=5)  # ASO301 works on
    await wait_for(anyio.to_thread.run_sync(work, path), timeout=5)  # ASO301
    async with asyncio.timeout(5):
        await asyncio.to_thread(work, path)  # ASO301 asyncio.timeout
    future = loop.run_in_executor(None, work, path)  # ASO301 asyncio.wait_for
    await asyncio.wait_for(future, 5)
    with anyio.move_on_after(5):
        await anyio.to_thread.run_sync(work, path, abandon_on_cancel=True)  # ASO301 anyio.move_on_after
        await asyncio.to_thread(work, path)  # ASO301 anyio.move_on_after


async def not_limited(path: str, url: str) -> None:
    await asyncio.wait_for(asyncio.to_thread(requests.get, url, timeout=3), 5)
    await asyncio.wait_for(asyncio.to_thread(work, path), None)
    async with asyncio.timeout(None):
        await asyncio.to_thread(work, path)
    with anyio.move_on_after(math.inf):
        await asyncio.to_thread(work, path)
    async with asyncio.timeout(60):
        while not await asyncio.sleep(1):
            await asyncio.to_thread(work, path)
    async with asyncio.timeout(await asyncio.to_thread(len, path)):
        await asyncio.sleep(1)
    await asyncio.to_thread(work, path)
    with anyio.move_on_after(5):
        await anyio.to_thread.run_sync(work, path)
        # The process is killed.
        await to_process.run_sync(work, path, cancellable=True, limiter=limiter)
    async with asyncio.timeout(5):

        async def later() -> None:
            await asyncio.to_thread(work, path)

        await asyncio.sleep(0)
