"""A method as the entry point."""

import asyncio


def work() -> None: ...


class Sync:
    @classmethod
    def start(cls) -> None:
        asyncio.run(cls().run())

    async def run(self) -> None:
        await asyncio.to_thread(work)  #> command-line: tool.cli.sync.Sync.start

    async def never_run(self) -> None:
        await asyncio.to_thread(work)  #> unknown
