"""StopIteration out of a thread: before Python 3.13 the await never returns, since then it is a RuntimeError."""

import asyncio
import sys

import anyio
import pytest


async def main() -> None:
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: None)  # it would log the TypeError
    step = asyncio.ensure_future(asyncio.to_thread(next, iter(())))
    await asyncio.wait([step], timeout=0.3 if sys.version_info < (3, 13) else 5)
    assert step.done() == (sys.version_info >= (3, 13))
    if step.done():
        assert isinstance(step.exception(), RuntimeError)
    step.cancel()
    assert await asyncio.to_thread(next, iter(()), "end") == "end"
    with pytest.raises(RuntimeError):
        await anyio.to_thread.run_sync(next, iter(()))


asyncio.run(main())
