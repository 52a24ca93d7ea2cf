"""ASO401: a function is called where it should be handed over."""

import asyncio
import functools
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import anyio
import requests
from asgiref.sync import sync_to_async
from starlette.concurrency import iterate_in_threadpool, run_in_threadpool


def store(text: str) -> None:
    print(text)


def procedure(text):
    with open("log", "a") as log:
        log.write(text)


def titles() -> list[str]:
    return []


def lines():
    yield "line"


async def refresh() -> None:
    await asyncio.sleep(1)


class Record:
    def __init__(self, text: str) -> None:
        self.text = text


async def called(url: str) -> None:
    loop = asyncio.get_running_loop()
    await asyncio.to_thread(store("text"))  # ASO401 aso401.store() runs on the event loop
    await asyncio.to_thread(procedure("text"))  # ASO401 hand aso401.procedure and its arguments to asyncio.to_thread
    await loop.run_in_executor(None, titles())  # ASO401 aso401.titles()
    await loop.run_in_executor(None, time.sleep(1))  # ASO401 time.sleep()
    await anyio.to_thread.run_sync(lines())  # ASO401 aso401.lines()
    await run_in_threadpool(requests.get(url, timeout=5))  # ASO401 requests.get()
    await asyncio.to_thread(refresh())  # ASO401 aso401.refresh()
    await asyncio.to_thread(Record("text"))  # ASO401 aso401.Record()
    await sync_to_async(print("text"))()  # ASO401 print()


def handler_for(kind: str) -> Callable[[str], None]:
    return store


def either(kind: str):
    return store if kind else procedure


def traced(function):
    @functools.wraps(function)
    def around(*arguments: Any) -> Any:
        return partial(function, *arguments)

    return around


@traced
def prepare(text: str) -> None:
    store(text)


class Pipeline:
    def __call__(self, text: str) -> str:
        return text

    def step(self) -> "Pipeline":
        return self


class Unknown(requests.Session):
    pass


def spawn(target, *arguments):
    if asyncio.iscoroutine(target):
        return asyncio.create_task(target)
    return asyncio.get_running_loop().run_in_executor(None, target, *arguments)


class Stub:
    def make(self):
        raise NotImplementedError


async def factories(service, settings: dict[str, Callable[[], None]], stub: Stub) -> None:
    await asyncio.to_thread(partial(store, "text"))
    await asyncio.to_thread(functools.partial(time.sleep, 1))
    await asyncio.to_thread(getattr(service, "run"))
    await asyncio.to_thread(getattr(store, "__call__"), "text")
    await asyncio.to_thread(handler_for("kind"), "text")
    await asyncio.to_thread(either("kind"), "text")
    await asyncio.to_thread(prepare("text"))
    await asyncio.to_thread(Pipeline(), "text")
    await asyncio.to_thread(Pipeline().step(), "text")
    await asyncio.to_thread(Unknown(), "text")
    await asyncio.to_thread(stub.make(), "text")
    await asyncio.to_thread(service.make(), "text")
    await asyncio.to_thread(settings.get("x"))
    await asyncio.to_thread((lambda: store)(), "text")
    await spawn(refresh())
    async for line in iterate_in_threadpool(lines()):
        print(line)
