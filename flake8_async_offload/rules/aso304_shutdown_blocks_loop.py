from __future__ import annotations

from flake8_async_offload.model import Hazard, Site
from flake8_async_offload.rule import Rule

BLOCKING = frozenset({Hazard.SHUTDOWN, Hazard.JOIN})


class ShutdownBlocksLoop(Rule):
    """A coroutine waits on the event loop for an executor or a process to end.

    ## What it does

    Reports `executor.shutdown()` that waits, `with Executor()` whose work nobody has awaited at the end of the block,
    and `Process.join()`, in a coroutine. `wait=False`, a time limit of 0 and blocks that await all they submit stay
    silent: those end within a millisecond. So do an object's pool where the function has gathered what the object keeps
    (`gather(*job.futures)`, `job.pool.shutdown()`), and tests, whose loop has nothing else to do.

    ## Why is this bad

    The event loop stands still until the last piece of work is done: no request, no timer, no health check. Work that
    itself needs the loop (`run_coroutine_threadsafe`, `from_thread.run`) never ends: a deadlock at shutdown. A `with`
    block also undoes time limits inside it: its end waits for the very thread that was given up (equinor/ert issue
    4385, smolagents issue 2464).

    ## Example

    ```python
    import asyncio
    from concurrent.futures import ThreadPoolExecutor


    async def store(pages: list[str]) -> None:
        with ThreadPoolExecutor() as pool:
            for page in pages:
                asyncio.get_running_loop().run_in_executor(pool, print, page)
    ```

    ## Use instead

    ```python
    import asyncio
    from concurrent.futures import ThreadPoolExecutor

    POOL = ThreadPoolExecutor(max_workers=4)


    async def store(pages: list[str]) -> None:
        loop = asyncio.get_running_loop()
        await asyncio.gather(*[loop.run_in_executor(POOL, print, page) for page in pages])


    async def close() -> None:
        await asyncio.to_thread(POOL.shutdown)
    ```

    ## The decision to record

    `decision = "accepted"` where nothing else runs any more when the pool is closed.

    ## When not to use it

    In programs whose loop has nothing else to do at that time.
    """

    code = "ASO304"
    name = "shutdown-blocks-loop"
    message = "shutdown blocks the event loop: {site.target} waits for work that may be running; {cure}"
    in_tests = False

    def applies(self, site: Site) -> bool:
        """Whether a coroutine waits for a pool or a process to end, holding the loop."""
        return not BLOCKING.isdisjoint(site.circumstances.hazards)

    def text(self, site: Site) -> str:
        """Say how to wait without holding the loop."""
        made = Hazard.EXECUTOR_MADE in site.circumstances.hazards
        cure = "await all that is submitted inside the block" if made else "offload the call, with asyncio.to_thread"
        return self.message.format(site=site, cure=cure)
