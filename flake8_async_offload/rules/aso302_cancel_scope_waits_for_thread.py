from __future__ import annotations

from flake8_async_offload.model import Site
from flake8_async_offload.rule import Rule


class CancelScopeWaitsForThread(Rule):
    """A time limit of AnyIO or Trio stands around an offload that it cannot abandon.

    ## What it does

    Reports `move_on_after` and `fail_after` around `to_thread.run_sync`, Starlette's `run_in_threadpool` and their
    relatives without `abandon_on_cancel=True` (`cancellable=True` in AnyIO 3), wrappers of the project's among them.
    Callees that poll `from_thread.check_cancelled()` stay silent, and so do limits of `None` or infinity.

    ## Why is this bad

    The limit has no effect while the thread runs. `with move_on_after(0.2)` around one second of work ends after
    1.0 s: the scope is cancelled in time, but the offload is shielded and waits for its thread. The caller learns of
    the time-out when there is nothing left to time out. Who meets it takes it for a bug of AnyIO's (anyio issue 601);
    Phoenix limits its LDAP log-in to 60 seconds like this, and a comment says that this frees the request.

    ## Example

    ```python
    import anyio


    def render(path: str) -> bytes:
        with open(path, "rb") as file:
            return file.read()


    async def page(path: str) -> bytes:
        with anyio.fail_after(5):
            return await anyio.to_thread.run_sync(render, path)
    ```

    ## Use instead

    ```python
    import anyio


    def render(path: str) -> bytes:
        with open(path, "rb") as file:
            return file.read()


    async def page(path: str) -> bytes:
        with anyio.fail_after(5):
            return await anyio.to_thread.run_sync(render, path, abandon_on_cancel=True)
    ```

    An abandoned thread works on and keeps its token; better still is work that calls
    `anyio.from_thread.check_cancelled()` between its steps.

    ## The decision to record

    `decision = "accepted"` where the limit is meant for what else stands in the block.

    ## When not to use it

    Where the work must not be left half done, and the late error is wanted.
    """

    code = "ASO302"
    name = "cancel-scope-waits-for-thread"
    message = "time limit waits for the thread: {limit} cannot end {call} before its work ends; {cure}"

    def applies(self, site: Site) -> bool:
        """Whether a limit around the offload has no effect while its thread runs."""
        return site.circumstances.limit is not None and site.circumstances.limit_waits

    def text(self, site: Site) -> str:
        """Name the limit and the offloader."""
        cure = "pass abandon_on_cancel=True, or poll from_thread.check_cancelled() in the work"
        return self.message.format(limit=site.circumstances.limit, call=site.call, cure=cure)
