"""ASO208: offloads are started for every item of something at once, with nothing that limits their number."""

import asyncio
import enum
import os
import queue
import shutil
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from itertools import batched

import anyio

limit = asyncio.Semaphore(4)
own = ThreadPoolExecutor(max_workers=4)
KINDS = ["a", "b"]


class Color(enum.Enum):
    RED = 1


def work(item: object) -> None:
    shutil.copytree(str(item), "backup")


def read_some(items: list[str]) -> list[str]:
    return [item for item in items if item]


async def one(item: object) -> None:
    await asyncio.to_thread(work, item)  # ASO208 `for item in items`


async def all_of(items: list[str]) -> None:
    await asyncio.gather(*[one(item) for item in items])


async def every_way(items: list[str]) -> None:
    loop = asyncio.get_running_loop()
    await asyncio.gather(*(asyncio.to_thread(work, item) for item in items))  # ASO208 the default executor
    futures = [loop.run_in_executor(None, work, item) for item in items]  # ASO208
    for future in futures:
        await future
    tasks = []
    for item in items:
        tasks.append(asyncio.to_thread(work, item))  # ASO208 `for item in items`
    await asyncio.gather(*tasks)
    async with asyncio.TaskGroup() as group:
        for number, item in enumerate(items):
            group.create_task(asyncio.to_thread(work, item))  # ASO208
    async with anyio.create_task_group() as group:
        for item in items:
            group.start_soon(anyio.to_thread.run_sync, work, item)  # ASO208 AnyIO's thread limiter
    for done in asyncio.as_completed([asyncio.to_thread(work, items[index]) for index in range(len(items))]):  # ASO208
        await done


async def limited(item: str) -> None:
    async with limit:
        await asyncio.to_thread(work, item)


async def takes(item: str) -> None:
    await limit.acquire()
    try:
        await asyncio.to_thread(work, item)
    finally:
        limit.release()


class Store:
    def __init__(self, gate) -> None:
        self._gate = gate

    @property
    def every_kind(self) -> list[str]:
        return ["a", "b"]

    async def limited_by_somebody(self, item: str) -> None:
        async with self._gate:
            await self._store(item)

    async def _store(self, item: str) -> None:
        await asyncio.to_thread(work, item)

    async def each_kind(self) -> None:
        await asyncio.gather(*[asyncio.to_thread(work, kind) for kind in self.every_kind])

    async def all_of(self, items: list[str]) -> None:
        await asyncio.gather(*[self.limited_by_somebody(item) for item in items])


async def is_limited(items: list[str], workers: int) -> None:
    loop = asyncio.get_running_loop()
    await asyncio.gather(*[limited(item) for item in items])
    await asyncio.gather(*[takes(item) for item in items])
    await asyncio.gather(*[loop.run_in_executor(own, work, item) for item in items])
    # As many as somebody chose.
    await asyncio.gather(*[asyncio.to_thread(work, item) for item in ("a", "b")])
    await asyncio.gather(*[asyncio.to_thread(work, item) for item in KINDS])
    await asyncio.gather(*[asyncio.to_thread(work, item) for item in Color])
    await asyncio.gather(*[asyncio.to_thread(work, number) for number in range(workers)])
    await asyncio.gather(*[asyncio.to_thread(work, item) for item in items[:10]])
    for batch in batched(items, 10):
        await asyncio.gather(*[asyncio.to_thread(work, item) for item in batch])
    batch = read_some(items)
    await asyncio.gather(*[asyncio.to_thread(work, item) for item in batch])
    # Under 10 ms each.
    await asyncio.gather(*[asyncio.to_thread(os.stat, item) for item in items])
    # One after the other.
    for item in items:
        await asyncio.to_thread(work, item)
    for item in items:
        task = asyncio.create_task(asyncio.to_thread(work, item))
        await task
    results = [await asyncio.to_thread(work, item) for item in items]
    pending = set()
    for item in items:
        if len(pending) >= 4:
            _, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
        pending.add(asyncio.create_task(asyncio.to_thread(work, item)))
    print(results)


async def one_of_some(item: str) -> None:
    await asyncio.to_thread(work, item)


async def as_many_as_the_setting_says(items: list[str], most: int) -> None:
    if most:
        some = asyncio.Semaphore(most)

        async def limited_to_some(item: str) -> None:
            async with some:
                await one_of_some(item)

        tasks = [limited_to_some(item) for item in items]
    else:
        tasks = [one_of_some(item) for item in items]
    await asyncio.gather(*tasks)


class Platform:
    async def run(self) -> None:
        raise NotImplementedError


class Chat(Platform):
    async def run(self) -> None:
        await asyncio.to_thread(work, self)


async def start(platforms: list[Platform], inboxes: list[queue.Queue[str]]) -> None:
    # Of many kinds of platforms, few are this one.
    await asyncio.gather(*[platform.run() for platform in platforms])
    # Behind a semaphore, those let in would never let go.
    await asyncio.gather(*[asyncio.to_thread(inbox.get) for inbox in inboxes])  # ASO204


async def lifespan(app: object) -> None:
    # Nobody is served yet, or any more.
    await asyncio.gather(*[asyncio.to_thread(work, item) for item in app.items])


class Sources:
    def __init__(self) -> None:
        self.few = [Platform(), Platform()]
        self.grown = [Platform()]

    def add(self, platform: Platform) -> None:
        self.grown.append(platform)

    async def load(self) -> None:
        loop = asyncio.get_running_loop()
        await asyncio.gather(*[loop.run_in_executor(None, work, each) for each in self.few])
        await asyncio.gather(*[loop.run_in_executor(None, work, each) for each in self.grown])  # ASO208


async def hands_over(pool: ProcessPoolExecutor, items: list[str]) -> None:
    # The thread only hands the work to a pool of processes.
    await asyncio.gather(*[asyncio.to_thread(pool.submit, work, item) for item in items])
