from __future__ import annotations

from flake8_async_offload.model import Site
from flake8_async_offload.rule import Reported, Rule


class TimeoutLeavesThread(Rule):
    """A time limit stands around an offload: reaching it frees the caller, and the thread works on.

    ## What it does

    Reports `asyncio.wait_for` or `asyncio.timeout` directly around an offload, and AnyIO's or Trio's limits around an
    offload that they can abandon. Callees that are given a time limit of their own, and processes, stay silent.

    ## Why is this bad

    A thread cannot be stopped. `wait_for(to_thread(work), 0.2)` raises TimeoutError after 0.2 s while `work` goes on to
    its end, holding its place in the pool and perhaps writing what nobody expects any more. With a retry around it,
    each attempt takes another thread (cpython issues 87185 and 107505). The limit also counts the time the work
    waited for a free thread: under load it expires before the work has begun.

    ## Example

    ```python
    import asyncio


    def render(path: str) -> bytes:
        with open(path, "rb") as file:
            return file.read()


    async def page(path: str) -> bytes:
        return await asyncio.wait_for(asyncio.to_thread(render, path), timeout=5)
    ```

    ## Use instead

    ```python
    import asyncio

    import requests


    async def fetch(url: str) -> str:
        response = await asyncio.to_thread(requests.get, url, timeout=5)
        return response.text
    ```

    The limit belongs inside: a `timeout` argument of the library, a flag that the work looks at, or a process that
    can be killed.

    ## The decision to record

    `decision = "accepted"` where the work is known to end soon after, and the pool has room for those left behind.

    ## When not to use it

    It is off by default: freeing the caller is often just what is wanted, and only the author knows whether the
    thread that is left behind does harm.
    """

    code = "ASO301"
    name = "timeout-leaves-thread"
    message = "time limit leaves its thread running: {limit} frees the caller, {what} works on; {cure}"
    reported = Reported.OPT

    def applies(self, site: Site) -> bool:
        """Whether a limit around the offload abandons its thread."""
        around = site.circumstances
        leaves = around.limit is not None and not around.limit_waits and not around.own_limit
        return leaves and site.place.in_thread

    def text(self, site: Site) -> str:
        """Name the limit and the callee."""
        cure = "give the work a limit of its own"
        return self.message.format(limit=site.circumstances.limit, what=site.runs, cure=cure)
