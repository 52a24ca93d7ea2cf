"""The entry point that pyproject.toml names."""

import asyncio

from tool.cli.sync import Sync as Sync


def work() -> None: ...


def main() -> int:
    asyncio.run(amain())
    return 0


async def amain() -> None:
    await asyncio.to_thread(work)  #> command-line: tool.cli.main
