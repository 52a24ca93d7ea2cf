from __future__ import annotations

from flake8_async_offload.model import Duration, Implicit, Site
from flake8_async_offload.rule import Rule


class LongBackgroundOnRequestPool(Rule):
    """A long background task takes one of the threads that requests need.

    ## What it does

    Reports a synchronous function that is given to `BackgroundTasks.add_task` or Starlette's `BackgroundTask` and that
    does something the catalogue knows as long: a conversion, a download, model inference, a clone. Asynchronous
    functions and short ones (a mail, a log line) are not reported.

    ## Why is this bad

    "Background" means after the response, not elsewhere: Starlette runs the function through AnyIO's thread limiter,
    whose 40 tokens also run every synchronous route, dependency and file response of the process. Forty such tasks,
    and no synchronous endpoint answers until one of them ends (starlette #1724). A task is lost when the process ends.

    ## Example

    ```python
    from fastapi import BackgroundTasks, FastAPI
    from markitdown import MarkItDown

    app = FastAPI()


    def convert(path: str) -> None:
        MarkItDown().convert(path)


    @app.post("/documents")
    async def upload(path: str, tasks: BackgroundTasks) -> None:
        tasks.add_task(convert, path)
    ```

    ## Use instead

    ```python
    import asyncio
    from concurrent.futures import ProcessPoolExecutor

    from fastapi import BackgroundTasks, FastAPI
    from markitdown import MarkItDown

    app = FastAPI()
    CONVERTERS = ProcessPoolExecutor(max_workers=2)


    def convert(path: str) -> None:
        MarkItDown().convert(path)


    async def convert_apart(path: str) -> None:
        await asyncio.get_running_loop().run_in_executor(CONVERTERS, convert, path)


    @app.post("/documents")
    async def upload(path: str, tasks: BackgroundTasks) -> None:
        tasks.add_task(convert_apart, path)
    ```

    A task queue where the work must outlive the process.

    ## The decision to record

    `decision = "accepted"` with `duration-seconds` and `calls-at-once`, and the reason why 40 tokens suffice.

    ## When not to use it

    Where every endpoint and dependency is asynchronous and nothing else uses AnyIO's threads.
    """

    code = "ASO206"
    name = "long-background-on-request-pool"
    message = (
        "long background task on {site.place_name}, whose threads requests need: {site.decisive} ({site.lasts}); "
        "use a dedicated executor"
    )
    implicit = True
    in_tests = False

    def applies(self, site: Site) -> bool:
        """Whether a background task holds a token for long."""
        long = site.facts.long or site.duration in (Duration.LONG, Duration.UNBOUNDED)
        return site.implicit is Implicit.BACKGROUND and long
