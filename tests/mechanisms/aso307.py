"""`run_coroutine_threadsafe(...).result()` on one's own loop waits for what cannot run while it waits."""

import asyncio

import pytest


async def load() -> str:
    return "loaded"


async def main() -> None:
    future = asyncio.run_coroutine_threadsafe(load(), asyncio.get_running_loop())
    with pytest.raises(TimeoutError):
        future.result(timeout=0.2)  # without the limit: for ever
    assert await asyncio.wrap_future(future) == "loaded"


asyncio.run(main())
