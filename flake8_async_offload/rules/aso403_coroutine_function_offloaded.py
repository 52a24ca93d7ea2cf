from __future__ import annotations

from flake8_async_offload.model import Site
from flake8_async_offload.rule import Rule


class CoroutineFunctionOffloaded(Rule):
    """A coroutine function is handed to a thread.

    ## What it does

    Reports an offloaded `async def`, itself or called by a lambda, and the coroutine functions of asyncio such as
    `asyncio.sleep`. Decorated functions, synchronous functions that return an awaitable, and the project's own
    wrappers, which may look what they are given, stay silent.

    ## Why is this bad

    Calling a coroutine function does none of its work: it gives a coroutine. The thread returns that at once, nobody
    awaits it, and the work never happens. Python says so later, if at all: `coroutine 'f' was never awaited`.
    asgiref's `sync_to_async` refuses it with a TypeError. A test of OpenHands handed its coroutine function to
    `run_in_executor` like this, and awaited the future: the event that it is about was never sent.

    ## Example

    ```python
    import asyncio


    async def store(text: str) -> None:
        await asyncio.sleep(1)


    async def handle(text: str) -> None:
        await asyncio.to_thread(store, text)
    ```

    ## Use instead

    ```python
    import asyncio


    async def store(text: str) -> None:
        await asyncio.sleep(1)


    async def handle(text: str) -> None:
        await store(text)
    ```

    ## The decision to record

    None: it is a bug.

    ## When not to use it

    Where the coroutine is made in the thread and awaited by the caller on purpose.
    """

    code = "ASO403"
    name = "coroutine-function-offloaded"
    message = "coroutine function in a thread: {name} gives a coroutine that nobody awaits; await it on the event loop"

    def applies(self, site: Site) -> bool:
        """Whether what runs in the thread is a coroutine function."""
        return site.circumstances.coroutine is not None

    def text(self, site: Site) -> str:
        """Name the coroutine function."""
        return self.message.format(name=site.circumstances.coroutine)
