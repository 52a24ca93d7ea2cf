"""ASO406: an offloaded `next` may raise StopIteration, and then the await never returns."""

import asyncio
import contextlib
import itertools
from collections.abc import Iterator
from functools import partial

import anyio
import pytest
from asgiref.sync import sync_to_async
from starlette.concurrency import run_in_threadpool

END = object()


async def steps(iterator: Iterator[str]) -> None:
    loop = asyncio.get_running_loop()

    def step() -> str:
        line = next(iterator)
        return line.strip()

    await asyncio.to_thread(next, iterator)  # ASO406 next() is offloaded without a default
    await loop.run_in_executor(None, next, iterator)  # ASO406
    await loop.run_in_executor(None, partial(next, iterator))  # ASO406
    await asyncio.to_thread(lambda: next(iterator))  # ASO406
    await asyncio.to_thread(step)  # ASO406
    await asyncio.to_thread(iterator.__next__)  # ASO406 __next__() is offloaded
    await sync_to_async(next)(iterator)  # todo: ASO406 the arguments come with the second call
    await sync_to_async(lambda: next(iterator))()  # ASO406


async def guarded(iterator: Iterator[str], folders: dict[str, str], name: str) -> None:
    def step() -> str | None:
        try:
            return next(iterator)
        except StopIteration:
            return None

    def quietly() -> str | None:
        with contextlib.suppress(StopIteration):
            return next(iterator)
        return None

    def finds() -> str:
        return next(folder for folder in folders if folder == name)

    def first() -> str:
        known = iter(folders)
        return next(known)

    await asyncio.to_thread(next, iterator, END)
    await asyncio.to_thread(next, iterator, None)
    await asyncio.to_thread(partial(next, iterator, None))
    await asyncio.to_thread(lambda: next(iterator, None))
    await asyncio.to_thread(next, itertools.count())
    await asyncio.to_thread(step)
    await asyncio.to_thread(quietly)
    await asyncio.to_thread(finds)  # todo: ASO406 where the name is none of the folders
    await asyncio.to_thread(first)
    await anyio.to_thread.run_sync(next, iterator)
    await run_in_threadpool(next, iterator)


async def test_the_first_line(iterator: Iterator[str]) -> None:
    assert await asyncio.to_thread(next, iterator) == "first"
