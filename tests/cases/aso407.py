"""ASO407: a process pool is made the loop's default executor."""

import asyncio
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

processes = ProcessPoolExecutor()


async def main() -> None:
    asyncio.get_running_loop().set_default_executor(ProcessPoolExecutor(2))  # ASO407 asyncio refuses concurrent.futures
    loop = asyncio.get_event_loop()
    loop.set_default_executor(processes)  # ASO407


def configure() -> None:
    loop = asyncio.new_event_loop()
    loop.set_default_executor(processes)  # ASO407
    with ProcessPoolExecutor() as pool:
        loop.set_default_executor(pool)  # ASO407


async def fine(unknown) -> None:
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(8))
    loop.set_default_executor(unknown)
    unknown.set_default_executor()
    await loop.run_in_executor(processes, sum, [1])
