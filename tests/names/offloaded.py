"""What an offload runs: functions, methods, partials, lambdas, nested functions, callables, `Context.run`."""

import asyncio
import contextvars
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial

import httpx
import requests

client = httpx.Client()
pool = ThreadPoolExecutor(2)


@contextmanager
def locked():
    yield


def marked(call):
    return call()


async def through_a_mark(function, *args):
    return await asyncio.to_thread(marked, partial(function, *args))


class Callable:
    def __call__(self) -> None: ...


class Service:
    def method(self) -> None: ...

    async def calls(self, given) -> None:
        loop = asyncio.get_running_loop()
        #? tests.names.offloaded.Service.method
        await asyncio.to_thread(self.method)
        #? httpx.Client().get
        await asyncio.to_thread(partial(client.get, "url"))
        bound = partial(partial(client.get, "url"), timeout=1)
        #? httpx.Client().get
        await loop.run_in_executor(None, bound)
        #? requests.get
        await loop.run_in_executor(executor=None, func=requests.get)
        context = contextvars.copy_context()
        #? requests.get
        await loop.run_in_executor(None, context.run, requests.get, "url")
        #? requests.get
        await loop.run_in_executor(None, partial(context.run, requests.get), "url")
        #? tests.names.offloaded.Callable()
        await asyncio.to_thread(Callable())
        #? None
        await asyncio.to_thread(given.method)

    async def nested(self) -> None:
        def _do() -> None: ...

        #? tests.names.offloaded.Service.nested._do
        await asyncio.to_thread(_do)

    async def nested_too(self) -> None:
        def _do() -> None: ...

        #? tests.names.offloaded.Service.nested_too._do
        await asyncio.to_thread(_do)


async def results(given) -> None:
    found = await through_a_mark(requests.Session)
    #? requests.Session().get
    await asyncio.to_thread(found.get, "url")
    future = pool.submit(requests.get, "url")
    #? concurrent.futures.Future().result
    await asyncio.to_thread(future.result)
    lock = locked()
    #? contextlib.AbstractContextManager().__enter__
    await asyncio.to_thread(lock.__enter__)
    unknown = await through_a_mark(given)
    #? None
    await asyncio.to_thread(unknown.get, "url")
