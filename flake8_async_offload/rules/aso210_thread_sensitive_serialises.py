from __future__ import annotations

from flake8_async_offload.model import Duration, Place, Site
from flake8_async_offload.rule import Reported, Rule

_SLOW = (Duration.SECONDS, Duration.LONG, Duration.UNBOUNDED)


class ThreadSensitiveSerialises(Rule):
    """Slow work that has nothing to do with the ORM waits its turn in asgiref's single thread.

    ## What it does

    Reports `sync_to_async` and `database_sync_to_async` in their default form around work that takes seconds and is
    known through and through: a callee the catalogue knows, or a function of the project all of whose calls are known.
    A function that calls anything unknown may use the ORM and is not reported; neither are
    `thread_sensitive=False` and start-up, command-line and test code.

    ## Why is this bad

    Thread-sensitive work shares one thread, one for the whole process outside a request: four calls of 0.3 s that are
    gathered took 1.21 s, and 0.32 s with `thread_sensitive=False`. The Django ORM needs it, since its connections
    belong to a thread (PostHog #38217 is what happens otherwise); an HTTP request or a conversion does not, and every
    database query of the process waits behind it.

    ## Example

    ```python
    import requests
    from asgiref.sync import sync_to_async


    async def fetch(url: str) -> str:
        answer = await sync_to_async(requests.get)(url, timeout=5)
        return answer.text
    ```

    ## Use instead

    ```python
    import requests
    from asgiref.sync import sync_to_async


    async def fetch(url: str) -> str:
        answer = await sync_to_async(requests.get, thread_sensitive=False)(url, timeout=5)
        return answer.text
    ```

    Better still, an asynchronous client, which needs no thread.

    ## The decision to record

    `decision = "accepted"` with what ties the work to that thread.

    ## When not to use it

    Where the work uses the database connection of the thread in a way that cannot be read from the source.
    """

    code = "ASO210"
    name = "thread-sensitive-serialises"
    message = "slow work in {site.place_name}: {site.decisive} ({site.lasts}); pass thread_sensitive=False"
    reported = Reported.OPT

    def applies(self, site: Site) -> bool:
        """Whether slow work that is known not to be the ORM's takes the one thread that the ORM needs."""
        slow = site.facts.long or site.duration in _SLOW
        apart = site.certain and not site.tied
        return site.place is Place.SENSITIVE and slow and apart and site.served
