"""A time limit frees the caller; the thread works on to its end."""

import asyncio
import time

import pytest

ended: list[str] = []


def work() -> None:
    time.sleep(0.4)
    ended.append("work")


async def main() -> None:
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(asyncio.to_thread(work), 0.05)
    assert not ended
    while not ended:
        await asyncio.sleep(0.05)


asyncio.run(main())
