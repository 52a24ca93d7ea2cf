from __future__ import annotations

from flake8_async_offload.model import Hazard, Site
from flake8_async_offload.rule import Rule

BLOCKING = frozenset({Hazard.RESULT, Hazard.WAIT, Hazard.ITERATES})


class BlockingResultInCoroutine(Rule):
    """A coroutine waits for a thread's result without awaiting it.

    ## What it does

    Reports, in a coroutine, `result()` of what `submit` or `run_coroutine_threadsafe` gave there,
    `concurrent.futures.wait`, and iterating `concurrent.futures.as_completed` or `executor.map`. Futures of unknown
    origin, futures that something else has awaited or asked whether they are done, or that are asked behind the `with`
    block of their pool, asyncio's own `as_completed`, a time limit of 0, and tests, whose loop has nothing else to do,
    stay silent.

    ## Why is this bad

    The work is in a thread, but the event loop stands still all the same until it is done: nothing is gained by the
    offload. Work that needs the loop to go on never ends. In Frigate, a request for a camera's data held the web
    server's loop until the camera had answered the other loop.

    ## Example

    ```python
    from concurrent.futures import ThreadPoolExecutor

    POOL = ThreadPoolExecutor(max_workers=4)


    async def total(numbers: list[int]) -> int:
        future = POOL.submit(sum, numbers)
        return future.result()
    ```

    ## Use instead

    ```python
    import asyncio
    from concurrent.futures import ThreadPoolExecutor

    POOL = ThreadPoolExecutor(max_workers=4)


    async def total(numbers: list[int]) -> int:
        return await asyncio.get_running_loop().run_in_executor(POOL, sum, numbers)
    ```

    `asyncio.wrap_future` makes a future of `submit` awaitable.

    ## The decision to record

    `decision = "accepted"` where nothing else runs on this loop.

    ## When not to use it

    In programs that do one thing at a time.
    """

    code = "ASO306"
    name = "blocking-result-in-coroutine"
    message = "blocking wait in a coroutine: {site.target} holds the event loop until the work is done; {cure}"
    in_tests = False

    def applies(self, site: Site) -> bool:
        """Whether a coroutine blocks until a thread is done."""
        return not BLOCKING.isdisjoint(site.circumstances.hazards)

    def text(self, site: Site) -> str:
        """Say what to await instead."""
        cure = "await run_in_executor, or asyncio.wrap_future"
        if Hazard.ITERATES in site.circumstances.hazards or Hazard.WAIT in site.circumstances.hazards:
            cure = "use asyncio.gather or asyncio.as_completed on run_in_executor"
        return self.message.format(site=site, cure=cure)
