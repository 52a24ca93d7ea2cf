from __future__ import annotations

from flake8_async_offload.model import Place, Site, Work
from flake8_async_offload.rule import Rule

_LOCAL = (Work.CPU, Work.WAIT)  # a wait that may take long is one for a process that this one has started


class LongCpuBlocksLoop(Rule):
    """Long CPU-bound work is called directly in a coroutine.

    ## What it does

    Reports a call, in an `async def`, of work that the catalogue knows as CPU-bound and long on ordinary input, or of
    a program that does such work (OCR with tesseract, pandoc, ffmpeg, git); and a call of a function of the same file
    that makes it. Start-up and command-line code, and what is done once and kept, are not reported.

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
    message = "long {work} on the event loop: {call.path} ({call.facts.lasts}); run it in a dedicated executor"

    def applies(self, site: Site) -> bool:
        """Whether long CPU-bound work runs on the event loop while requests are served."""
        return site.place is Place.LOOP and site.lasting(*_LOCAL) is not None and site.served and not site.once

    def text(self, site: Site) -> str:
        """Name the work that holds the loop, and whether it is done in this process."""
        call = site.lasting(*_LOCAL) or site.heaviest
        work = "CPU-bound work" if call.facts.work is Work.CPU else "work of another process"
        return self.message.format(work=work, call=call)
