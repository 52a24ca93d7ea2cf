from __future__ import annotations

from flake8_async_offload.model import Site
from flake8_async_offload.rule import Reported, Rule


class NewLoopInWorker(Rule):
    """An offloaded function runs a coroutine on an event loop of its own.

    ## What it does

    Reports `asyncio.run`, `async_to_sync`, `anyio.run` and `run_until_complete` of a new loop in what runs in a thread.
    Coroutines that make their own client inside stay silent.

    ## Why is this bad

    Work that could be awaited where it is takes a thread, a second event loop and a second set of connections. Clients,
    locks and queues that belong to the first loop fail on the second: `got Future attached to a different loop`,
    `Event loop is closed`, often only at the second call, when a pooled connection is used again (httpx issues 2058
    and 2473).

    ## Example

    ```python
    import asyncio


    async def load(name: str) -> str:
        await asyncio.sleep(1)
        return name


    def work(name: str) -> str:
        return asyncio.run(load(name))


    async def handle(name: str) -> str:
        return await asyncio.to_thread(work, name)
    ```

    ## Use instead

    ```python
    import asyncio


    async def load(name: str) -> str:
        await asyncio.sleep(1)
        return name


    async def handle(name: str) -> str:
        return await load(name)
    ```

    From synchronous code in the middle: `anyio.from_thread.run`, or `asyncio.run_coroutine_threadsafe`.

    ## The decision to record

    `decision = "accepted"` where the coroutine shares nothing with the main loop.

    ## When not to use it

    It is off by default: a loop of one's own is a fair way to isolate code that blocks, and whether anything is
    shared can rarely be seen from the call.
    """

    code = "ASO503"
    name = "new-loop-in-worker"
    message = "event loop of its own in a thread: {call} inside {site.call}; await the coroutine where the loop is"
    reported = Reported.OPT

    def applies(self, site: Site) -> bool:
        """Whether a thread runs a coroutine on a new loop."""
        return site.circumstances.new_loop is not None and site.place.in_thread

    def text(self, site: Site) -> str:
        """Name what makes the loop."""
        return self.message.format(site=site, call=site.circumstances.new_loop)
