"""ASO302: a time limit of AnyIO or Trio around an offload that it cannot abandon."""

import asyncio
import math
from functools import partial

import anyio
import trio
from anyio import from_thread, move_on_after, to_thread
from asyncer import asyncify
from starlette.concurrency import run_in_threadpool


def work(path: str) -> str:
    return path


def patient(path: str) -> str:
    for part in path:
        from_thread.check_cancelled()
        print(part)
    return path


async def in_a_thread(function, *arguments):
    return await anyio.to_thread.run_sync(partial(function, *arguments))


async def abandoning(function, *arguments):
    return await anyio.to_thread.run_sync(partial(function, *arguments), abandon_on_cancel=True)


async def waits(path: str) -> None:
    with anyio.move_on_after(5):
        await anyio.to_thread.run_sync(work, path)  # ASO302 anyio.move_on_after cannot end anyio.to_thread.run_sync
    with move_on_after(5) as scope:
        await to_thread.run_sync(work, path, abandon_on_cancel=False)  # ASO302 abandon_on_cancel=True
    with anyio.fail_after(5):
        await run_in_threadpool(work, path)  # ASO302 starlette.concurrency.run_in_threadpool
        await asyncify(work)(path)  # ASO302
        await in_a_thread(work, path)  # ASO302 aso302.in_a_thread
    with trio.fail_after(5):
        await trio.to_thread.run_sync(work, path)  # ASO302 trio.fail_after
    print(scope)


async def ends(path: str, seconds: float, abandon: bool) -> None:
    with anyio.move_on_after(5):
        await anyio.to_thread.run_sync(work, path, abandon_on_cancel=True)
        await anyio.to_thread.run_sync(work, path, cancellable=True)
        await anyio.to_thread.run_sync(work, path, abandon_on_cancel=abandon)
        await anyio.to_thread.run_sync(patient, path)
        await abandoning(work, path)
        await asyncio.to_thread(work, path)
    with anyio.move_on_after(None), anyio.fail_after(math.inf):
        await anyio.to_thread.run_sync(work, path)
    with anyio.CancelScope():
        await anyio.to_thread.run_sync(work, path)
    with anyio.fail_after(await anyio.to_thread.run_sync(len, path)):
        await anyio.sleep(seconds)
    await anyio.to_thread.run_sync(work, path)
