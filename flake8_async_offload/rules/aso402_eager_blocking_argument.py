from __future__ import annotations

from flake8_async_offload.model import Site
from flake8_async_offload.rule import Rule


class EagerBlockingArgument(Rule):
    """A blocking call stands in the arguments or the receiver of an offload.

    ## What it does

    Reports calls that the catalogue knows to block, inside the arguments of an offload or on the way to the method
    that is handed over: `to_thread(requests.get(url).json)`. Cheap expressions, awaited calls and the bodies of
    lambdas stay silent, and so do tests.

    ## Why is this bad

    Only the callee's body runs in the thread. Its arguments and its receiver are evaluated before the offload
    begins, on the event loop: the request above blocks every other task, and the thread only parses the answer.

    ## Example

    ```python
    import asyncio

    import requests


    async def fetch(url: str) -> object:
        return await asyncio.to_thread(requests.get(url, timeout=10).json)
    ```

    ## Use instead

    ```python
    import asyncio

    import requests


    def load(url: str) -> object:
        return requests.get(url, timeout=10).json()


    async def fetch(url: str) -> object:
        return await asyncio.to_thread(load, url)
    ```

    ## The decision to record

    `decision = "accepted"` where the call is known to take no time, for instance a read of a small local file at
    start-up.

    ## When not to use it

    In programs that do one thing at a time.
    """

    code = "ASO402"
    name = "eager-blocking-argument"
    message = "blocking call evaluated before the offload begins: {calls} runs on the event loop; {cure}"
    in_tests = False

    def applies(self, site: Site) -> bool:
        """Whether evaluating the call's arguments blocks."""
        return bool(site.circumstances.eager)

    def text(self, site: Site) -> str:
        """Name the calls."""
        calls = ", ".join(site.circumstances.eager)
        return self.message.format(calls=calls, cure=f"call it inside the function that {site.call} runs")
