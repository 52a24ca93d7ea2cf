"""ASO303: an executor is made inside a coroutine, and serves that one call of it."""

import asyncio
import contextlib
import threading
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from functools import lru_cache

from fastapi import FastAPI

app = FastAPI()
POOL = ThreadPoolExecutor()


@app.post("/sums")
async def handler(numbers: list[int]) -> list[int]:
    with ThreadPoolExecutor(max_workers=4) as pool:  # ASO303 concurrent.futures.ThreadPoolExecutor starts new workers
        return [await asyncio.get_running_loop().run_in_executor(pool, sum, numbers)]


@app.post("/checks")
def synchronous_handler(numbers: list[list[int]]) -> list[int]:
    with ThreadPoolExecutor() as pool:  # ASO303
        return list(pool.map(sum, numbers))


async def one(numbers: list[int]) -> int:
    pool = ProcessPoolExecutor()  # ASO303 concurrent.futures.ProcessPoolExecutor
    total = await asyncio.get_running_loop().run_in_executor(pool, sum, numbers)
    pool.shutdown(wait=False)
    return total


async def on_the_spot(numbers: list[int]) -> int:
    return await asyncio.get_running_loop().run_in_executor(ThreadPoolExecutor(1), sum, numbers)  # ASO303


async def many(numbers: list[list[int]]) -> list[int]:
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor() as pool:  # ASO303
        return await asyncio.gather(*[loop.run_in_executor(pool, sum, some) for some in numbers])


async def batch_by_batch(numbers: list[list[int]]) -> None:
    while numbers:
        with ThreadPoolExecutor() as pool:  # ASO303
            await asyncio.get_running_loop().run_in_executor(pool, sum, numbers.pop())


class CarryingExecutor(ThreadPoolExecutor):
    """A pool of the project's own class."""


async def in_a_thread(pool: Executor, function, *arguments):
    return await asyncio.get_running_loop().run_in_executor(pool, function, *arguments)


async def of_its_own_class(numbers: list[int]) -> list[int]:
    with CarryingExecutor() as pool:  # ASO303 aso303.CarryingExecutor starts new workers
        totals = [await asyncio.get_running_loop().run_in_executor(pool, sum, numbers)]
    with ThreadPoolExecutor() as pool:  # todo: ASO303 the wrapper keeps no pool
        totals.append(await in_a_thread(pool, sum, numbers))
    return totals


class Worker:
    async def start(self) -> None:
        self.pool = ThreadPoolExecutor()
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(32))

    async def serve(self, queue: asyncio.Queue[list[int]]) -> None:
        with ThreadPoolExecutor() as pool:
            while True:
                numbers = await queue.get()
                await asyncio.get_running_loop().run_in_executor(pool, sum, numbers)

    async def make(self) -> Executor:
        pool = ThreadPoolExecutor()
        return pool

    async def hand_on(self) -> None:
        pool = ThreadPoolExecutor()
        app.state.pool = pool


async def lazily() -> None:
    global POOL
    POOL = ThreadPoolExecutor()


async def lifespan(app: FastAPI):
    with ThreadPoolExecutor() as pool:
        await asyncio.get_running_loop().run_in_executor(pool, sum, [1])
        yield


@contextlib.asynccontextmanager
async def held(lock: threading.Lock):
    own_thread = ThreadPoolExecutor(max_workers=1)
    await asyncio.get_running_loop().run_in_executor(own_thread, lock.acquire)
    yield
    await asyncio.get_running_loop().run_in_executor(own_thread, lock.release)


async def main() -> None:
    with ThreadPoolExecutor() as pool:
        await asyncio.get_running_loop().run_in_executor(pool, sum, [1])


class Sums:
    @staticmethod
    def of_all(numbers: list[list[int]]) -> list[int]:
        with ThreadPoolExecutor() as pool:
            return list(pool.map(sum, numbers))


@app.post("/all")
def all_sums(numbers: list[list[int]]) -> list[int]:
    return Sums.of_all(numbers)


@lru_cache
def cached(numbers: tuple[int, ...]) -> int:
    with ThreadPoolExecutor() as pool:
        return pool.submit(sum, numbers).result()


def synchronous(numbers: list[list[int]]) -> list[int]:
    with ThreadPoolExecutor() as pool:
        return list(pool.map(sum, numbers))


class Connection:
    def __init__(self, executor: Executor) -> None:
        self.executor = executor


async def serves(register: object) -> None:
    pool = ThreadPoolExecutor()

    def connect() -> Connection:
        return Connection(executor=pool)

    register(connect)


async def hands_out(numbers: list[list[int]]) -> list[int]:
    pool = ThreadPoolExecutor()  # ASO303

    async def total(part: list[int]) -> int:
        return await asyncio.get_running_loop().run_in_executor(pool, sum, part)

    return await asyncio.gather(*map(total, numbers))


if __name__ == "__main__":
    asyncio.run(main())
