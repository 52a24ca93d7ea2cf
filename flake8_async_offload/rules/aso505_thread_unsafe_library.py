from __future__ import annotations

from flake8_async_offload.model import Context, Place, Site
from flake8_async_offload.rule import Rule


class ThreadUnsafeLibrary(Rule):
    """A library that must not run in two threads at once is offloaded to a pool where two can meet.

    ## What it does

    Reports callees, and what the functions of the project call, that the catalogue marks as documented not to be
    thread-safe (PyMuPDF, pypdfium2), in a pool of more than one thread. Pools of one thread, processes, code under a
    lock, and start-up and command-line code stay silent.

    ## Why is this bad

    PyMuPDF's documentation ("Multiprocessing") says that it does not support running on multiple threads, that doing so
    may cause incorrect behaviour or crash Python itself; pypdfium2's ("Incompatibility with Threading") that PDFium's
    functions must not be called at the same time, not even with different documents. So a document that each call
    opens for itself is no protection: both keep their state in the process. Two requests at once are enough for wrong
    text (pymupdf4llm issue 121), or a crash that takes the whole process with it, with no traceback (pdf-mcp issue 61).
    LangChain's loaders hold one lock for all documents around either library; onyx runs PDFium in a process apart.

    ## Example

    ```python
    import asyncio

    import pymupdf


    def text_of(path: str) -> str:
        with pymupdf.open(path) as document:
            return document[0].get_text()


    async def extract(path: str) -> str:
        return await asyncio.to_thread(text_of, path)
    ```

    ## Use instead

    ```python
    import asyncio
    from concurrent.futures import ProcessPoolExecutor

    import pymupdf

    READERS = ProcessPoolExecutor(max_workers=2)


    def text_of(path: str) -> str:
        with pymupdf.open(path) as document:
            return document[0].get_text()


    async def extract(path: str) -> str:
        return await asyncio.get_running_loop().run_in_executor(READERS, text_of, path)
    ```

    `ThreadPoolExecutor(max_workers=1)` keeps the calls apart, too.

    ## The decision to record

    `decision = "accepted"` where something else keeps the calls apart, for instance a queue with one reader.

    ## When not to use it

    In programs that do one thing at a time.
    """

    code = "ASO505"
    name = "thread-unsafe-library"
    message = "not thread-safe: {call} in {site.place_name}, where two can meet; use processes or a single thread"

    def applies(self, site: Site) -> bool:
        """Whether two threads can meet in a library that does not stand it."""
        single = site.executor is not None and site.executor.workers == 1
        threads = site.place in (Place.DEFAULT, Place.LIMITER, Place.DEDICATED, Place.PER_CALL) and not single
        served = site.context not in (Context.STARTUP, Context.COMMAND_LINE, Context.TEST)
        return site.circumstances.thread_unsafe is not None and threads and served

    def text(self, site: Site) -> str:
        """Name the call."""
        return self.message.format(site=site, call=site.circumstances.thread_unsafe)
