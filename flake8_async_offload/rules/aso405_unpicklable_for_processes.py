from __future__ import annotations

from flake8_async_offload.model import Site
from flake8_async_offload.rule import Rule


class UnpicklableForProcesses(Rule):
    """A process pool is handed what cannot be pickled.

    ## What it does

    Reports lambdas, nested functions, methods bound to an SDK's client and methods of objects that keep a lock, a
    pool or a connection, on a process pool that uses pickle. Pools that use cloudpickle (loky) stay silent, and so
    do objects that say themselves how they are pickled (`__getstate__`, `__reduce__`), and tests, which fail at once.

    ## Why is this bad

    The callee and its arguments travel to the other process as a pickle, which names functions by where they stand
    in their module. A lambda and a nested function stand nowhere: `Can't pickle local object`. A bound method takes
    its whole object along, locks and sockets included: `cannot pickle '_thread.lock' object`. The error comes when
    the line runs (rllm pull request 118, gpustack pull request 5232).

    ## Example

    ```python
    import asyncio
    from concurrent.futures import ProcessPoolExecutor

    POOL = ProcessPoolExecutor(max_workers=2)


    async def total(numbers: list[int]) -> int:
        return await asyncio.get_running_loop().run_in_executor(POOL, lambda: sum(n * n for n in numbers))
    ```

    ## Use instead

    ```python
    import asyncio
    from concurrent.futures import ProcessPoolExecutor

    POOL = ProcessPoolExecutor(max_workers=2)


    def squares(numbers: list[int]) -> int:
        return sum(n * n for n in numbers)


    async def total(numbers: list[int]) -> int:
        return await asyncio.get_running_loop().run_in_executor(POOL, squares, numbers)
    ```

    ## The decision to record

    None: it is a bug.

    ## When not to use it

    Where the pool pickles in its own way and the tool does not know it.
    """

    code = "ASO405"
    name = "unpicklable-for-processes"
    message = "unpicklable for another process: {site.place_name} is given {what}; {cure}"
    in_tests = False

    def applies(self, site: Site) -> bool:
        """Whether something that pickle refuses is handed to a process."""
        return site.circumstances.unpicklable is not None

    def text(self, site: Site) -> str:
        """Say what cannot be pickled."""
        cure = "hand over a function of a module, and plain data"
        return self.message.format(site=site, what=site.circumstances.unpicklable, cure=cure)
