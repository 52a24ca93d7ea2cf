from __future__ import annotations

from flake8_async_offload.model import Context, Duration, Place, Site, Work
from flake8_async_offload.rule import Reported, Rule

_THREADS = (Place.DEFAULT, Place.LIMITER, Place.DEDICATED, Place.PER_CALL)


class GilBoundInThreads(Rule):
    """CPU work that holds the GIL runs in several threads at once, which are no faster than one.

    ## What it does

    Reports work in a thread pool that the catalogue knows as CPU-bound and holding the GIL, where several calls run at
    once: per item of a fan-out, or in a request. Work in C that releases the GIL, work under 10 ms, pools with one
    worker, asgiref's single thread and process pools are not reported; neither are JSON, pickle and the like, whose
    data takes as long on its way to a process. The rule is off by default: whether the work is heavy enough to matter
    takes a measurement.

    ## Why is this bad

    The interpreter runs one thread at a time. Eight such threads take as long as one after the other, and each time
    the event loop wants to run it waits for the others to let go: its p99 lag was measured at 12 ms with one
    pure-Python thread beside it, 171 ms with four and 218 ms with eight. Processes have an interpreter each.

    ## Example

    ```python
    import asyncio

    import markdown


    async def render_all(pages: list[str]) -> list[str]:
        return await asyncio.gather(*[asyncio.to_thread(markdown.markdown, page) for page in pages])
    ```

    ## Use instead

    ```python
    import asyncio
    from concurrent.futures import ProcessPoolExecutor

    import markdown

    RENDERERS = ProcessPoolExecutor(max_workers=2)


    async def render_all(pages: list[str]) -> list[str]:
        loop = asyncio.get_running_loop()
        return await asyncio.gather(*[loop.run_in_executor(RENDERERS, markdown.markdown, page) for page in pages])
    ```

    ## The decision to record

    `decision = "accepted"` with `duration` and `calls-at-once`: at one call at once, a thread keeps the loop responsive
    and is enough.

    ## When not to use it

    On free-threaded builds of Python, and where one call at a time is all there is.
    """

    code = "ASO203"
    name = "gil-bound-in-threads"
    message = "GIL-bound work in several threads of {site.place_name}: {site.decisive} ({site.lasts}); use processes"
    reported = Reported.OPT
    in_tests = False

    def applies(self, site: Site) -> bool:
        """Whether work that holds the GIL runs in several threads at once."""
        heavy = site.facts.long or site.duration in (Duration.SECONDS, Duration.LONG, Duration.VARIABLE)
        holds = site.work is Work.CPU and site.facts.gil == "holds" and not site.facts.copies
        # What takes milliseconds is the work itself only where nothing unknown stands beside it.
        holds = holds and (heavy or (site.certain and site.duration is Duration.SHORT))
        several = site.fan_out or site.context in (Context.REQUEST, Context.FAN_OUT)
        pool = site.executor
        # A size that somebody chose and nobody can read here may be one.
        chosen = pool is not None and pool.made is not None and (pool.workers_from or "").endswith(pool.made)
        one_worker = pool is not None and (pool.workers == 1 or (pool.workers is None and chosen))
        return site.place in _THREADS and holds and several and not one_worker
