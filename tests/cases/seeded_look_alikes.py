"""Offloads that look like the misuses and are none: each line with a number is one of them."""

import asyncio
import hashlib
import itertools
import json
import queue
import shutil
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial

import anyio
import openai
import requests
from asgiref.sync import sync_to_async
from fastapi import BackgroundTasks, FastAPI
from markitdown import MarkItDown

app = FastAPI()
api = openai.AsyncOpenAI()
jobs: queue.Queue[str] = queue.Queue()
stopped = threading.Event()
processes = ProcessPoolExecutor(max_workers=2)
pool = ThreadPoolExecutor(max_workers=4)
gate = asyncio.Semaphore(4)
limiter = anyio.CapacityLimiter(4)


def convert(path: str) -> str:
    return MarkItDown().convert(path).markdown


def beat_while_there_are_jobs() -> None:
    while True:
        if jobs.empty():
            break
        time.sleep(1)


def serve() -> None:
    while True:
        print(jobs.get(timeout=5))


def start() -> None:
    threading.Thread(target=serve, daemon=True).start()


def read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


async def load_apart(path: str) -> bytes:
    return await anyio.to_thread.run_sync(read, path, limiter=limiter)


def load_again(path: str) -> bytes:
    return anyio.from_thread.run(load_apart, path)


async def copy(folder: str) -> None:
    async with gate:
        await asyncio.to_thread(shutil.copytree, folder, "backup")  # 1: a semaphore


def log(text: str) -> None:
    print(text)


async def nothing_better(text: str, cache: dict[str, str], service) -> None:
    await asyncio.to_thread(cache.get, "key")  # 2: a dictionary, no queue and no SDK
    await asyncio.to_thread(service.generate_content, text)  # 3: nobody knows whose
    await api.responses.create(model="m", input=text)  # 4: asynchronous already
    await asyncio.to_thread(hashlib.sha256, text.encode())  # 5: short
    await asyncio.sleep(1)  # 6: asyncio's own


async def apart(path: str) -> None:
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(processes, convert, path)  # 7: processes
    await loop.run_in_executor(pool, convert, path)  # 8: an executor of its own
    await loop.run_in_executor(pool, jobs.get)  # 9: an executor of its own
    await anyio.to_thread.run_sync(load_again, path)  # 10: another limiter inside
    await sync_to_async(partial(requests.get, path, timeout=5), thread_sensitive=False)()  # 11: not the one thread
    await sync_to_async(str.upper)(path)  # 12: no time at all


async def ends() -> None:
    await asyncio.to_thread(jobs.get, timeout=5)  # 13: a time limit
    await asyncio.to_thread(jobs.get, block=False)  # 14: does not wait
    await asyncio.to_thread(stopped.wait, 5)  # 15: a time limit by position
    await asyncio.to_thread(beat_while_there_are_jobs)  # 16: breaks
    await asyncio.to_thread(start)  # 17: the loop runs in a thread of its own


async def few(folders: list[str], workers: int) -> None:
    await asyncio.gather(*[copy(folder) for folder in folders])  # 18: limited inside
    await asyncio.gather(*[asyncio.to_thread(shutil.copytree, name, "b") for name in ("src", "docs")])  # 19: a literal
    await asyncio.gather(*[asyncio.to_thread(read, str(number)) for number in range(workers)])  # 20: somebody's number
    for chunk in itertools.batched(folders, 4):
        await asyncio.gather(*[asyncio.to_thread(shutil.copytree, folder, "b") for folder in chunk])  # 21: a chunk
    for folder in folders:
        await asyncio.to_thread(shutil.copytree, folder, "b")  # 22: one after the other


@app.post("/orders")
async def order(text: str, tasks: BackgroundTasks) -> None:
    tasks.add_task(log, text)  # 23: short


@app.get("/healthz")  # 24: asynchronous
async def healthz() -> str:
    return "ok"


@app.get("/jobs/{job}/status")  # 25: the status of something else
def status(job: str) -> str:
    return job


async def whole(path: str) -> None:
    loop = asyncio.get_running_loop()
    await asyncio.to_thread(read, path)  # 26: passed, not called
    await asyncio.to_thread(partial(json.dumps, path))  # 27: a factory of a callable
    await loop.run_in_executor(None, partial(read, path=path))  # 28: keywords in a partial
    await asyncio.to_thread(next, iter(path), None)  # 29: a default
    loop.set_default_executor(ThreadPoolExecutor(max_workers=20))  # 30: threads


async def lifespan(application: FastAPI) -> None:
    await asyncio.to_thread(convert, "warm-up.pdf")  # 31: start-up only


async def main() -> None:
    await asyncio.to_thread(convert, "once.pdf")  # 32: command line only
    time.monotonic()


if __name__ == "__main__":
    asyncio.run(main())
