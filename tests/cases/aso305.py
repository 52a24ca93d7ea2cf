"""ASO305: an offload stands alone as a statement."""

import asyncio
import contextlib
import logging
from concurrent.futures import ThreadPoolExecutor

import anyio
import pytest
from starlette.concurrency import run_in_threadpool

pool = ThreadPoolExecutor()


def work(path: str) -> None:
    print(path)


def careful(path: str) -> None:
    try:
        print(path)
    except Exception:
        print("failed", path)


def careful_as_far_as_it_matters(paths: list[str]) -> None:
    while len(paths):
        try:
            work(paths.pop())
        except Exception:
            print("failed", paths)


def reports_it(path: str) -> None:
    try:
        work(path)
    except Exception as error:
        logging.exception(error)
        raise ValueError(path) from error


def passes_it_on(path: str) -> None:
    try:
        work(path)
    except Exception:
        print("failed", path)
        raise


async def in_a_thread(function, *arguments):
    return await asyncio.to_thread(function, *arguments)


def started(function, *arguments):
    return asyncio.get_running_loop().run_in_executor(None, function, *arguments)


async def forgotten(path: str) -> None:
    loop = asyncio.get_running_loop()
    asyncio.to_thread(work, path)  # ASO305 asyncio.to_thread gives a coroutine, aso305.work never runs
    anyio.to_thread.run_sync(work, path)  # ASO305 never runs
    run_in_threadpool(work, path)  # ASO305 never runs
    in_a_thread(work, path)  # ASO305 aso305.in_a_thread gives a coroutine
    loop.run_in_executor(None, work, path)  # ASO305 nobody looks at errors of aso305.work
    pool.submit(work, path)  # ASO305 nobody looks at errors of aso305.work
    pool.submit(passes_it_on, path)  # ASO305
    if path:
        asyncio.to_thread(work, path)  # ASO305


async def taken(path: str, unknown, hass) -> object:
    loop = asyncio.get_running_loop()
    await asyncio.to_thread(work, path)
    task = asyncio.create_task(asyncio.to_thread(work, path))
    later = asyncio.to_thread(work, path)
    future = loop.run_in_executor(None, work, path)
    loop.run_in_executor(None, work, path).add_done_callback(print)
    pool.submit(work, path).add_done_callback(print)
    asyncio.ensure_future(loop.run_in_executor(None, work, path))
    loop.run_in_executor(None, careful, path)
    loop.run_in_executor(None, reports_it, path)
    loop.run_in_executor(None, careful_as_far_as_it_matters, [path])
    started(work, path)
    unknown.submit(work, path)
    unknown.backend.run_in_executor(None, work, path)
    hass.async_add_executor_job(work, path)
    futures = [pool.submit(work, part) for part in path]
    with contextlib.suppress(OSError):
        await asyncio.to_thread(work, path)
    return task, await later, await future, futures, asyncio.to_thread(work, path)


def synchronous(path: str) -> None:
    pool.submit(work, path)


async def test_work_is_done(path: str) -> None:
    with ThreadPoolExecutor() as own:
        own.submit(work, path)
    asyncio.to_thread(work, path)  # ASO305 never runs
