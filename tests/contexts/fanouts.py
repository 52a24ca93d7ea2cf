"""Fan-outs: side by side for every item, and what bounds how many there are at once, under the name it has."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import aiolimiter
import anyio
import trio
from asyncio import TaskGroup
from tqdm.asyncio import tqdm_asyncio

LIMIT = asyncio.Semaphore(4)


def work(item: str) -> None: ...


async def in_a_comprehension(items: list[str]) -> None:
    await asyncio.gather(*[asyncio.to_thread(work, item) for item in items])  #> fan-out, per item of a fan-out


async def in_a_generator(items: list[str]) -> None:
    await asyncio.gather(*(one(item) for item in items))


async def one(item: str) -> None:
    await asyncio.to_thread(work, item)  #> fan-out, per item of a fan-out


async def in_a_map(items: list[str]) -> None:
    await asyncio.gather(*map(mapped, items))


async def mapped(item: str) -> None:
    await asyncio.to_thread(work, item)  #> fan-out, per item of a fan-out


async def in_a_task_group(items: list[str]) -> None:
    async with asyncio.TaskGroup() as group:
        for item in items:
            group.create_task(in_the_group(item))


async def in_the_group(item: str) -> None:
    await asyncio.to_thread(work, item)  #> fan-out, per item of a fan-out


async def in_an_anyio_group(items: list[str]) -> None:
    async with anyio.create_task_group() as group:
        for item in items:
            group.start_soon(started_soon, item)


async def started_soon(item: str) -> None:
    await asyncio.to_thread(work, item)  #> fan-out, per item of a fan-out


async def in_a_nursery(items: list[str]) -> None:
    async with trio.open_nursery() as nursery:
        for item in items:
            nursery.start_soon(in_the_nursery, item)


async def in_the_nursery(item: str) -> None:
    await trio.to_thread.run_sync(work, item)  #> fan-out, per item of a fan-out


async def tasks_in_a_loop(items: list[str]) -> None:
    tasks = []
    for item in items:
        task = asyncio.create_task(in_a_task(item))
        tasks.append(task)
    await asyncio.wait(tasks)


async def in_a_task(item: str) -> None:
    await asyncio.to_thread(work, item)  #> fan-out, per item of a fan-out


async def tasks_in_a_comprehension(items: list[str]) -> None:
    tasks = {asyncio.ensure_future(in_a_future(item)): item for item in items}
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)


async def in_a_future(item: str) -> None:
    await asyncio.to_thread(work, item)  #> fan-out, per item of a fan-out


async def as_they_complete(items: list[str]) -> None:
    for done in asyncio.as_completed([completed(item) for item in items]):
        await done


async def completed(item: str) -> None:
    await asyncio.to_thread(work, item)  #> fan-out, per item of a fan-out


async def with_a_bar(items: list[str]) -> None:
    await tqdm_asyncio.gather(*[under_a_bar(item) for item in items])


async def under_a_bar(item: str) -> None:
    await asyncio.to_thread(work, item)  #> fan-out, per item of a fan-out


async def nested_function(items: list[str]) -> None:
    async def inner(item: str) -> None:
        await asyncio.to_thread(work, item)  #> fan-out, per item of a fan-out

    await asyncio.gather(*[inner(item) for item in items])


async def one_after_the_other(items: list[str]) -> None:
    for item in items:
        await asyncio.to_thread(work, item)  #> unknown


async def two_of_them() -> None:
    await asyncio.gather(asyncio.to_thread(work, "a"), asyncio.to_thread(work, "b"))  #> unknown


# Bounded


async def by_a_semaphore(items: list[str]) -> None:
    semaphore = asyncio.Semaphore(8)

    async def limited(item: str) -> None:
        async with semaphore:
            await asyncio.to_thread(work, item)  #> fan-out, per item, bounded by semaphore

    await asyncio.gather(*[limited(item) for item in items])


async def by_a_global(items: list[str]) -> None:
    await asyncio.gather(*[let_in(item) for item in items])


async def let_in(item: str) -> None:
    async with LIMIT:
        await below(item)


async def below(item: str) -> None:
    await asyncio.to_thread(work, item)  #> fan-out, per item, bounded by LIMIT


class Store:
    def __init__(self, most: int) -> None:
        self._limit = asyncio.BoundedSemaphore(most)
        self._rate = aiolimiter.AsyncLimiter(10)
        self.capacity = anyio.CapacityLimiter(5)

    async def everything(self, items: list[str]) -> None:
        await asyncio.gather(*[self._one(item) for item in items])
        await asyncio.gather(*[self.slowly(item) for item in items])
        async with anyio.create_task_group() as group:
            for item in items:
                group.start_soon(self.with_capacity, item)

    async def _one(self, item: str) -> None:
        async with self._limit:
            await asyncio.to_thread(work, item)  #> fan-out, per item, bounded by self._limit

    async def slowly(self, item: str) -> None:
        async with self._rate:
            await asyncio.to_thread(work, item)  #> fan-out, per item, bounded by self._rate

    async def with_capacity(self, item: str) -> None:
        async with self.capacity:
            await asyncio.to_thread(work, item)  #> fan-out, per item, bounded by self.capacity


async def by_acquiring(items: list[str]) -> None:
    await asyncio.gather(*[acquires(item) for item in items])


async def acquires(item: str) -> None:
    await LIMIT.acquire()
    try:
        await asyncio.to_thread(work, item)  #> fan-out, per item, bounded by LIMIT
    finally:
        LIMIT.release()


async def given(items: list[str]) -> None:
    limit = asyncio.Semaphore(2)
    await asyncio.gather(*[takes(limit, item) for item in items])


async def takes(limit: asyncio.Semaphore, item: str) -> None:
    async with limit:
        await asyncio.to_thread(work, item)  #> fan-out, per item, bounded by limit


async def by_the_limiter(items: list[str]) -> None:
    limiter = anyio.CapacityLimiter(3)
    async with anyio.create_task_group() as group:
        for item in items:
            group.start_soon(through_a_limiter, item, limiter)


async def through_a_limiter(item: str, limiter: anyio.CapacityLimiter) -> None:
    await anyio.to_thread.run_sync(work, item, limiter=limiter)  #> fan-out, per item of a fan-out


async def by_a_number(pages: int) -> None:
    await asyncio.gather(*[page(number) for number in range(pages)])


async def page(number: int) -> None:
    await asyncio.to_thread(work, str(number))  #> fan-out, per item of a fan-out


# Workers


async def with_workers(items: list[str]) -> None:
    queue: asyncio.Queue[str] = asyncio.Queue()
    workers = [asyncio.create_task(worker(queue)) for _ in range(4)]
    await queue.join()
    for each in workers:
        each.cancel()


async def worker(queue: asyncio.Queue[str]) -> None:
    while True:
        item = await queue.get()
        await asyncio.to_thread(work, item)  #> fan-out: loop in worker, per item, bounded by range(4)
        queue.task_done()


async def by_the_pool(items: list[str]) -> None:
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(2) as pool:
        await asyncio.gather(*[loop.run_in_executor(pool, work, item) for item in items])  #> fan-out, per item of a fan-out
