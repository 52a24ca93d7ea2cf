"""Calls that offload, of each library that has one: what they run."""

import asyncio
import contextlib
import functools

import aioprocessing
import anyio
import anyio.to_interpreter
import anyio.to_process
import asyncer
import chainlit as cl
import curio
import dspy
import requests
import trio
from anyio import to_thread
from asgiref.sync import sync_to_async
from channels.db import database_sync_to_async
from distributed.utils import offload
from fast_depends.utils import run_in_threadpool as threadpool
from fastapi.concurrency import contextmanager_in_threadpool, iterate_in_threadpool, run_in_threadpool
from homeassistant.core import HomeAssistant
from langchain_core.runnables.config import run_in_executor
from litestar.concurrency import sync_to_thread
from litestar.utils.sync import AsyncCallable
from nicegui import run
from prefect.utilities.asyncutils import run_sync_in_worker_thread
from quart import Quart, current_app
from quart.utils import run_sync
from starlette.concurrency import run_in_threadpool as in_pool
from tornado.concurrent import run_on_executor
from tornado.ioloop import IOLoop
from twisted.internet import reactor
from twisted.internet.threads import deferToThread, deferToThreadPool

session = requests.Session()
app = Quart("shop")


class Program(dspy.Module):
    def forward(self): ...


def lines():
    yield "line"


async def calls(hass: HomeAssistant, pool, manager) -> None:
    #? requests.get
    await to_thread.run_sync(requests.get, "url")
    #? requests.get
    await anyio.to_process.run_sync(requests.get, "url")
    #? requests.get
    await anyio.to_interpreter.run_sync(requests.get, "url")
    #? requests.get
    await trio.to_thread.run_sync(requests.get, "url")
    #? requests.get
    await asyncer.asyncify(requests.get)("url")
    #? requests.get
    await sync_to_async(requests.get, thread_sensitive=False)("url")
    #? requests.get
    await database_sync_to_async(requests.get)("url")
    #? requests.get
    await run_in_threadpool(requests.get, "url")
    #? requests.get
    await in_pool(func=requests.get)
    #? tests.names.offloaders.lines
    iterate_in_threadpool(lines())
    #? None
    contextmanager_in_threadpool(manager)
    #? requests.get
    await hass.async_add_executor_job(requests.get, "url")
    #? requests.get
    await run_in_executor(None, requests.get, "url")
    #? requests.get
    await sync_to_thread(requests.get, "url")
    #? requests.get
    AsyncCallable(requests.get)
    #? requests.get
    await run.io_bound(requests.get, "url")
    #? requests.get
    await run.cpu_bound(requests.get, "url")
    #? requests.get
    await run_sync_in_worker_thread(requests.get, "url")
    #? requests.get
    await run_sync(requests.get)("url")
    #? requests.get
    await app.sync_to_async(requests.get)("url")
    #? requests.get
    await current_app.sync_to_async(requests.get)("url")
    #? requests.get
    await cl.make_async(requests.get)("url")
    #? requests.get
    await IOLoop.current().run_in_executor(None, requests.get, "url")
    #? requests.get
    await deferToThread(requests.get, "url")
    #? requests.get
    await deferToThreadPool(reactor, pool, requests.get, "url")
    #? requests.get
    reactor.callInThread(requests.get, "url")
    #? requests.get
    await offload(requests.get, "url")
    #? tests.names.offloaders.Program()
    await dspy.asyncify(Program())(question="why")
    #? requests.get
    await aioprocessing.AioPool(4).coro_apply(requests.get, args=("url",))
    #? requests.get
    await asyncio.get_event_loop_policy().get_event_loop().run_in_executor(None, functools.partial(requests.get, "url"))


async def handed_on(stack: contextlib.AsyncExitStack, scheduler, items) -> None:
    #? requests.Session().close
    stack.push_async_callback(to_thread.run_sync, session.close)
    #? requests.get
    scheduler.every(asyncio.to_thread, requests.get, "url")
    #? requests.get
    scheduler.later(asyncio.get_running_loop().run_in_executor, None, requests.get, "url")
    #? map()
    each = map(asyncio.to_thread, items)
    #? None
    same = isinstance(asyncio.to_thread, requests.get)
    return each, same


async def more() -> None:
    #? requests.get
    await threadpool(requests.get, "url")
    #? requests.get
    await curio.run_in_thread(requests.get, "url")


class Service:
    #? tests.names.offloaders.Service.first
    @sync_to_async
    def first(self) -> None: ...

    #? tests.names.offloaders.Service.second
    @sync_to_async(thread_sensitive=False)
    def second(self) -> None: ...

    #? tests.names.offloaders.Service.third
    @run_on_executor
    def third(self) -> None: ...

    #? tests.names.offloaders.Service.fourth
    @run_on_executor(executor="_pool")
    def fourth(self) -> None: ...

    #? tests.names.offloaders.Service.fifth
    @asyncer.asyncify
    def fifth(self) -> None: ...
