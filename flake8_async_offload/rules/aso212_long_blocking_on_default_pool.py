from __future__ import annotations

from flake8_async_offload.model import Site, Work
from flake8_async_offload.rule import Rule


class LongBlockingOnDefaultPool(Rule):
    """A long download, clone or conversion waits in a thread that everything else shares.

    ## What it does

    Reports blocking work that the catalogue knows as long on ordinary input and that has no asynchronous form
    (downloads of models and media, `git clone`, yt-dlp, ffmpeg, package managers), on the default executor, AnyIO's
    limiter or asgiref's single thread. Start-up and command-line code, executors of the project's own, short calls and
    what is done once and kept (a model loaded on first use) are not reported; CPU-bound work is ASO201's.

    ## Why is this bad

    The thread waits for a network or another process, for tens of seconds or minutes. The default executor has
    `min(32, cpus + 4)` threads: 6 on two cores. Six downloads at once, and nothing else of the process that needs a
    thread moves until one is done; `getaddrinfo` then waited 0.95 s where it takes a millisecond.

    ## Example

    ```python
    import asyncio

    from yt_dlp import YoutubeDL


    async def fetch(url: str) -> None:
        await asyncio.to_thread(YoutubeDL({"format": "bestaudio"}).download, [url])
    ```

    ## Use instead

    ```python
    import asyncio
    from concurrent.futures import ThreadPoolExecutor

    from yt_dlp import YoutubeDL

    DOWNLOADS = ThreadPoolExecutor(max_workers=4, thread_name_prefix="download")


    async def fetch(url: str) -> None:
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(DOWNLOADS, YoutubeDL({"format": "bestaudio"}).download, [url])
    ```

    Where the library only starts a program (git, ffmpeg), `asyncio.create_subprocess_exec` needs no thread at all.

    ## The decision to record

    `decision = "accepted"` with `duration`, `calls-at-once` and the reason why the shared pool copes; or
    `"dedicated-executor"` with `executor = "app.pools:DOWNLOADS"`, which is checked against the code.

    ## When not to use it

    In programs that do one thing at a time.
    """

    code = "ASO212"
    name = "long-blocking-on-default-pool"
    message = "long blocking work on {site.place_name}: {call.path} ({call.facts.lasts}); use a dedicated executor"

    def applies(self, site: Site) -> bool:
        """Whether long blocking work without an asynchronous form holds a shared thread while requests are served."""
        blocks = site.lasting(Work.BLOCKING_IO, Work.WAIT) is not None and site.lasting(Work.CPU) is None
        return site.place.shared and blocks and site.served and not site.once

    def text(self, site: Site) -> str:
        """Name the work that holds the thread."""
        return self.message.format(site=site, call=site.lasting(Work.BLOCKING_IO, Work.WAIT) or site.heaviest)
