from __future__ import annotations

from flake8_async_offload.model import Site
from flake8_async_offload.rule import Reported, Rule


class ThreadBackedAsync(Rule):
    """The asynchronous form of an offloaded call runs in threads itself.

    ## What it does

    Reports an offloaded call whose asynchronous form is only a thread in disguise, by the catalogue's word:
    LangChain's and LlamaIndex's base-class defaults, gspread_asyncio, aiosqlite. Where ASO101 would say "await the
    asynchronous client", this rule says that it changes nothing.

    ## Why is this bad

    The code reads as if the wait cost nothing, and the pool fills all the same. Moving to such a form is work without
    a gain; the pool, and how many run at once, is what has to be decided.

    ## Example

    ```python
    import asyncio

    from langchain_core.vectorstores import VectorStore


    async def search(store: VectorStore, question: str) -> object:
        return await asyncio.to_thread(store.similarity_search, question)
    ```

    ## Use instead

    ```python
    import asyncio

    from langchain_core.vectorstores import VectorStore

    SEARCHES = asyncio.Semaphore(4)


    async def search(store: VectorStore, question: str) -> object:
        async with SEARCHES:
            return await store.asimilarity_search(question)
    ```

    It takes a thread as well: what helps is to limit how many run at once, or a library with an asynchronous form of
    its own.

    ## The decision to record

    `decision = "accepted"` or `"dedicated-executor"`, with how many run at once.

    ## When not to use it

    Where a subclass of yours has a native form that the catalogue cannot know of.
    """

    code = "ASO105"
    name = "thread-backed-async"
    message = "thread-backed async form: that of {site.target} runs on {where}; it saves no thread; limit how many run"
    reported = Reported.OPT
    in_tests = False

    def applies(self, site: Site) -> bool:
        """Whether the asynchronous form of an offloaded callee is backed by threads."""
        twin = site.twin
        offloaded = site.place.in_thread
        return offloaded and twin is not None and twin.backing != "native" and twin.distribution != "stdlib"

    def text(self, site: Site) -> str:
        """Say which threads."""
        backing = site.twin.backing if site.twin else ""
        where = {"default-executor": "the default executor", "own-pool": "a pool of its own"}.get(backing, backing)
        return self.message.format(site=site, where=where)
