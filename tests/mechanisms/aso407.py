"""asyncio refuses a process pool as its default executor."""

import asyncio
from concurrent.futures import ProcessPoolExecutor

import pytest


async def main() -> None:
    with pytest.raises(TypeError, match="ThreadPoolExecutor"):
        asyncio.get_running_loop().set_default_executor(ProcessPoolExecutor(1))


asyncio.run(main())
