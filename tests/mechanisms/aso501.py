"""`run_in_executor` and `submit` lose context variables; `to_thread`, AnyIO and a copied context bring them."""

import asyncio
import sys
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar, copy_context

import anyio

request: ContextVar[str] = ContextVar("request", default="lost")


async def main() -> None:
    loop = asyncio.get_running_loop()
    request.set("brought")
    # Threads of a free-threaded build take the context of whoever starts them.
    inherited = getattr(sys.flags, "thread_inherit_context", 0)
    if not inherited:
        assert await loop.run_in_executor(None, request.get) == "lost"
        assert await asyncio.wrap_future(ThreadPoolExecutor().submit(request.get)) == "lost"
    assert await loop.run_in_executor(None, copy_context().run, request.get) == "brought"
    assert await asyncio.to_thread(request.get) == "brought"
    assert await anyio.to_thread.run_sync(request.get) == "brought"


asyncio.run(main())
