"""An entry point in poetry's own table."""

import asyncio


def work() -> None: ...


async def started() -> None:
    await asyncio.to_thread(work)  #> command-line: tool.old.run


def run() -> None:
    asyncio.run(started())
