from __future__ import annotations

from flake8_async_offload.model import Site, Work
from flake8_async_offload.rule import Rule


class ForeverInSharedPool(Rule):
    """Work that never ends takes a thread of a shared pool for good.

    ## What it does

    Reports work on the default executor, AnyIO's limiter or asgiref's single thread that runs for as long as the
    process: `serve_forever`, `run_forever`, or a function of the project with a `while True` that neither breaks,
    returns nor raises, or a loop over what has no end, as `pubsub.listen()`. A loop behind a stop flag (`while not
    stop.is_set()`, `if stop.wait(1): break`) holds the thread just as long and is reported as well. Executors of the
    project's own are not.

    ## Why is this bad

    The pool is one thread smaller from then on: one of 6 on two cores, one of 40 of AnyIO's, all of asgiref's. Nobody
    sees it until the remaining threads do not suffice. At the end of `asyncio.run` the pool joins its threads: unless
    somebody stops the loop first, the process does not exit.

    ## Example

    ```python
    import asyncio
    from http.server import HTTPServer, SimpleHTTPRequestHandler


    async def serve_metrics() -> None:
        server = HTTPServer(("", 9100), SimpleHTTPRequestHandler)
        await asyncio.to_thread(server.serve_forever)
    ```

    ## Use instead

    ```python
    import threading
    from http.server import HTTPServer, SimpleHTTPRequestHandler


    async def serve_metrics() -> None:
        server = HTTPServer(("", 9100), SimpleHTTPRequestHandler)
        threading.Thread(target=server.serve_forever, name="metrics", daemon=True).start()
    ```

    ## The decision to record

    `decision = "accepted"` with the number of such threads and the pool's size; `"dedicated-executor"` where they got
    one.

    ## When not to use it

    In programs whose pool serves nothing else.
    """

    code = "ASO205"
    name = "forever-in-shared-pool"
    message = "work that never ends in a thread of {site.place_name}: {site.decisive}; give it a thread of its own"
    in_tests = False

    def applies(self, site: Site) -> bool:
        """Whether the work in a shared pool goes on for as long as the process."""
        return site.place.shared and site.work is Work.FOREVER
