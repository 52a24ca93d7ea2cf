from __future__ import annotations

from flake8_async_offload.model import Edit, Site, Work
from flake8_async_offload.rule import Rule


class StdlibTwinOffloaded(Rule):
    """A standard library call that asyncio has its own form of runs in a thread.

    ## What it does

    Reports `time.sleep`, `subprocess.run` and its relatives, `Popen.wait`, `socket.getaddrinfo` and the like, handed
    to a thread directly. A function that does other work as well is not reported, nor are tests, nor
    is what leaves another event loop than asyncio's (Twisted's `deferToThread`).

    ## Why is this bad

    The thread only waits. `asyncio.sleep` and `asyncio.create_subprocess_exec` wait without one, and can be
    cancelled: cancelling an offload leaves its thread, and the subprocess in it, running.

    ## Example

    ```python
    import asyncio
    import subprocess


    async def convert(path: str) -> None:
        await asyncio.to_thread(subprocess.run, ["ffmpeg", "-i", path, "out.wav"], check=True)
    ```

    ## Use instead

    ```python
    import asyncio


    async def convert(path: str) -> None:
        process = await asyncio.create_subprocess_exec("ffmpeg", "-i", path, "out.wav")
        if await process.wait() != 0:
            raise RuntimeError(path)
    ```

    ## The decision to record

    `decision = "accepted"` where the thread form is meant, for instance for a Windows program on a selector loop.

    ## When not to use it

    On Windows with `SelectorEventLoop`, which has no subprocesses: there a thread is the way.
    """

    code = "ASO103"
    name = "stdlib-twin-offloaded"
    message = "asyncio has its own form of {site.target}, offloaded to {site.place_name}; {site.twin.cure}"
    in_tests = False

    def applies(self, site: Site) -> bool:
        """Whether an offloaded callee has a form in asyncio."""
        return site.place.in_thread and site.work is Work.STDLIB_TWIN and site.twin is not None

    def fix(self, site: Site) -> tuple[Edit, ...]:
        """Await the asynchronous form, where that is exact."""
        return site.remedy.edits
