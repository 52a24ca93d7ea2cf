"""An offloaded generator function works where it is iterated: on the loop's thread."""

import asyncio
import threading
from collections.abc import Iterator

where: list[threading.Thread] = []


def rows() -> Iterator[int]:
    where.append(threading.current_thread())
    yield 1


async def main() -> None:
    lazy = await asyncio.to_thread(rows)
    assert not where
    assert [*lazy] == [1]
    assert where.pop() is threading.main_thread()
    assert await asyncio.to_thread(lambda: list(rows())) == [1]
    assert where.pop() is not threading.main_thread()


asyncio.run(main())
