from __future__ import annotations

from flake8_async_offload.model import Site
from flake8_async_offload.rule import Reported, Rule


class NoTimeoutInside(Rule):
    """An offloaded network call has no time limit.

    ## What it does

    Reports network calls without a default time limit (`requests`, `urllib.request.urlopen`,
    `socket.create_connection`, `smtplib`, `ftplib`) that an offload makes, itself or in the function it runs, without
    their `timeout`. Sessions with adapters of their own, and modules that set `socket.setdefaulttimeout`, stay silent.

    ## Why is this bad

    A server that accepts the connection and never answers holds the thread for ever. No time limit around the
    offload gives it back: `wait_for` frees the caller, not the thread. The documentation of requests asks for a timeout
    in nearly all production code, for this reason. As many such answers as the pool has threads,
    6 on two cores, and nothing is offloaded any more.

    ## Example

    ```python
    import asyncio

    import requests


    async def fetch(url: str) -> str:
        response = await asyncio.to_thread(requests.get, url)
        return response.text
    ```

    ## Use instead

    ```python
    import asyncio

    import requests


    async def fetch(url: str) -> str:
        response = await asyncio.to_thread(requests.get, url, timeout=10)
        return response.text
    ```

    ## The decision to record

    `decision = "accepted"` where the other side is known to answer or to hang up.

    ## When not to use it

    It is off by default: time limits are often set where the tool does not look, on a session, a proxy or the system.
    """

    code = "ASO308"
    name = "no-timeout-inside"
    message = "no time limit inside: {call} may hold its thread for ever; pass timeout="
    reported = Reported.OPT

    def applies(self, site: Site) -> bool:
        """Whether an offloaded network call may wait for ever."""
        return site.circumstances.unlimited is not None and site.place.in_thread

    def text(self, site: Site) -> str:
        """Name the call."""
        return self.message.format(call=site.circumstances.unlimited)
