"""`run_in_executor`, AnyIO and Trio take no keywords for the callee."""

import asyncio

import anyio
import pytest
import trio


async def main() -> None:
    calls = (
        lambda: asyncio.get_running_loop().run_in_executor(None, sorted, [1], reverse=True),  # type: ignore[call-arg]
        lambda: anyio.to_thread.run_sync(sorted, [1], reverse=True),  # type: ignore[call-arg]
        lambda: trio.to_thread.run_sync(sorted, [1], reverse=True),  # type: ignore[call-arg]
    )
    for call in calls:
        with pytest.raises(TypeError, match="reverse"):
            await call()
    assert await asyncio.to_thread(sorted, [1, 2], reverse=True) == [2, 1]


asyncio.run(main())
