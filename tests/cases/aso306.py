"""ASO306: a coroutine waits for a thread's result without awaiting it."""

import asyncio
import concurrent.futures
from concurrent.futures import ThreadPoolExecutor

import pytest

pool = ThreadPoolExecutor()
other = asyncio.new_event_loop()


async def load() -> str:
    return "loaded"


async def blocks(numbers: list[list[int]]) -> object:
    total = pool.submit(sum, numbers[0]).result()  # ASO306 concurrent.futures.ThreadPoolExecutor().submit().result
    future = pool.submit(sum, numbers[0])
    total += future.result()  # ASO306 await run_in_executor, or asyncio.wrap_future
    futures = [pool.submit(sum, some) for some in numbers]
    totals = [each.result() for each in futures]  # ASO306
    concurrent.futures.wait(futures)  # ASO306 concurrent.futures.wait holds the event loop
    for done in concurrent.futures.as_completed(futures):  # ASO306 asyncio.as_completed
        totals.append(done.result())
    totals += list(pool.map(sum, numbers))  # ASO306 concurrent.futures.ThreadPoolExecutor().map
    results = pool.map(sum, numbers)  # ASO306
    for result in results:
        totals.append(result)
    text = asyncio.run_coroutine_threadsafe(load(), other).result()  # ASO306 asyncio.run_coroutine_threadsafe().result
    return total, totals, text


async def one_after_the_other(numbers: list[list[int]]) -> list[int]:
    futures = []
    for some in numbers:
        futures.append(pool.submit(sum, some))
    return [each.result() for each in futures]  # ASO306


async def behind_the_block(numbers: list[list[int]]) -> list[int]:
    with ThreadPoolExecutor() as own:
        futures = [own.submit(sum, some) for some in numbers]
        last = own.submit(sum, numbers[0])
        first = own.submit(sum, numbers[0]).result()  # ASO306
    return [each.result() for each in futures] + [last.result(), first]


async def awaited_together(numbers: list[list[int]]) -> list[int]:
    futures = [pool.submit(sum, some) for some in numbers]
    await asyncio.gather(*map(asyncio.wrap_future, futures))
    return [each.result() for each in futures]


async def waited_for_in_a_thread(numbers: list[list[int]]) -> list[int]:
    futures = [pool.submit(sum, some) for some in numbers]
    await asyncio.to_thread(concurrent.futures.wait, futures)
    return [each.result() for each in futures]


async def awaited_in_turn(numbers: list[list[int]]) -> list[int]:
    futures = [pool.submit(sum, some) for some in numbers]
    for future in futures:
        await asyncio.wrap_future(future)
    return [each.result() for each in futures]


async def fine(numbers: list[list[int]], given: "concurrent.futures.Future[int]", unknown) -> object:
    future = pool.submit(sum, numbers[0])
    await asyncio.wrap_future(future)
    total = future.result()
    polled = pool.submit(sum, numbers[0])
    while not polled.done():
        await asyncio.sleep(0.01)
    total += polled.result()
    task = asyncio.create_task(load())
    await task
    text = task.result()
    done, _ = await asyncio.wait([asyncio.create_task(load())])
    texts = [each.result() for each in done]
    at_once = pool.submit(sum, numbers[0]).result(timeout=0)
    concurrent.futures.wait([future], timeout=0)
    for coming in asyncio.as_completed([load()]):
        texts.append(await coming)
    await asyncio.to_thread(list, pool.map(sum, numbers))
    await asyncio.to_thread(concurrent.futures.wait, [future])
    await asyncio.to_thread(lambda: [some.result() for some in concurrent.futures.as_completed([future])])
    return total, text, texts, at_once, unknown.result(), unknown.submit(sum).result(), map(sum, numbers), given


class Loading:
    def __init__(self) -> None:
        self.encoding: "concurrent.futures.Future[str]" = pool.submit(str, 1)

    async def encoded(self, given: "concurrent.futures.Future[str]") -> str | None:
        if self.encoding.done():
            return self.encoding.result()
        await asyncio.wait([asyncio.wrap_future(self.encoding)], timeout=1)
        return given.result()


def synchronous(numbers: list[list[int]]) -> int:
    return pool.submit(sum, numbers[0]).result()


async def test_the_sum(numbers: list[int]) -> None:
    assert pool.submit(sum, numbers).result() == 3
