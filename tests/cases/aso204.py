"""ASO204: a wait without a time limit parks a thread that everything else shares."""

import asyncio
import fcntl
import multiprocessing
import multiprocessing.synchronize
import os
import queue
import socket
import subprocess
import threading
import unittest
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial

import anyio
from asgiref.sync import sync_to_async

jobs: queue.Queue[str] = queue.Queue()
results = multiprocessing.Queue()
stopped = threading.Event()
lock = threading.Lock()
own = ThreadPoolExecutor(max_workers=1)


class Worker:
    def __init__(self) -> None:
        self._inbox = queue.SimpleQueue()
        self._thread = threading.Thread(target=self.run)

    def run(self) -> None:
        self._inbox.get()

    def drain(self) -> str:
        return self._inbox.get()

    def poll(self) -> str:
        return self._inbox.get(timeout=1)

    async def step(self) -> None:
        await asyncio.to_thread(self.drain)  # ASO204 drain -> queue.SimpleQueue().get; pass timeout=
        await asyncio.to_thread(self.poll)
        await asyncio.to_thread(self._thread.join)  # ASO204 threading.Thread().join
        await asyncio.to_thread(self._thread.join, 5)


class Stream:
    def __init__(self, items: Iterator[str]) -> None:
        self.items = items


def each() -> Iterator[str]:
    while (item := jobs.get()) is not None:
        yield item


def starts() -> Stream:
    # Whoever has the stream waits, in a thread of theirs.
    return Stream(each())


def opens() -> Iterator[str]:
    return each()


def drains() -> list[str]:
    return [item.strip() for item in each()]


async def streams() -> None:
    await asyncio.to_thread(starts)
    await asyncio.to_thread(opens)
    await asyncio.to_thread(drains)  # ASO204 drains -> each -> queue.Queue().get


async def parks(told: multiprocessing.synchronize.Event) -> None:
    loop = asyncio.get_running_loop()
    await asyncio.to_thread(jobs.get)  # ASO204 the default executor: queue.Queue().get
    await anyio.to_thread.run_sync(stopped.wait)  # ASO204 AnyIO's thread limiter
    await sync_to_async(results.get)()  # ASO204 asgiref's single thread
    await loop.run_in_executor(None, lock.acquire)  # ASO204 threading.Lock().acquire
    await loop.run_in_executor(None, partial(jobs.get, timeout=None))  # ASO204
    await loop.run_in_executor(None, lambda: jobs.get())  # ASO204
    await loop.run_in_executor(None, copy_context().run, stopped.wait)  # ASO204
    await loop.run_in_executor(None, copy_context().run, stopped.wait, 5)
    await loop.run_in_executor(None, told.wait)  # ASO204 multiprocessing.Event().wait
    await asyncio.to_thread(input, "> ")  # ASO204 give it a thread of its own


def closes(inbox: queue.Queue[str | None]) -> None:
    # A queue of no size is never full.
    inbox.put(None)


async def ends(path: str, settings: dict[str, str], cache) -> None:
    loop = asyncio.get_running_loop()
    await asyncio.to_thread(jobs.get, timeout=5)
    await asyncio.to_thread(jobs.get, True, 5)
    await asyncio.to_thread(jobs.get, block=False)
    await asyncio.to_thread(stopped.wait, 5)
    await loop.run_in_executor(None, partial(jobs.get, timeout=5))
    await loop.run_in_executor(None, lambda: jobs.get(timeout=5))
    await loop.run_in_executor(None, lock.acquire, False)
    await loop.run_in_executor(own, jobs.get)
    await asyncio.to_thread(closes, jobs)
    # Not a queue, or nobody knows.
    await asyncio.to_thread(settings.get, "key")
    await asyncio.to_thread(cache.get, "key")


def locked(path: str) -> None:
    with open(path) as file:
        fcntl.flock(file, fcntl.LOCK_EX)


def tries(path: str) -> None:
    with open(path) as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        fcntl.flock(file, fcntl.LOCK_UN)


def starts_a_thread() -> None:
    threading.Thread(target=locked, args=("file",)).start()


async def files(path: str) -> None:
    await asyncio.to_thread(locked, path)  # ASO204 locked -> fcntl.flock
    await asyncio.to_thread(tries, path)
    await asyncio.to_thread(starts_a_thread)


def runs_on_the_loop(loop: asyncio.AbstractEventLoop) -> None:
    # Takes as long as the coroutine.
    asyncio.run_coroutine_threadsafe(asyncio.sleep(1), loop).result()


def works_off(ready: threading.Condition) -> None:
    # asgiref waits like this for the coroutine that it runs meanwhile.
    with ready:
        ready.wait_for(stopped.is_set)


def converts(path: str) -> bytes:
    # It ends with the program that the function started.
    process = subprocess.Popen(["convert", path], stdout=subprocess.PIPE)
    return process.stdout.read()


def started() -> "subprocess.Popen[bytes]":
    return subprocess.Popen(["convert"], stdout=subprocess.PIPE)


def converts_by_another() -> list[bytes]:
    process = started()
    return list(iter(process.stdout.readline, b""))


def by_another_process() -> object:
    answers = multiprocessing.Queue()
    process = multiprocessing.Process(target=print, args=(answers,))
    process.start()
    found = answers.get()
    process.join()
    return found


def in_a_fork() -> None:
    pid = os.fork()
    os.waitpid(pid, 0)


def reads(process: subprocess.Popen[bytes]) -> bytes:
    return process.stdout.readline()


async def programs(process: subprocess.Popen[bytes]) -> None:
    await asyncio.to_thread(converts, "a.png")
    await asyncio.to_thread(converts_by_another)
    await asyncio.to_thread(by_another_process)
    await asyncio.to_thread(in_a_fork)
    await asyncio.to_thread(os.waitpid, process.pid, 0)  # ASO204 os.waitpid
    await asyncio.to_thread(reads, process)  # ASO204 reads -> subprocess.Popen().stdout.readline


async def bridges() -> None:
    await asyncio.to_thread(works_off, threading.Condition())
    await asyncio.to_thread(runs_on_the_loop, asyncio.get_running_loop())


async def listens() -> None:
    server = socket.socket()
    await asyncio.to_thread(server.accept)  # ASO204 accept


async def blocks() -> None:
    await asyncio.to_thread(jobs.get, True)  # ASO204 queue.Queue().get
    await asyncio.to_thread(jobs.get, True, None)  # ASO204
    await asyncio.to_thread(jobs.get, True, 5)
    others = multiprocessing.get_context("spawn").Queue()
    await asyncio.to_thread(others.get)  # ASO204 multiprocessing.Queue().get


def each_one() -> None:
    for job in iter(jobs.get, None):
        print(job)


def in_a_section(path: str) -> None:
    # As `with lock:` does, for as long as the others are in theirs.
    lock.acquire()
    try:
        starts()
    finally:
        lock.release()


async def functions_that_wait() -> None:
    await asyncio.to_thread(each_one)  # ASO204 each_one -> queue.Queue().get
    await asyncio.to_thread(in_a_section, "a")
    # Nobody lets the next one in before the event loop comes by.
    await asyncio.to_thread(lock.acquire)  # ASO204
    lock.release()


async def tested() -> None:
    await asyncio.to_thread(jobs.get)  # ASO204 queue.Queue().get


class Tests(unittest.IsolatedAsyncioTestCase):
    async def test_it(self) -> None:
        # That a test calls it says nothing of who else does.
        await tested()
        await asyncio.to_thread(jobs.get)


def with_a_thread_of_its_own() -> None:
    worker = threading.Thread(target=each_one)
    worker.start()
    worker.join()


class Worker(threading.Thread):
    pass


def with_one_of_a_kind_of_its_own() -> None:
    worker = Worker(target=each_one)
    worker.start()
    worker.join()


def asks() -> str:
    return input()


def may_ask(known: str | None) -> str:
    return known or asks()


def logs_in() -> str:
    return may_ask("name")


def connects() -> str:
    return logs_in()


def opens() -> str:
    return connects()


async def far_away() -> None:
    await asyncio.to_thread(connects)  # ASO204 connects -> logs_in -> may_ask -> asks -> input
    # Whether it is ever reached is for all that is on the way to say.
    await asyncio.to_thread(opens)


async def started_here() -> None:
    # The thread waits for no more than its own work.
    await asyncio.to_thread(with_a_thread_of_its_own)
    await asyncio.to_thread(with_one_of_a_kind_of_its_own)
    worker = threading.Thread(target=each_one)
    worker.start()
    await asyncio.to_thread(worker.join)  # ASO204 threading.Thread().join
