"""Executors: class, size and where each is made, whatever way it comes to the offload."""

import asyncio
import multiprocessing
import os
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache, cached_property, partial

import anyio
import trio
from anyio import CapacityLimiter, to_thread

SIZE = 8
DOUBLE = SIZE * 2
pool = ThreadPoolExecutor(SIZE)
named = ThreadPoolExecutor(max_workers=DOUBLE, thread_name_prefix="x")
machine = ThreadPoolExecutor(os.cpu_count())
bounded = ThreadPoolExecutor(max_workers=min(32, (os.cpu_count() or 1) + 4))
processes = ProcessPoolExecutor(4)
spawned = ProcessPoolExecutor(max_workers=2, mp_context=multiprocessing.get_context("spawn"))
limiter = CapacityLimiter(5)
lazy: ThreadPoolExecutor | None = None
from_environment = ThreadPoolExecutor(max_workers=int(os.environ.get("WORKERS", "3")))


def work() -> None: ...


def get_pool() -> ThreadPoolExecutor:
    global lazy
    if lazy is None:
        lazy = ThreadPoolExecutor(max_workers=6)
    return lazy


@cache
def cached_pool():
    return ThreadPoolExecutor(max_workers=7)


def made(size: int = 9) -> Executor:
    return ThreadPoolExecutor(max_workers=size)


async def names() -> None:
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(pool, work)  #> dedicated 8 ThreadPoolExecutor :16
    await loop.run_in_executor(named, work)  #> dedicated 16 ThreadPoolExecutor :17
    await loop.run_in_executor(machine, work)  #> dedicated os.cpu_count() ThreadPoolExecutor :18
    await loop.run_in_executor(bounded, work)  #> dedicated min(32, (os.cpu_count() or 1) + 4) ThreadPoolExecutor :19
    await loop.run_in_executor(processes, work)  #> process 4 ProcessPoolExecutor :20
    await loop.run_in_executor(spawned, work)  #> process 2 ProcessPoolExecutor :21
    await loop.run_in_executor(get_pool(), work)  #> dedicated 6 ThreadPoolExecutor :33
    await loop.run_in_executor(cached_pool(), work)  #> dedicated 7 ThreadPoolExecutor :39
    await loop.run_in_executor(made(), work)  #> dedicated size ThreadPoolExecutor :43
    await loop.run_in_executor(made(3), work)  #> dedicated size ThreadPoolExecutor :43
    await loop.run_in_executor(from_environment, work)  #> dedicated int(os.environ.get("WORKERS", "3")) ThreadPoolExecutor :24
    await loop.run_in_executor(None, work)  #> default
    await loop.run_in_executor(executor=pool, func=work)  #> dedicated 8 ThreadPoolExecutor :16
    in_pool = partial(loop.run_in_executor, pool)
    await in_pool(work)  #> dedicated 8 ThreadPoolExecutor :16


async def limiters() -> None:
    await to_thread.run_sync(work)  #> limiter
    await to_thread.run_sync(work, limiter=limiter)  #> dedicated 5 CapacityLimiter :22
    await anyio.to_thread.run_sync(work, limiter=anyio.CapacityLimiter(total_tokens=2))  #> per-call 2 CapacityLimiter :68
    await trio.to_thread.run_sync(work, limiter=trio.CapacityLimiter(1))  #> per-call 1 CapacityLimiter :69


class Service:
    SIZE = 4
    shared = ThreadPoolExecutor(SIZE)

    def __init__(self, given: Executor, workers: int = 5) -> None:
        self._pool = ThreadPoolExecutor(max_workers=workers)
        self._own = ThreadPoolExecutor(self.SIZE)
        self._given = given
        self._later = None
        self.workers = 11
        self._by_attribute = ThreadPoolExecutor(max_workers=self.workers)

    def start(self) -> None:
        self._later = ProcessPoolExecutor()

    @property
    def pool(self) -> ThreadPoolExecutor:
        return self._pool

    @cached_property
    def kept(self):
        return ThreadPoolExecutor(1)

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._pool, work)  #> dedicated workers ThreadPoolExecutor :77
        await loop.run_in_executor(self._own, work)  #> dedicated 4 ThreadPoolExecutor :78
        await loop.run_in_executor(self.shared, work)  #> dedicated 4 ThreadPoolExecutor :74
        await loop.run_in_executor(self._given, work)  #> dedicated ? Executor
        await loop.run_in_executor(self._later, work)  #> process cpus ProcessPoolExecutor :85
        await loop.run_in_executor(self.pool, work)  #> dedicated workers ThreadPoolExecutor :77
        await loop.run_in_executor(self.kept, work)  #> dedicated 1 ThreadPoolExecutor :93
        await loop.run_in_executor(self._by_attribute, work)  #> dedicated 11 ThreadPoolExecutor :82
        await asyncio.wrap_future(self._pool.submit(work))  #> dedicated workers ThreadPoolExecutor :77
        with ThreadPoolExecutor(2) as short:
            await loop.run_in_executor(short, work)  #> per-call 2 ThreadPoolExecutor :106


class Named(ThreadPoolExecutor):
    def __init__(self) -> None:
        super().__init__(max_workers=13)


class Sized(ThreadPoolExecutor): ...


own_class = Named()
sized = Sized(max_workers=14)
table = {"cpu": ProcessPoolExecutor(3), "io": ThreadPoolExecutor(10)}
pools = [ThreadPoolExecutor(2) for _ in range(3)]


@dataclass
class Held:
    pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(15))


async def others(held: Held) -> None:
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(own_class, work)  #> dedicated 13 ThreadPoolExecutor :118
    await loop.run_in_executor(sized, work)  #> dedicated 14 ThreadPoolExecutor :119
    await loop.run_in_executor(table["io"], work)  #> dedicated 10 ThreadPoolExecutor :120
    await loop.run_in_executor(pools[0], work)  #> dedicated 2 ThreadPoolExecutor :121
    await loop.run_in_executor(held.pool, work)  #> dedicated 15 ThreadPoolExecutor :126


class Carrying(ThreadPoolExecutor):
    def submit(self, fn, /, *args, **kwargs):
        return super().submit(partial(fn), *args, **kwargs)


carrying = Carrying(6)


async def overridden() -> None:
    await asyncio.wrap_future(carrying.submit(work))  #> dedicated 6 ThreadPoolExecutor :143
    with Carrying(max_workers=3) as short:
        await asyncio.wrap_future(short.submit(work))  #> per-call 3 ThreadPoolExecutor :148
