from __future__ import annotations

from flake8_async_offload.model import Site
from flake8_async_offload.rule import Rule


class CalledNotPassed(Rule):
    """A function is called where it should be handed over.

    ## What it does

    Reports `to_thread(f())` where `f` is known and what it gives surely cannot be called: a function that returns
    nothing or plain data by its annotation, a coroutine function, a class without `__call__`, a network or file call.
    Factories stay silent: `partial`, `getattr`, decorated functions, anything annotated as giving a `Callable`,
    instances with `__call__`, and whatever cannot be resolved.

    ## Why is this bad

    The parentheses run `f` on the event loop, which blocks every other task for as long as it takes. Only then is its
    result handed to the thread, where calling it fails: `TypeError: 'NoneType' object is not callable`. The work has
    been done by that time, so a test that looks only at its effect may pass. (synapse-s3-storage-provider pull request
    139; PyMuPDF issue 4774 shows `to_thread(extract_pdf(path))` as a matter of course.)

    ## Example

    ```python
    import asyncio
    import time


    async def pause() -> None:
        await asyncio.to_thread(time.sleep(1))
    ```

    ## Use instead

    ```python
    import asyncio
    import time


    async def pause() -> None:
        await asyncio.to_thread(time.sleep, 1)
    ```

    ## The decision to record

    None: it is a bug. Where the tool is wrong about what the call gives, annotate the function's return value.

    ## When not to use it

    Never; it reports only what is known not to be callable.
    """

    code = "ASO401"
    name = "called-not-passed"
    message = "called, not passed: {called}() runs on the event loop and its result cannot be called; {cure}"

    def applies(self, site: Site) -> bool:
        """Whether the result of a call is handed over, and that result cannot be called."""
        return site.circumstances.called is not None

    def text(self, site: Site) -> str:
        """Name the function, and how to hand it over."""
        called = site.circumstances.called
        return self.message.format(called=called, cure=f"hand {called} and its arguments to {site.call}")
