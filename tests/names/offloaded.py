"""What an offload runs: functions, methods, partials, lambdas, nested functions, callables, `Context.run`."""

import asyncio
import contextvars
import multiprocessing.context
import pathlib
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

import httpx
import requests
from aiorpcx import run_in_thread

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client, S3ServiceResource
    from mypy_boto3_sqs.client import SQSClient

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
        #? tests.names.offloaded.Callable.__call__
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


held: contextvars.ContextVar[Service] = contextvars.ContextVar("held")


async def given_by_the_standard_library(folder: pathlib.Path, spooled: tempfile.SpooledTemporaryFile) -> None:
    opened = await asyncio.to_thread(open, folder, "rb")
    #? io.BufferedReader().read
    await asyncio.to_thread(opened.read)
    opened_too = await through_a_mark(open, folder, "wb")
    #? io.BufferedWriter().write
    await asyncio.to_thread(opened_too.write, b"")
    #? pathlib.Path().mkdir
    await asyncio.to_thread(folder.parent.mkdir)
    for file in folder.iterdir():
        #? pathlib.Path().unlink
        await asyncio.to_thread(file.unlink)
    process = await asyncio.create_subprocess_exec("true")
    #? asyncio.subprocess.Process().terminate
    await asyncio.to_thread(process.terminate)
    #? tempfile.SpooledTemporaryFile().read
    await asyncio.to_thread(spooled.read)
    #? None
    await asyncio.to_thread(held.get().unknown)
    context: multiprocessing.context.SpawnContext = multiprocessing.get_context("spawn")
    event = context.Event()
    #? multiprocessing.Event().wait
    await asyncio.to_thread(event.wait)


class Shared:
    def __init__(self, context: multiprocessing.context.SpawnContext) -> None:
        self.barrier = context.Barrier(2)

    async def waits(self) -> None:
        #? multiprocessing.Barrier().wait
        await asyncio.to_thread(self.barrier.wait)


async def annotated_by_stubs(uploads: "S3Client", buckets: "S3ServiceResource", queue: "SQSClient") -> None:
    #? boto3.client().receive_message
    await asyncio.to_thread(queue.receive_message, QueueUrl="url")
    #? boto3.client().upload_file
    await asyncio.to_thread(uploads.upload_file, "a", "b")
    #? boto3.resource().Bucket().upload_file
    await asyncio.to_thread(buckets.Bucket("a").upload_file, "b")
    #? requests.get
    await run_in_thread(requests.get, "url")


def started() -> asyncio.Future:
    #? requests.get
    future = pool.submit(requests.get, "url")
    return asyncio.wrap_future(future)


def waited_for() -> requests.Response:
    #? None
    future = pool.submit(requests.get, "url")
    return future.result()
