from __future__ import annotations

from flake8_async_offload.model import Site, Work
from flake8_async_offload.rule import Reported, Rule


class TrivialOffload(Rule):
    """An offloaded function does no work worth a thread.

    ## What it does

    Reports an offload whose callee, followed through the project's own functions, makes only calls that the catalogue
    knows as trivial: container methods, formatting, logging. A function that loops, that asks attributes of something
    unknown (a property may do anything), or that a subclass most likely fills in, is not reported.

    ## Why is this bad

    An offload costs 48 to 59 microseconds and a place in the queue of a shared pool; under load the trivial call waits
    behind long ones. Taking such hops out gave ray 35 % more requests a second (ray issue 55457).

    ## Example

    ```python
    import asyncio


    def label(name: str) -> str:
        return name.strip().upper()


    async def show(name: str) -> str:
        return await asyncio.to_thread(label, name)
    ```

    ## Use instead

    ```python
    def label(name: str) -> str:
        return name.strip().upper()


    async def show(name: str) -> str:
        return label(name)
    ```

    ## The decision to record

    `decision = "accepted"` where a property or descriptor behind the call does I/O that cannot be seen.

    ## When not to use it

    Where attributes of your objects load themselves from a database when they are read.
    """

    code = "ASO106"
    name = "trivial-offload"
    message = (
        "trivial work offloaded: {site.target} does less than the hop to {site.place_name} costs; call it directly"
    )
    reported = Reported.OPT
    in_tests = False

    def applies(self, site: Site) -> bool:
        """Whether everything an offloaded callee does is known to be trivial."""
        offloaded = site.place.in_thread
        named = site.target is not None and not site.target.startswith("<")  # a lambda may read a property
        trivial = site.work is Work.TRIVIAL and site.certain and not site.more
        return offloaded and not site.wrapper and named and trivial
