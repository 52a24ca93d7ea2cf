from __future__ import annotations

from flake8_async_offload.model import Edit, Reached, Site, Work
from flake8_async_offload.rule import Rule


class AsyncTwinInside(Rule):
    """An offloaded function of the project does nothing that takes time but SDK calls with an asynchronous form.

    ## What it does

    Looks into the offloaded function, through the project's other functions and files. Where all of its calls that
    take time are SDK calls with a native asynchronous form, it reports the site and names the chain that leads to
    them. It is silent where the body also does CPU work, reads files, blocks in other ways, or calls something
    unknown that may; and in tests.

    ## Why is this bad

    It is ASO101 one step further: a pool thread held for the whole of a network wait. About two thirds of real cases
    look like this, because the synchronous call stands in a helper.

    ## Example

    ```python
    import asyncio

    from qdrant_client import QdrantClient

    client = QdrantClient("localhost")


    def _search(vector: list[float]) -> list[object]:
        return client.query_points("documents", query=vector, limit=10).points


    async def search(vector: list[float]) -> list[object]:
        return await asyncio.to_thread(_search, vector)
    ```

    ## Use instead

    ```python
    from qdrant_client import AsyncQdrantClient

    client = AsyncQdrantClient("localhost")


    async def search(vector: list[float]) -> list[object]:
        return (await client.query_points("documents", query=vector, limit=10)).points
    ```

    ## The decision to record

    `decision = "migrate-later"` with a ticket: the function becomes `async def` as a whole.

    ## When not to use it

    Where synchronous callers share the function and two versions are not worth their keep.
    """

    code = "ASO107"
    name = "async-twin-inside"
    message = "async form exists inside {chain}, offloaded to {site.place_name}; {cure}"
    in_tests = False

    def applies(self, site: Site) -> bool:
        """Whether all that takes time in an offloaded function has a native asynchronous form."""
        return (
            site.place.in_thread
            and site.work is Work.ASYNC_TWIN
            and site.twin is None
            and site.certain
            and all(_is_native(reached) for reached in site.reaches)
        )

    def text(self, site: Site) -> str:
        """Name the chain of calls and what to await at its end."""
        first = site.reaches[0]
        others = len(site.does) - 1
        more = f" and {others} more" if others else ""
        cure = first.twin.cure if first.twin else ""
        return self.message.format(site=site, chain=" -> ".join([*first.chain, first.name]) + more, cure=cure)

    def fix(self, site: Site) -> tuple[Edit, ...]:
        """Make the function a coroutine function, where nothing else calls it."""
        return site.remedy.edits


def _is_native(reached: Reached) -> bool:
    return reached.facts.work is Work.ASYNC_TWIN and reached.twin is not None and reached.twin.backing == "native"
