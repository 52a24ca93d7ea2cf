from __future__ import annotations

from flake8_async_offload.model import Duration, Facts, Reached, Site, Work
from flake8_async_offload.rule import Rule

FURTHEST = 4  # functions on the way to the wait


class ParkedWaitInSharedPool(Rule):
    """A wait without a time limit parks a thread that everything else shares.

    ## What it does

    Reports work on the default executor, AnyIO's limiter or asgiref's single thread that waits for somebody else with
    no time limit: `queue.Queue().get()`, `threading.Event().wait()`, `Lock().acquire()`, `Thread.join()`, `input()`,
    `socket.recv()`, `flock()`. The receiver must be known by its type: a `get` of something else is never reported.
    A `timeout` argument, `block=False`, `LOCK_NB`, a socket with a `settimeout` in the same file, a pipe of a program
    that the same function started, a thread that the work has started itself, a lock that the same function gives back,
    what is more than four functions away (conditions on the way decide whether it is ever reached), tests and executors
    of the project's own are not reported.

    ## Why is this bad

    The thread does nothing, and is lost to everything else until somebody puts, sets, releases or types. The default
    executor has 6 threads on two cores: six such waits stop DNS look-ups and every other offload of the process.
    A thread cannot be cancelled: cancelling the task leaves it waiting, and at the end `asyncio.run` joins it, so
    that the process never exits (backtalk #24).

    ## Example

    ```python
    import asyncio
    import queue

    jobs: queue.Queue[str] = queue.Queue()


    async def next_job() -> str:
        return await asyncio.to_thread(jobs.get)
    ```

    ## Use instead

    ```python
    import asyncio

    jobs: asyncio.Queue[str] = asyncio.Queue()


    async def next_job() -> str:
        return await jobs.get()
    ```

    Threads that must put into it do so with `loop.call_soon_threadsafe(jobs.put_nowait, job)`. Where the waiting side
    cannot become asynchronous, give the wait a time limit in a loop, or a thread of its own.

    ## The decision to record

    `decision = "accepted"` with the reason why the wait always ends, and how many of them there are at once;
    `"dedicated-executor"` where they have threads of their own.

    ## When not to use it

    In programs that do one thing at a time.
    """

    code = "ASO204"
    name = "parked-wait-in-shared-pool"
    message = "wait without a time limit parks a thread of {site.place_name}: {what}; {cure}"
    in_tests = False

    def applies(self, site: Site) -> bool:
        """Whether the work waits for somebody else, without an end of its own, in a shared pool."""
        return site.place.shared and _parked(site) is not None

    def text(self, site: Site) -> str:
        """Name the wait, and how to give it an end."""
        parked = _parked(site) or Reached((), site.target_source, site.facts)
        argument = parked.facts.timeout_argument
        cure = f"pass {argument}= or await asyncio's own form" if argument else "give it a thread of its own"
        return self.message.format(site=site, what=parked.path, cure=cure)


def _parked(site: Site) -> Reached | None:
    """Return the wait that parks the thread, the target itself or one inside it."""
    direct = Reached((), site.runs, site.facts)
    near = (call for call in site.reaches or (direct,) if len(call.chain) <= FURTHEST)
    return next((call for call in near if _parks(call.facts)), None)


def _parks(facts: Facts) -> bool:
    # Where asyncio has its own form of a wait that could be given a limit, ASO103 says so.
    waits = facts.work is Work.WAIT or (facts.work is Work.STDLIB_TWIN and facts.timeout_argument is None)
    return waits and facts.duration is Duration.UNBOUNDED and not facts.lazy
