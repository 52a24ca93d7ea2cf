"""ASO304: a coroutine waits on the event loop for an executor or a process to end."""

import asyncio
import multiprocessing
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import pytest

POOL = ThreadPoolExecutor()


class Service:
    def __init__(self) -> None:
        self.pool = ProcessPoolExecutor()

    async def close(self) -> None:
        self.pool.shutdown()  # ASO304 concurrent.futures.ProcessPoolExecutor().shutdown waits
        POOL.shutdown(wait=True)  # ASO304 asyncio.to_thread

    async def close_at_once(self) -> None:
        self.pool.shutdown(wait=False)
        POOL.shutdown(False)
        await asyncio.to_thread(POOL.shutdown)
        await asyncio.get_running_loop().run_in_executor(None, self.pool.shutdown, True)

    def stop(self) -> None:
        self.pool.shutdown(wait=True)


async def dropped(pages: list[str]) -> None:
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor() as pool:  # ASO304 await all that is submitted inside the block
        for page in pages:
            loop.run_in_executor(pool, print, page)


async def never_looked_at(pages: list[str]) -> None:
    futures = []
    with ThreadPoolExecutor() as pool:  # ASO304
        for page in pages:
            futures.append(pool.submit(print, page))


async def looked_at_too_late(pages: list[str]) -> list[None]:
    with ThreadPoolExecutor() as pool:  # ASO304
        futures = [pool.submit(print, page) for page in pages]
    return [future.result() for future in futures]


async def returned(page: str) -> "asyncio.Future[None]":
    with ThreadPoolExecutor() as pool:  # ASO304
        return asyncio.get_running_loop().run_in_executor(pool, print, page)


async def of_its_own(pages: list[str], given: ThreadPoolExecutor) -> None:
    pool = ThreadPoolExecutor()
    for page in pages:
        pool.submit(print, page).add_done_callback(print)
    pool.shutdown()  # ASO304 asyncio.to_thread
    given.shutdown()  # ASO304 may be running


async def joins(target: str) -> None:
    process = multiprocessing.Process(target=print, args=(target,))
    process.start()
    process.join()  # ASO304 multiprocessing.Process().join


async def awaited(pages: list[str], target: str) -> None:
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor() as pool:
        await loop.run_in_executor(pool, print, "page")
        await asyncio.gather(*[loop.run_in_executor(pool, print, page) for page in pages])
        futures = [loop.run_in_executor(pool, print, page) for page in pages]
        for future in asyncio.as_completed(futures):
            await future
        tasks = []
        for page in pages:
            tasks.append(loop.run_in_executor(pool, print, page))
        await asyncio.wait(tasks)
        last = loop.run_in_executor(pool, print, "last")
        await last
    own = ThreadPoolExecutor()
    await asyncio.gather(*[loop.run_in_executor(own, print, page) for page in pages])
    own.shutdown()
    process = multiprocessing.Process(target=print, args=(target,))
    process.join(timeout=0)
    await asyncio.to_thread(process.join)
    thread = ",".join(pages)
    print(thread)


async def test_that_it_prints(page: str) -> None:
    with ThreadPoolExecutor() as pool:
        pool.submit(print, page)


class Jobs:
    def __init__(self) -> None:
        self.pool = ThreadPoolExecutor()
        self.futures: list[asyncio.Future[None]] = []


async def all_awaited(jobs: Jobs) -> None:
    await asyncio.gather(*(asyncio.wrap_future(future) for future in jobs.futures))
    jobs.pool.shutdown(wait=True)


async def some_awaited(jobs: Jobs, other: Jobs) -> None:
    await asyncio.gather(*other.futures)
    jobs.pool.shutdown(wait=True)  # ASO304 concurrent.futures.ThreadPoolExecutor().shutdown
