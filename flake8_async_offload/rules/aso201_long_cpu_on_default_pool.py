from __future__ import annotations

from flake8_async_offload.model import Edit, Site, Work
from flake8_async_offload.rule import Rule


class LongCpuOnDefaultPool(Rule):
    """Long CPU-bound work runs on a pool that everything else shares.

    ## What it does

    Reports work that the catalogue knows as CPU-bound and long on ordinary input (OCR, PDF and office conversion,
    transcription, model inference, video, large archives) on the loop's default executor, AnyIO's limiter or
    asgiref's single thread. Start-up and command-line code, dedicated and process pools, short work and what is done
    once and kept (a cached function, a model loaded on first use) are not reported.

    ## Why is this bad

    The default executor has `min(32, cpus + 4)` threads and serves DNS look-ups, file reads and every other offload
    of the process. A few large documents at once fill it; the rest of the program then waits for no reason it can
    see (cpython issue 112169: DNS look-ups that "time out"). Work that holds the GIL slows the event loop as well:
    with 8 pure-Python threads the loop's p99 lag was measured at 218 ms. yapit's MarkItDown conversions are the case
    this rule was written for.

    ## Example

    ```python
    import asyncio

    from markitdown import MarkItDown


    async def extract(path: str) -> str:
        result = await asyncio.to_thread(MarkItDown().convert, path)
        return result.markdown
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

    Processes where the work holds the GIL; a `ThreadPoolExecutor` of its own where it releases it.

    ## The decision to record

    `decision = "accepted"` with `duration`, `calls-at-once` and the reason why the shared pool copes; or
    `"dedicated-executor"` with `executor = "app.pools:CPU"`, which is checked against the code.

    ## When not to use it

    In programs that do one thing at a time.
    """

    code = "ASO201"
    name = "long-cpu-on-default-pool"
    message = "long CPU-bound work on {site.place_name}: {call.path} ({call.facts.lasts}); use {cure}"

    def applies(self, site: Site) -> bool:
        """Whether long CPU-bound work takes a thread of a shared pool while requests are served."""
        return site.place.shared and site.lasting(Work.CPU) is not None and site.served and not site.once

    def text(self, site: Site) -> str:
        """Name the work, and processes where threads would not help."""
        call = site.lasting(Work.CPU) or site.heaviest
        cure = "a dedicated executor" + " (processes: it holds the GIL)" * (call.facts.gil == "holds")
        return self.message.format(site=site, call=call, cure=cure)

    def fix(self, site: Site) -> tuple[Edit, ...]:
        """Move the work to the executor that a decision or the settings name."""
        return site.remedy.edits if site.work is Work.CPU else ()
