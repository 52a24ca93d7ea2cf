"""`to_thread(f())` runs f on the loop's own thread, and then fails."""

import asyncio
import threading

import pytest

where: list[threading.Thread] = []


def work() -> None:
    where.append(threading.current_thread())


async def main() -> None:
    with pytest.raises(TypeError, match="not callable"):
        await asyncio.to_thread(work())  # type: ignore[func-returns-value, arg-type]
    assert where == [threading.main_thread()]


asyncio.run(main())
