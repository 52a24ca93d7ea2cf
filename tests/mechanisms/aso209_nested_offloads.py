"""Work in AnyIO's threads that waits for more work in AnyIO's threads: 39 at once pass, 40 never end."""

import asyncio
from threading import Barrier

import anyio


def outer(barrier: Barrier) -> None:
    barrier.wait()  # all of them hold a token now
    anyio.from_thread.run(inner)


async def inner() -> None:
    await anyio.to_thread.run_sync(int, abandon_on_cancel=True)


async def ended(count: int, seconds: float) -> bool:
    barrier = Barrier(count)
    with anyio.move_on_after(seconds) as limit:
        async with anyio.create_task_group() as group:
            for _ in range(count):
                group.start_soon(lambda: anyio.to_thread.run_sync(outer, barrier, abandon_on_cancel=True))
    return not limit.cancelled_caught


async def main() -> None:
    assert await ended(39, 10)
    assert not await ended(40, 0.5)


asyncio.run(main())
