from __future__ import annotations

from flake8_async_offload.model import Site
from flake8_async_offload.rule import Rule


class AsyncioObjectInThread(Rule):
    """An offloaded function touches an object of the event loop.

    ## What it does

    Reports, in what runs in a thread, calls that change asyncio's objects: `Queue.put_nowait`, `Event.set`,
    `Future.set_result`, `Task.cancel`, `create_task`, `call_soon` and their relatives. `call_soon_threadsafe`,
    `run_coroutine_threadsafe`, `from_thread.run`, and objects that the thread made itself, stay silent.

    ## Why is this bad

    asyncio's objects are not thread-safe, and they do not wake a loop that sleeps: the item is in the queue, and the
    coroutine that waits for it goes on waiting until something else happens, seconds later or never. In debug mode
    `call_soon` says so with a RuntimeError; `create_task` always does (hatchet issue 3805).

    ## Example

    ```python
    import asyncio


    async def lines(path: str) -> str:
        queue: asyncio.Queue[str] = asyncio.Queue()

        def read() -> None:
            with open(path) as file:
                for line in file:
                    queue.put_nowait(line)

        reading = asyncio.create_task(asyncio.to_thread(read))
        line = await queue.get()
        await reading
        return line
    ```

    ## Use instead

    ```python
    import asyncio


    async def lines(path: str) -> str:
        loop = asyncio.get_running_loop()
        queue: asyncio.Queue[str] = asyncio.Queue()

        def read() -> None:
            with open(path) as file:
                for line in file:
                    loop.call_soon_threadsafe(queue.put_nowait, line)

        reading = asyncio.create_task(asyncio.to_thread(read))
        line = await queue.get()
        await reading
        return line
    ```

    ## The decision to record

    None: it is a bug.

    ## When not to use it

    Never.
    """

    code = "ASO502"
    name = "asyncio-object-in-thread"
    message = "event loop's object in a thread: {call} is not thread-safe and wakes no loop; {cure}"

    def applies(self, site: Site) -> bool:
        """Whether the thread touches what belongs to the loop."""
        return site.circumstances.loop_object is not None and site.place.in_thread

    def text(self, site: Site) -> str:
        """Name the call."""
        return self.message.format(call=site.circumstances.loop_object, cure="use loop.call_soon_threadsafe")
