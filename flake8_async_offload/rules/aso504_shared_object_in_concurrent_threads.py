from __future__ import annotations

from flake8_async_offload.model import Place, Site
from flake8_async_offload.rule import Rule


class SharedObjectInConcurrentThreads(Rule):
    """Offloads that are gathered use one object that two threads must not use at once.

    ## What it does

    Reports a SQLAlchemy `Session`, a boto3 `Session` or resource, or a `sqlite3` connection that two offloads in one
    `gather` or `TaskGroup`, or the turns of one comprehension in it, are handed. Offloads awaited one after the other,
    objects that each turn makes for itself, executors of one thread, and boto3 clients, which are thread-safe, stay
    silent.

    ## Why is this bad

    These objects keep a state between calls: a transaction, a cursor, a cache of credentials. Two threads in it at once
    mix their work: `This session is provisioning a new connection; concurrent operations are not permitted`, rows of
    the other query, a commit in the middle. sqlite3 raises ProgrammingError, unless `check_same_thread=False` has told
    it not to look (sqlalchemy issues 4417 and 7433; boto3's guide says the same of sessions and resources).

    ## Example

    ```python
    import asyncio

    from sqlalchemy.orm import Session


    async def counts(session: Session) -> list[object]:
        return await asyncio.gather(
            asyncio.to_thread(session.execute, "select count(*) from users"),
            asyncio.to_thread(session.execute, "select count(*) from orders"),
        )
    ```

    ## Use instead

    ```python
    import asyncio

    from sqlalchemy.orm import Session


    async def counts(session: Session) -> list[object]:
        users = await asyncio.to_thread(session.execute, "select count(*) from users")
        orders = await asyncio.to_thread(session.execute, "select count(*) from orders")
        return [users, orders]
    ```

    To run them at once, give each offload a session of its own.

    ## The decision to record

    `decision = "accepted"` where a lock inside the work keeps the threads apart.

    ## When not to use it

    Never; it reports only what is seen to run at once.
    """

    code = "ASO504"
    name = "shared-object-in-concurrent-threads"
    message = "shared by threads at once: {shared} is used by offloads that run together; give each its own"

    def applies(self, site: Site) -> bool:
        """Whether threads that run at once use one object that does not stand it."""
        alone = site.place is Place.SENSITIVE or (site.executor is not None and site.executor.workers == 1)
        return site.circumstances.shared is not None and site.place.in_thread and not alone

    def text(self, site: Site) -> str:
        """Name the object."""
        return self.message.format(shared=site.circumstances.shared)
