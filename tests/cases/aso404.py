"""ASO404: keyword arguments for the callee are given to an offloader that takes none."""

import asyncio
from functools import partial

import anyio
import trio
from starlette.concurrency import run_in_threadpool


def convert(path: str, *, pages: int = 1) -> None:
    print(path, pages)


async def rejected(hass) -> None:
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(None, convert, "a.pdf", pages=2)  # ASO404 hands on no pages=
    await asyncio.get_event_loop().run_in_executor(None, func=convert, pages=2)  # ASO404 pages=
    await anyio.to_thread.run_sync(convert, "a.pdf", pages=2, abandon_on_cancel=True)  # ASO404 pages=
    await trio.to_thread.run_sync(convert, "a.pdf", pages=2)  # ASO404 trio.to_thread.run_sync hands on no pages=
    await hass.async_add_executor_job(convert, "a.pdf", pages=2)  # ASO404 pages=


async def unnamed_loop(event_loop) -> None:
    await event_loop.run_in_executor(None, convert, "a.pdf", pages=2)  # ASO404 pages=


class Runner:
    async def run_in_executor(self, executor: object, function: object, **more: object) -> None:
        print(function, more)


async def taken(executor: object, more: dict[str, int], runner: Runner, unknown) -> None:
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(executor=None, func=convert)
    await loop.run_in_executor(None, partial(convert, "a.pdf", pages=2))
    await loop.run_in_executor(None, lambda: convert("a.pdf", pages=2))
    await anyio.to_thread.run_sync(convert, "a.pdf", limiter=None, abandon_on_cancel=True, cancellable=True)
    await loop.run_in_executor(None, convert, "a.pdf", **more)
    await asyncio.to_thread(convert, "a.pdf", pages=2)
    await run_in_threadpool(convert, "a.pdf", pages=2)
    await runner.run_in_executor(None, convert, pages=2)
    await unknown.backend.run_in_executor(None, convert, pages=2)
