"""A time limit frees the caller; the thread works on to its end."""

import asyncio
import threading

import pytest

go_on = threading.Event()
ended = threading.Event()


def work() -> None:
    go_on.wait()
    ended.set()


async def main() -> None:
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(asyncio.to_thread(work), 0.05)
    go_on.set()
    assert ended.wait(10)  # nobody waits for it any more, and it does its work all the same


asyncio.run(main())
