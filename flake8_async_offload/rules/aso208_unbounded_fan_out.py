from __future__ import annotations

from flake8_async_offload.model import Duration, Site, Work
from flake8_async_offload.rule import Rule


class UnboundedFanOut(Rule):
    """Offloads are started for every item of something at once, with nothing that limits their number.

    ## What it does

    Reports an offload to a shared pool that `gather`, a task group, `create_task` or `as_completed` starts once per
    item of a loop or comprehension, directly or through coroutines of the project, where no semaphore or limiter
    stands on the way. Literals, small constant ranges, numbers somebody chose (`range(workers)`), enums, slices and
    chunks, work known to take under 10 ms, start-up and command-line code, and executors of the
    project's own are not reported; neither is a loop that a setting puts under a semaphore, nor one over objects of
    several kinds, of which few are this one.

    ## Why is this bad

    A hundred items take every thread of the pool at once, and the queue behind them is a hundred long: DNS look-ups,
    file reads and other users' requests wait until the last of them has had its turn. The arguments of all the calls
    are held in memory meanwhile.

    ## Example

    ```python
    import asyncio
    import shutil


    async def back_up(folders: list[str]) -> None:
        await asyncio.gather(*[asyncio.to_thread(shutil.make_archive, folder, "zip", folder) for folder in folders])
    ```

    ## Use instead

    ```python
    import asyncio
    import shutil

    ARCHIVERS = asyncio.Semaphore(4)


    async def archive(folder: str) -> None:
        async with ARCHIVERS:
            await asyncio.to_thread(shutil.make_archive, folder, "zip", folder)


    async def back_up(folders: list[str]) -> None:
        await asyncio.gather(*[archive(folder) for folder in folders])
    ```

    ## The decision to record

    `decision = "accepted"` with `calls-at-once` and where that number comes from: "an order has at most five lines".

    ## When not to use it

    In batch programs that have the process to themselves.
    """

    code = "ASO208"
    name = "unbounded-fan-out"
    message = (
        "unbounded fan-out onto {site.place_name}: {what} starts at once for all of `{site.spread}`; add a semaphore"
    )

    def applies(self, site: Site) -> bool:
        """Whether work that takes time runs once per item, side by side, in a shared pool."""
        takes_time = site.work is not Work.TRIVIAL and site.duration is not Duration.INSTANT
        # What never ends is no queue to be let in to: ASO204 and ASO205 speak of it.
        ends = site.work is not Work.FOREVER and site.duration is not Duration.UNBOUNDED
        named = (site.target is not None or bool(site.reaches)) and not site.wrapper
        return site.place.shared and site.spread is not None and named and takes_time and ends and site.served

    def text(self, site: Site) -> str:
        """Name what runs, and the loop that multiplies it."""
        return self.message.format(site=site, what=site.runs)
