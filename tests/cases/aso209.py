"""ASO209: work in a pool waits for work in the same pool."""

import asyncio
from concurrent.futures import ThreadPoolExecutor, as_completed, wait
from functools import partial

import anyio
from anyio import from_thread, to_thread
from asgiref.sync import async_to_sync, sync_to_async
from fastapi import FastAPI

app = FastAPI()
own = ThreadPoolExecutor(max_workers=4)
other = ThreadPoolExecutor(max_workers=4)
loop = asyncio.new_event_loop()
limiter = anyio.CapacityLimiter(4)


def read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


async def load(path: str) -> bytes:
    return await to_thread.run_sync(read, path)


async def load_through(path: str) -> bytes:
    return await load(path)


async def load_apart(path: str) -> bytes:
    return await to_thread.run_sync(read, path, limiter=limiter)


async def load_by_default(path: str) -> bytes:
    return await asyncio.to_thread(read, path)


async def say(path: str) -> str:
    return path


def nested(path: str) -> bytes:
    return from_thread.run(load, path)


def nested_through(path: str) -> bytes:
    print(path)
    return nested(path)


def nested_twice(path: str) -> bytes:
    return from_thread.run(load_through, path)


def nested_by_default(path: str) -> bytes:
    future = asyncio.run_coroutine_threadsafe(load_by_default(path), loop)
    return future.result(timeout=10)


def nested_in_own(path: str) -> bytes:
    return own.submit(read, path).result()


def nested_by_asgiref(path: str) -> bytes:
    return async_to_sync(load_by_default)(path)


def nested_by_name(path: str) -> bytes:
    load_now = async_to_sync(load_by_default)
    return load_now(path)


@async_to_sync
async def nested_by_decorator(path: str) -> bytes:
    return await load_by_default(path)


def nested_in_a_partial(path: str) -> bytes:
    return from_thread.run(partial(load, path))


def nested_several(paths: list[str]) -> list[bytes]:
    futures = [own.submit(read, path) for path in paths]
    return [future.result() for future in futures]


def nested_as_completed(paths: list[str]) -> None:
    futures = []
    for path in paths:
        futures.append(own.submit(read, path))
    for future in as_completed(futures):
        print(future)


def nested_in_a_wait(paths: list[str]) -> None:
    wait([own.submit(read, path) for path in paths])


def nested_in_a_map(paths: list[str]) -> list[bytes]:
    return list(own.map(read, paths))


async def hangs_at_capacity(path: str) -> None:
    running = asyncio.get_running_loop()
    await to_thread.run_sync(nested, path)  # ASO209 anyio.from_thread.run -> load -> anyio.to_thread.run_sync
    await anyio.to_thread.run_sync(nested_through, path)  # ASO209 nested -> anyio.from_thread.run
    await to_thread.run_sync(nested_twice, path)  # ASO209 load_through -> load
    await asyncio.to_thread(nested_by_default, path)  # ASO209 asyncio.run_coroutine_threadsafe -> load_by_default
    await asyncio.to_thread(nested_by_asgiref, path)  # ASO209 asgiref.sync.async_to_sync -> load_by_default
    await running.run_in_executor(own, nested_in_own, path)  # ASO209 ThreadPoolExecutor().submit
    await asyncio.to_thread(nested_by_name, path)  # ASO209 asgiref.sync.async_to_sync -> load_by_default
    await asyncio.to_thread(nested_by_decorator, path)  # ASO209 nested_by_decorator -> load_by_default
    await to_thread.run_sync(nested_in_a_partial, path)  # ASO209 anyio.from_thread.run -> load
    await running.run_in_executor(own, nested_several, [path])  # ASO209 ThreadPoolExecutor().submit
    await running.run_in_executor(own, nested_as_completed, [path])  # ASO209
    await running.run_in_executor(own, nested_in_a_wait, [path])  # ASO209
    await running.run_in_executor(own, nested_in_a_map, [path])  # ASO209 ThreadPoolExecutor().map


@app.get("/files/{path}")  # ASO209 route -> anyio.from_thread.run -> load
def route(path: str) -> bytes:
    return from_thread.run(load, path)


@app.get("/names/{path}")
def route_that_only_says(path: str) -> str:
    return from_thread.run(say, path)


def apart(path: str) -> bytes:
    return from_thread.run(load_apart, path)


def says(path: str) -> str:
    return from_thread.run(say, path)


def submits(paths: list[str]) -> list[object]:
    # Somebody else waits.
    return [own.submit(read, path) for path in paths]


def starts(path: str) -> None:
    asyncio.run_coroutine_threadsafe(load_by_default(path), loop)


async def is_fine(path: str) -> None:
    running = asyncio.get_running_loop()
    await to_thread.run_sync(apart, path)
    await to_thread.run_sync(says, path)
    await asyncio.to_thread(starts, path)
    await running.run_in_executor(own, submits, [path])
    # Another pool.
    await asyncio.to_thread(nested, path)
    await to_thread.run_sync(nested_by_default, path)
    await running.run_in_executor(other, nested_in_own, path)
    # asgiref runs the inner work in the waiting thread.
    await sync_to_async(lambda: async_to_sync(sync_to_async(read))(path))()
