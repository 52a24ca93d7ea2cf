"""A coroutine function in a thread gives a coroutine, and does nothing; asgiref refuses it."""

import asyncio

import pytest
from asgiref.sync import sync_to_async

ran: list[str] = []


async def work() -> None:
    ran.append("work")


async def main() -> None:
    given = await asyncio.to_thread(work)
    assert asyncio.iscoroutine(given)
    assert not ran
    await given
    assert ran
    with pytest.raises(TypeError):
        sync_to_async(work)


asyncio.run(main())
