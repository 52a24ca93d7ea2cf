"""ASO502: an offloaded function touches an object of the event loop."""

import asyncio
import threading
from functools import partial

import anyio
from anyio import from_thread


class Reader:
    def __init__(self) -> None:
        self.queue: asyncio.Queue[str] = asyncio.Queue()
        self.ready = asyncio.Event()
        self.loop = asyncio.get_event_loop()

    def read(self, path: str) -> None:
        with open(path) as file:
            for line in file:
                self.queue.put_nowait(line)

    def read_safely(self, path: str) -> None:
        with open(path) as file:
            for line in file:
                self.loop.call_soon_threadsafe(self.queue.put_nowait, line)
        self.loop.call_soon_threadsafe(self.ready.set)
        self.loop.call_soon_threadsafe(lambda: self.queue.put_nowait("end"))
        asyncio.run_coroutine_threadsafe(self.queue.put("end"), self.loop).result()

    async def start(self, path: str) -> None:
        await asyncio.to_thread(self.read, path)  # ASO502 asyncio.Queue().put_nowait is not thread-safe
        await asyncio.to_thread(self.read_safely, path)


def current_loop() -> asyncio.AbstractEventLoop:
    try:
        return asyncio.get_event_loop()
    except RuntimeError:
        return asyncio.new_event_loop()


async def nested(path: str) -> None:
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[str] = asyncio.Queue()
    event = asyncio.Event()
    future = loop.create_future()

    def put() -> None:
        queue.put_nowait(path)

    def forgets() -> None:
        event.clear()  # only sets a flag back: nobody waits for that

    def done() -> None:
        future.set_result(path)

    def later() -> None:
        loop.call_soon(print, path)

    def spawns() -> None:
        asyncio.create_task(queue.put(path))

    def asks() -> tuple[bool, int]:
        return event.is_set(), queue.qsize()

    def safe() -> None:
        loop.call_soon_threadsafe(queue.put_nowait, path)
        from_thread.run_sync(event.set)
        from_thread.run(queue.put, path)

    def only_with_a_loop() -> None:
        try:
            asyncio.get_running_loop()
            if path:
                asyncio.create_task(queue.put(path))
        except RuntimeError:
            asyncio.run(queue.put(path))

    def where_there_is_none() -> None:
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            event.set()

    def wherever_it_is() -> None:
        if threading.current_thread() is threading.main_thread():
            event.set()
        else:
            loop.call_soon_threadsafe(event.set)

    def runs_whatever_loop_there_is() -> None:
        found = current_loop()
        task = asyncio.ensure_future(queue.get(), loop=found)
        found.run_until_complete(task)

    def safe_but_for_the_end() -> None:
        loop.call_soon_threadsafe(queue.put_nowait, path)
        event.set()

    def with_a_loop_of_its_own() -> None:
        own = asyncio.new_event_loop()
        own.call_soon(print, path)
        own_queue: asyncio.Queue[str] = asyncio.Queue()
        own_queue.put_nowait(path)

    await asyncio.to_thread(put)  # ASO502 loop.call_soon_threadsafe
    await loop.run_in_executor(None, partial(put))  # ASO502
    await anyio.to_thread.run_sync(lambda: event.set())  # ASO502 asyncio.Event().set
    await asyncio.to_thread(event.set)  # ASO502 asyncio.Event().set
    await asyncio.to_thread(done)  # ASO502 set_result
    await asyncio.to_thread(later)  # ASO502 call_soon
    await asyncio.to_thread(spawns)  # ASO502 asyncio.create_task
    await asyncio.to_thread(asks)
    await anyio.to_thread.run_sync(safe)
    await asyncio.to_thread(only_with_a_loop)
    await asyncio.to_thread(where_there_is_none)  # ASO502 asyncio.Event().set
    await asyncio.to_thread(wherever_it_is)
    await asyncio.to_thread(runs_whatever_loop_there_is)
    await asyncio.to_thread(safe_but_for_the_end)  # ASO502 asyncio.Event().set
    await asyncio.to_thread(with_a_loop_of_its_own)
    await asyncio.to_thread(loop.call_soon_threadsafe, event.set)
    queue.put_nowait(path)
    event.set()
