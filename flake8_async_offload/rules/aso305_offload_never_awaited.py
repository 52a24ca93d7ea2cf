from __future__ import annotations

from flake8_async_offload.model import Context, Fate, Site
from flake8_async_offload.rule import Rule


class OffloadNeverAwaited(Rule):
    """An offload stands alone as a statement: it never runs, or its error is lost.

    ## What it does

    Reports `to_thread(...)`, `run_sync(...)` and calls of the project's asynchronous wrappers as bare statements, and
    the same of `run_in_executor` and `submit`. Whatever takes the result stays silent: an assignment, a callback, an
    argument. So does work that catches all errors somewhere, and work that a test starts and sees the effect of.

    ## Why is this bad

    `to_thread` and its relatives are coroutines: without `await` nothing happens at all, and Python says so at best
    when the garbage is collected. `run_in_executor` and `submit` do start the work, but an exception in it stays in a
    future that nobody looks at; asyncio logs it when the future is collected, `submit` never does (cpython issue
    120508, tornado issue 2552). A test of Prefect's command line was a bare call of an offloader: it passed, and never
    ran.

    ## Example

    ```python
    import asyncio


    async def store(path: str, text: str) -> None:
        asyncio.to_thread(print, path, text)
    ```

    ## Use instead

    ```python
    import asyncio


    async def store(path: str, text: str) -> None:
        await asyncio.to_thread(print, path, text)
    ```

    For work nobody waits for, keep the task and look at its outcome: `task.add_done_callback(...)`.

    ## The decision to record

    `decision = "accepted"` where the work may fail unseen.

    ## When not to use it

    Where results are dropped on purpose everywhere, and the work logs its own errors in a way the tool does not see.
    """

    code = "ASO305"
    name = "offload-never-awaited"
    message = "offload never awaited: {what}; {cure}"

    def applies(self, site: Site) -> bool:
        """Whether nothing takes the offload's result."""
        told = (Fate.NEVER_RUN,) if site.context is Context.TEST else (Fate.NEVER_RUN, Fate.DROPPED)
        return site.circumstances.fate in told

    def text(self, site: Site) -> str:
        """Say whether the work runs at all."""
        if site.circumstances.fate is Fate.NEVER_RUN:
            return self.message.format(what=f"{site.call} gives a coroutine, {site.runs} never runs", cure="await it")
        return self.message.format(what=f"nobody looks at errors of {site.runs}", cure="await it or add a callback")
