from __future__ import annotations

from flake8_async_offload.model import Duration, Site
from flake8_async_offload.rule import Reported, Rule


class AsyncPackageAvailable(Rule):
    """Another distribution has an asynchronous form of an offloaded call.

    ## What it does

    Reports an offloaded call of an SDK that has no asynchronous client of its own, where a well-known distribution
    has one: `requests` and httpx, `boto3` and aioboto3, `psycopg2` and psycopg. The message names it. Calls that take
    no time, and forms that are threads themselves (ASO105), are not reported.

    ## Why is this bad

    The thread waits for the network for as long as the call takes, as under ASO101. It is opt-in because a new
    dependency is a judgement: it has to be kept, and is not always faster (aioboto3 issue 359 measured boto3 with
    threads ahead of it).

    ## Example

    ```python
    import asyncio

    import requests


    async def fetch(url: str) -> bytes:
        return (await asyncio.to_thread(requests.get, url, timeout=5)).content
    ```

    ## Use instead

    ```python
    import httpx

    client = httpx.AsyncClient(timeout=5)


    async def fetch(url: str) -> bytes:
        return (await client.get(url)).content
    ```

    ## The decision to record

    `decision = "accepted"` with the reason why the dependency is not worth its keep, or `"migrate-later"` with a
    ticket.

    ## When not to use it

    Where the project's dependencies are settled; leave it off.
    """

    code = "ASO104"
    name = "async-package-available"
    message = "another package has an async form of {site.target}, offloaded to {site.place_name}; {package}: {cure}"
    reported = Reported.OPT
    in_tests = False

    def applies(self, site: Site) -> bool:
        """Whether an offloaded callee has an asynchronous form in another distribution."""
        twin = site.twin
        native = twin is not None and twin.package is not None and twin.backing == "native"
        return site.place.in_thread and native and site.duration is not Duration.INSTANT

    def text(self, site: Site) -> str:
        """Name the other distribution and the expression to await."""
        package, cure = (site.twin.package, site.twin.cure) if site.twin else ("", "")
        return self.message.format(site=site, package=package, cure=cure)
