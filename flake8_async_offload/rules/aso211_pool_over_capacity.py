from __future__ import annotations

from flake8_async_offload.model import Finding, Place, Pool, Site
from flake8_async_offload.rule import Reported, Rule


class PoolOverCapacity(Rule):
    """The load that the decisions declare is more than a pool has workers for.

    ## What it does

    Adds up, for each pool, the numbers of the decisions about its sites: `calls-at-once`, or `calls-per-second` times
    `duration-seconds`, which by Little's law are the workers busy at one time. Reports a pool whose sum exceeds its
    workers: those of `[pools.default]` in the ledger, of `set_default_executor`, of the executor's definition, AnyIO's
    40 tokens; a default executor nobody sized has 32 at most. Decisions without numbers count nothing. Only
    `async-offload check` and `audit` know all sites of a pool.

    ## Why is this bad

    Work that arrives faster than it is done waits, and the queue grows for as long as the load lasts: the wait is no
    longer the work's own time but everybody else's. omi's "dedicated" pool of 8 workers turned a median of 0.1 s into
    158.9 s.

    ## Example

    ```toml
    [pools.default]
    workers = 20

    [[decision]]
    path = "gateway/answers.py"
    function = "answer"
    call = "asyncio.to_thread"
    target = "gateway.answers.ask"
    codes = ["ASO101"]
    decision = "accepted"
    calls-per-second = 6
    duration-seconds = 12
    ```

    ## Use instead

    An asynchronous client where there is one; else an executor of its own, sized for the load, behind a semaphore or
    a queue that refuses what it cannot do in time.

    ## The decision to record

    Correct the numbers of the decisions, or the pool's `workers`. Where the pool is meant to be over-committed, name
    `ASO211` in the codes of the decision with the greatest share, and say who waits.

    ## When not to use it

    Where the numbers are peaks that never coincide.
    """

    code = "ASO211"
    name = "pool-over-capacity"
    message = "pool over capacity: {pool.name}: {pool.arithmetic} = {pool.load:g} busy {noun}; the pool has {most}"
    reported = Reported.CHECK

    def applies(self, site: Site) -> bool:
        """Never: one site says nothing about a pool's load."""
        return False

    def of_pool(self, pool: Pool, site: Site) -> Finding | None:
        """Return the finding for a pool, at the site with the greatest share of its load; None where it copes."""
        if pool.head_room is None or pool.head_room >= 0 or pool.load is None:
            return None
        most = pool.workers if pool.workers is not None else f"at most {pool.most}"
        noun = "processes" if pool.place is Place.PROCESS else "threads"
        text = self.message.format(pool=pool, most=most, noun=noun)
        return Finding(site.path, site.span, self.code, f"{self.code} {text}", site)
