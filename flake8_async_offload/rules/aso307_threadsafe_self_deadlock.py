from __future__ import annotations

from flake8_async_offload.model import Hazard, Site
from flake8_async_offload.rule import Rule


class ThreadsafeSelfDeadlock(Rule):
    """A coroutine blocks on `run_coroutine_threadsafe` of the very loop it runs on.

    ## What it does

    Reports `run_coroutine_threadsafe(coroutine, loop).result()` in a coroutine where `loop` is known to be the running
    one: got by `asyncio.get_running_loop()` or `asyncio.get_event_loop()` in the same coroutine. Another thread's loop,
    or one from elsewhere, stays silent.

    ## Why is this bad

    `result()` blocks the loop until the coroutine is done, and the coroutine needs that loop to run: neither goes on,
    for ever (aiomqtt issue 174, cpython issue 121075). A time limit only turns the deadlock into a pause and an error.

    ## Example

    ```python
    import asyncio


    async def load() -> str:
        return "loaded"


    async def handle() -> str:
        loop = asyncio.get_running_loop()
        return asyncio.run_coroutine_threadsafe(load(), loop).result()
    ```

    ## Use instead

    ```python
    async def load() -> str:
        return "loaded"


    async def handle() -> str:
        return await load()
    ```

    ## The decision to record

    None: it is a bug.

    ## When not to use it

    Never.
    """

    code = "ASO307"
    name = "threadsafe-self-deadlock"
    message = "deadlock on the coroutine's own loop: {site.target} blocks the loop that it waits for; await instead"

    def applies(self, site: Site) -> bool:
        """Whether a coroutine waits for its own loop while holding it."""
        return Hazard.SELF_DEADLOCK in site.circumstances.hazards
