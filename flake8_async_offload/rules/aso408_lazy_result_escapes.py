from __future__ import annotations

from flake8_async_offload.model import Site
from flake8_async_offload.rule import Rule


class LazyResultEscapes(Rule):
    """A lazy callable is offloaded, and its result is iterated on the event loop.

    ## What it does

    Reports an offloaded generator function, or a callable that the catalogue knows as lazy (`Path.glob`,
    `os.scandir`, `map`, faster-whisper's `transcribe`), where the coroutine that awaits it also iterates the result.
    Results that go to another offload, or elsewhere, stay silent, and so do tests.

    ## Why is this bad

    The thread returns at once, with an iterator that has done nothing yet. The work happens step by step where the
    iterator is consumed: on the event loop. The offload costs its 50 microseconds and protects nobody. Crawlee listed
    a queue's folder as `list(await to_thread(path.glob, "*.json"))`; faster-whisper's `transcribe` has transcribed
    nothing when it returns (faster-whisper issue 67), and Pipecat's service for it offloads that call alone.

    ## Example

    ```python
    import asyncio
    from pathlib import Path


    async def documents(folder: Path) -> list[str]:
        return [path.name for path in await asyncio.to_thread(folder.rglob, "*.pdf")]
    ```

    ## Use instead

    ```python
    import asyncio
    from pathlib import Path


    def found(folder: Path) -> list[Path]:
        return list(folder.rglob("*.pdf"))


    async def documents(folder: Path) -> list[str]:
        return [path.name for path in await asyncio.to_thread(found, folder)]
    ```

    ## The decision to record

    `decision = "accepted"` where there is little to iterate.

    ## When not to use it

    Where each step is known to be cheap.
    """

    code = "ASO408"
    name = "lazy-result-escapes"
    message = "lazy result escapes: {what} works while it is iterated, here on the event loop; {cure}"
    in_tests = False

    def applies(self, site: Site) -> bool:
        """Whether a lazy result is iterated on the loop."""
        return site.circumstances.escapes is not None

    def text(self, site: Site) -> str:
        """Name the lazy callable."""
        return self.message.format(what=site.circumstances.escapes, cure="consume it in the thread, with list()")
