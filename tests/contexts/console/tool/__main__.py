"""`python -m tool`."""

import asyncio


def work() -> None: ...


async def main() -> None:
    await asyncio.to_thread(work)  #> command-line: tool.__main__.__main__


asyncio.run(main())
