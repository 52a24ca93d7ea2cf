"""The project's own wrappers: each call of one is a site, through partials, other wrappers and decorators."""

import asyncio
import contextvars
import inspect
from concurrent.futures import ThreadPoolExecutor
from functools import partial, wraps

import requests

pool = ThreadPoolExecutor(4)


async def run_blocking(function, *args, **kwargs):
    return await asyncio.get_running_loop().run_in_executor(pool, partial(function, *args, **kwargs))


async def by_lambda(function, *args):
    return await asyncio.to_thread(lambda: function(*args))


async def by_nested(label, function):
    def call():
        return function()

    return await asyncio.to_thread(call)


async def in_context(function, *args):
    context = contextvars.copy_context()

    def call():
        return context.run(partial(function, *args))

    return await asyncio.to_thread(call)


async def through(function, *args):
    return await run_blocking(function, *args)


async def star(*args):
    return await asyncio.to_thread(*args)


async def either(function, *args):
    if inspect.iscoroutinefunction(function):
        return await function(*args)
    return await asyncio.to_thread(function, *args)


def offloading(function):
    @wraps(function)
    async def wrapper(*args):
        return await asyncio.to_thread(function, *args)

    return wrapper


def by_its_name(method):
    @wraps(method)
    async def wrapper(self, *args):
        return await asyncio.to_thread(getattr(self, method.__name__), *args)

    return wrapper


class Store:
    def load(self) -> None: ...

    #? tests.names.wrappers.Store.load
    load_later = by_its_name(load)


def adapted(function):
    if inspect.iscoroutinefunction(function):
        return function

    async def wrapper(*args):
        return await asyncio.to_thread(function, *args)

    return wrapper


class Tool:
    def __init__(self, function) -> None:
        self.function = adapted(function)

    @classmethod
    def of(cls, function):
        wrapped = adapted(function)
        return cls(wrapped)


async def already() -> None: ...


def opener():
    return open


async def calls() -> None:
    #? requests.get
    await run_blocking(requests.get, "url")
    #? requests.get
    await run_blocking(function=requests.get)
    #? requests.get
    await by_lambda(requests.get, "url")
    #? requests.get
    await by_nested("label", requests.get)
    #? requests.get
    await in_context(requests.get, "url")
    #? requests.get
    await through(requests.get, "url")
    #? requests.get
    await star(requests.get, "url")
    #? requests.get
    await either(requests.get, "url")
    #? requests.get
    adapted(requests.get)
    #? tests.names.wrappers.Tool()
    Tool.of(requests.get)
    #? tests.names.wrappers.Tool()
    Tool(requests.get)
    answer = await run_blocking(requests.get, "url")
    #? requests.Response().json
    answer.json
    await either(already)
    #? open
    await run_blocking(opener(), "name")


#? tests.names.wrappers.decorated
@offloading
def decorated() -> None: ...
