"""ASO307: a coroutine blocks on `run_coroutine_threadsafe` of the very loop it runs on."""

import asyncio


async def load() -> str:
    return "loaded"


async def deadlocks() -> list[str]:
    loop = asyncio.get_running_loop()
    first = asyncio.run_coroutine_threadsafe(load(), loop).result()  # ASO307 deadlock on the coroutine's own loop
    second = asyncio.run_coroutine_threadsafe(load(), asyncio.get_event_loop()).result()  # ASO307
    future = asyncio.run_coroutine_threadsafe(load(), loop)
    return [first, second, future.result(5)]  # ASO307


class Client:
    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop

    async def of_another_loop(self) -> str:
        return asyncio.run_coroutine_threadsafe(load(), self.loop).result()

    def of_a_thread(self) -> str:
        return asyncio.run_coroutine_threadsafe(load(), self.loop).result()


async def fine() -> str:
    loop = asyncio.get_running_loop()

    def in_a_thread() -> str:
        return asyncio.run_coroutine_threadsafe(load(), loop).result()

    await asyncio.to_thread(in_a_thread)
    return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(load(), loop))
