from __future__ import annotations

from flake8_async_offload.model import Duration, Place, Site, Work
from flake8_async_offload.rule import Rule


class LongCpuBlocksLoop(Rule):
    """Long CPU-bound work is called directly in a coroutine.

    ## What it does

    Reports a call, in an `async def`, of work that the catalogue knows as CPU-bound and long on ordinary input.
    Start-up and command-line code is not reported.

    ## Why is this bad

    Nothing else in the process runs until the call returns: not one other request, timer or health check.

    ## Example

    ```python
    from markitdown import MarkItDown


    async def extract(path: str) -> str:
        return MarkItDown().convert(path).markdown
    ```

    ## Use instead

    ```python
    import asyncio
    from concurrent.futures import ProcessPoolExecutor

    from markitdown import MarkItDown

    CONVERTERS = ProcessPoolExecutor(max_workers=2)


    def convert(path: str) -> str:
        return MarkItDown().convert(path).markdown


    async def extract(path: str) -> str:
        return await asyncio.get_running_loop().run_in_executor(CONVERTERS, convert, path)
    ```

    ## The decision to record

    `decision = "accepted"` with the reason why nobody else waits.

    ## When not to use it

    In a process that serves one job at a time.
    """

    code = "ASO202"
    name = "long-cpu-blocks-loop"
    message = "long CPU-bound work on the event loop: {site.target} ({site.lasts}); run it in a dedicated executor"

    def applies(self, site: Site) -> bool:
        """Whether long CPU-bound work runs on the event loop while requests are served."""
        long = site.facts.long or site.duration is Duration.LONG
        return site.place is Place.LOOP and site.work is Work.CPU and long and site.served and not site.once
