"""ASO405: a process pool is handed what cannot be pickled."""

import asyncio
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial

import anyio.to_process
import boto3
import loky
import openai
import pytest

processes = ProcessPoolExecutor(2)
threads = ThreadPoolExecutor(2)
robust = loky.get_reusable_executor(2)
client = openai.OpenAI()

double = lambda number: number * 2  # noqa: E731


def square(number: int) -> int:
    return number * number


class Service:
    def __init__(self) -> None:
        self._lock = threading.Lock()

    def work(self, number: int) -> int:
        with self._lock:
            return number

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(processes, self.work, 1)  # ASO405 a method of Service, which keeps threading.Lock()


class OwnsItsPool:
    def __init__(self) -> None:
        self.pool = ProcessPoolExecutor(1)

    def work(self, number: int) -> int:
        return number

    async def run(self) -> None:
        await asyncio.get_running_loop().run_in_executor(self.pool, self.work, 1)  # ASO405 ProcessPoolExecutor() in pool


async def handed(number: int) -> None:
    loop = asyncio.get_running_loop()

    def nested() -> int:
        return number

    await loop.run_in_executor(processes, lambda: number * number)  # ASO405 a lambda
    await loop.run_in_executor(processes, nested)  # ASO405 the nested function nested
    await loop.run_in_executor(processes, partial(nested))  # ASO405 the nested function nested
    await loop.run_in_executor(processes, double, number)  # ASO405 a lambda
    await loop.run_in_executor(processes, square, lambda: number)  # ASO405 a lambda among the arguments
    await anyio.to_process.run_sync(lambda: number)  # ASO405 a lambda
    await loop.run_in_executor(processes, client.models.list)  # ASO405 a method bound to openai.OpenAI()
    with ProcessPoolExecutor() as pool:
        await loop.run_in_executor(pool, nested)  # ASO405 the nested function nested


class Plain:
    def __init__(self, factor: int) -> None:
        self.factor = factor

    def work(self, number: int) -> int:
        return number * self.factor

    @staticmethod
    def twice(number: int) -> int:
        return number * 2


class SaysHow:
    def __init__(self) -> None:
        self._lock = threading.Lock()

    def __getstate__(self) -> dict[str, object]:
        return {}

    def work(self, number: int) -> int:
        return number


def makes_a_global() -> None:
    global late

    def late() -> int:
        return 1


async def hidden_in_a_partial(number: int) -> None:
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(processes, partial(square, lambda: number))  # ASO405 a lambda among the arguments
    await loop.run_in_executor(processes, boto3.client("s3").get_object)  # ASO405 a method bound to boto3.client()


async def picklable(number: int, unknown) -> None:
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(processes, square, number)
    await loop.run_in_executor(processes, partial(square, number))
    await loop.run_in_executor(processes, Plain(2).work, number)
    await loop.run_in_executor(processes, Plain.twice, number)
    await loop.run_in_executor(processes, SaysHow().work, number)
    await loop.run_in_executor(processes, late)
    await loop.run_in_executor(threads, lambda: number)
    await loop.run_in_executor(None, lambda: number)
    await loop.run_in_executor(robust, lambda: number)
    await loop.run_in_executor(unknown, lambda: number)


async def test_that_lambdas_are_refused(number: int) -> None:
    await asyncio.get_running_loop().run_in_executor(processes, lambda: number)
