from __future__ import annotations

from flake8_async_offload.model import Context, Hazard, Site
from flake8_async_offload.rule import Rule


class ExecutorPerCall(Rule):
    """An executor is made inside a coroutine or a request handler, and serves that one call of it.

    ## What it does

    Reports `ThreadPoolExecutor()` and `ProcessPoolExecutor()` in a coroutine, or in a synchronous route, where nothing
    but this run of it uses the pool: a `with` block, a local variable, an argument made on the spot. Start-up,
    command-line and test code stays silent, and so do pools that are stored, returned or handed on, and those that
    serve a loop that goes on and on.

    ## Why is this bad

    A pool bounds nothing when every call has its own: a hundred requests make a hundred pools, each with up to
    `min(32, cpus + 4)` threads. Threads are started and ended for each call, processes are started and import the
    program again. And leaving the `with` block waits, on the event loop, for whatever still runs: also where all work
    is awaited, when the request is cancelled because its client went away (ragflow had that with its helper for
    offloads). Red-DiscordBot's audio cog starts a thread for each statement of its database in this way, and holds its
    loop until that is done.

    ## Example

    ```python
    import asyncio
    from concurrent.futures import ThreadPoolExecutor


    async def checksum(path: str) -> int:
        with ThreadPoolExecutor() as pool:
            return await asyncio.get_running_loop().run_in_executor(pool, sum, path.encode())
    ```

    ## Use instead

    ```python
    import asyncio
    from concurrent.futures import ThreadPoolExecutor

    POOL = ThreadPoolExecutor(max_workers=4, thread_name_prefix="checksum")


    async def checksum(path: str) -> int:
        return await asyncio.get_running_loop().run_in_executor(POOL, sum, path.encode())
    ```

    ## The decision to record

    `decision = "accepted"` where the coroutine runs once, or where each call must have threads of its own.

    ## When not to use it

    In programs whose coroutines run once.
    """

    code = "ASO303"
    name = "executor-per-call"
    message = "executor made for one call: {site.target} starts new workers each time; make it once and share it"

    def applies(self, site: Site) -> bool:
        """Whether an executor is made where requests are served, for one call."""
        served = site.context not in (Context.STARTUP, Context.COMMAND_LINE, Context.TEST)
        return Hazard.EXECUTOR_MADE in site.circumstances.hazards and served
