"""An entry point that opens a window."""

import asyncio


def work() -> None: ...


async def shown() -> None:
    await asyncio.to_thread(work)  #> command-line: tool.window.show


def show() -> None:
    asyncio.run(shown())
