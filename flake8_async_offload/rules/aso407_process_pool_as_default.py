from __future__ import annotations

from flake8_async_offload.model import Hazard, Site
from flake8_async_offload.rule import Rule


class ProcessPoolAsDefault(Rule):
    """A process pool is made the loop's default executor.

    ## What it does

    Reports `loop.set_default_executor(pool)` where the pool is known to be one of processes.

    ## Why is this bad

    Since Python 3.11 asyncio takes only a `ThreadPoolExecutor`, or a class made from one, and raises `TypeError:
    executor must be ThreadPoolExecutor instance` (cpython issues 87400 and 103920). uvloop takes the pool and breaks
    later: DNS look-ups and every `to_thread` would have to be pickled.

    ## Example

    ```python
    import asyncio
    from concurrent.futures import ProcessPoolExecutor


    async def main() -> None:
        asyncio.get_running_loop().set_default_executor(ProcessPoolExecutor())
    ```

    ## Use instead

    ```python
    import asyncio
    from concurrent.futures import ProcessPoolExecutor

    POOL = ProcessPoolExecutor(max_workers=2)


    async def main() -> None:
        await asyncio.get_running_loop().run_in_executor(POOL, sum, range(10**7))
    ```

    ## The decision to record

    None: it is a bug.

    ## When not to use it

    Never.
    """

    code = "ASO407"
    name = "process-pool-as-default"
    message = "process pool as default executor: asyncio refuses {site.target}; hand it to run_in_executor"

    def applies(self, site: Site) -> bool:
        """Whether a pool of processes is made the default executor."""
        return Hazard.PROCESS_DEFAULT in site.circumstances.hazards
