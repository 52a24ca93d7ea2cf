"""A bare `to_thread(...)` never runs; a bare `submit(...)` runs, and its error is seen by nobody."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

ran: list[str] = []


def work(name: str) -> None:
    ran.append(name)
    raise ValueError(name)


async def main() -> None:
    asyncio.to_thread(work, "to_thread")  # type: ignore[unused-coroutine]
    with ThreadPoolExecutor() as pool:
        pool.submit(work, "submit")
    assert ran == ["submit"]


asyncio.run(main())
