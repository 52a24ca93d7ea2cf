from __future__ import annotations

from flake8_async_offload.model import Site
from flake8_async_offload.rule import Rule


class NestedOffload(Rule):
    """Work in a pool waits for work in the same pool.

    ## What it does

    Reports an offloaded function, or a synchronous route, that, from its thread, waits for a coroutine on the event
    loop (`anyio.from_thread.run`, `async_to_sync(f)(...)`, `run_coroutine_threadsafe(...).result()`) which itself
    awaits an offload to the same pool; and work in an executor that waits for what it submits or maps to that executor.
    A different executor or limiter on the way is fine. asgiref's own pair, thread-sensitive `sync_to_async` inside
    `async_to_sync`, runs in the waiting thread and is not reported.

    ## Why is this bad

    Each such call needs two threads and holds the first while it waits for the second. With as many calls as the pool
    has threads, every thread waits for one that will never be free: 39 nested AnyIO offloads pass, 40 hang for ever,
    and with them everything else that uses the pool. Under light load the tests pass.

    ## Example

    ```python
    import anyio


    def read(path: str) -> bytes:
        with open(path, "rb") as file:
            return file.read()


    async def load(path: str) -> bytes:
        return await anyio.to_thread.run_sync(read, path)


    def process(path: str) -> int:
        return len(anyio.from_thread.run(load, path))


    async def handle(path: str) -> int:
        return await anyio.to_thread.run_sync(process, path)
    ```

    ## Use instead

    ```python
    import anyio


    def read(path: str) -> bytes:
        with open(path, "rb") as file:
            return file.read()


    def process(path: str) -> int:
        return len(read(path))


    async def handle(path: str) -> int:
        return await anyio.to_thread.run_sync(process, path)
    ```

    Call the synchronous form directly, or give the inner offload an executor or limiter of its own.

    ## The decision to record

    `decision = "accepted"` with `calls-at-once` and the pool's size: it holds as long as the first stays below the
    second.

    ## When not to use it

    Where a semaphore far from the call keeps the outer work below the pool's size.
    """

    code = "ASO209"
    name = "nested-offload"
    message = "nested offload: work on {site.place_name} waits for the same pool: {what} -> {site.nested}; {cure}"
    implicit = True
    in_tests = False

    def applies(self, site: Site) -> bool:
        """Whether the work waits for another thread of the pool it runs in."""
        return bool(site.nested)

    def text(self, site: Site) -> str:
        """Name the way back into the pool."""
        cure = "call the inner work directly, or give it an executor of its own"
        return self.message.format(site=site, what=site.runs, cure=cure)
