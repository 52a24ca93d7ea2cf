"""ASO403: a coroutine function is handed to a thread."""

import asyncio
import functools
import inspect
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor, ThreadPoolExecutor

import anyio
from asgiref.sync import async_to_sync, sync_to_async
from starlette.concurrency import run_in_threadpool

pool = ThreadPoolExecutor()


async def store(text: str) -> None:
    await asyncio.sleep(1)


class Repository:
    async def save(self, text: str) -> None:
        await store(text)


async def handed(repository: Repository) -> None:
    loop = asyncio.get_running_loop()
    await asyncio.to_thread(store, "text")  # ASO403 aso403.store gives a coroutine that nobody awaits
    await loop.run_in_executor(None, repository.save, "text")  # ASO403 aso403.Repository.save
    await anyio.to_thread.run_sync(functools.partial(store, "text"))  # ASO403 aso403.store
    await run_in_threadpool(lambda: store("text"))  # ASO403 aso403.store
    await asyncio.to_thread(asyncio.sleep, 1)  # ASO403 asyncio.sleep
    await sync_to_async(store)("text")  # ASO403 aso403.store
    future = loop.run_in_executor(None, store, "text")  # ASO403 aso403.store
    await future


@async_to_sync
async def synchronous_now(text: str) -> None:
    await store(text)


def gives_an_awaitable(text: str) -> Awaitable[None]:
    return store(text)


def runs_it(text: str) -> None:
    asyncio.run(store(text))


async def either(function: Callable[[str], object], text: str) -> object:
    if inspect.iscoroutinefunction(function):
        return await function(text)
    return await asyncio.to_thread(function, text)


class Asks:
    def __init__(self, ask: Callable[[str], str] | None = None) -> None:
        self.ask = ask or store
        self.is_async = inspect.iscoroutinefunction(self.ask)

    async def answer(self, text: str) -> object:
        if self.is_async:
            return await self.ask(text)
        return await asyncio.get_running_loop().run_in_executor(None, self.ask, text)


async def fine() -> None:
    await asyncio.to_thread(synchronous_now, "text")
    await (await asyncio.to_thread(gives_an_awaitable, "text"))
    await (await asyncio.to_thread(lambda: store("text")))
    await (await asyncio.to_thread(store, "text"))
    made = await asyncio.to_thread(store, "text")
    await made
    given = pool.submit(store, "text").result()
    await given
    kept = pool.submit(lambda: store("text")).result()
    assert inspect.iscoroutine(kept)
    kept.close()
    await asyncio.to_thread(runs_it, "text")
    await asyncio.to_thread(asyncio.run, store("text"))
    await asyncio.to_thread(lambda: asyncio.run(store("text")))
    await either(store, "text")


async def whatever_it_is(executor: Executor) -> None:
    # One of the project's own may run coroutine functions.
    await asyncio.wrap_future(executor.submit(store, "text"))
