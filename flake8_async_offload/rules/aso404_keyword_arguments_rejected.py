from __future__ import annotations

from flake8_async_offload.model import Site
from flake8_async_offload.rule import Rule


class KeywordArgumentsRejected(Rule):
    """Keyword arguments for the callee are given to an offloader that takes none.

    ## What it does

    Reports keywords in `run_in_executor`, `anyio.to_thread.run_sync`, `trio.to_thread.run_sync` and their relatives,
    which hand on positional arguments only. The offloader's own keywords (`limiter`, `abandon_on_cancel`,
    `cancellable`) and `**kwargs`, which may be empty, stay silent.

    ## Why is this bad

    The call raises TypeError: `run_in_executor() got an unexpected keyword argument 'timeout'`. It does so when the
    line runs, not when it is imported: the branch that holds it fails in production (swarms issue 1767).

    ## Example

    ```python
    import asyncio
    import shutil


    async def copy(source: str, target: str) -> None:
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(None, shutil.copytree, source, target, dirs_exist_ok=True)
    ```

    ## Use instead

    ```python
    import asyncio
    import shutil


    async def copy(source: str, target: str) -> None:
        await asyncio.to_thread(shutil.copytree, source, target, dirs_exist_ok=True)
    ```

    `functools.partial` binds keywords where the executor must be named.

    ## The decision to record

    None: it is a bug.

    ## When not to use it

    Where the receiver only looks like an event loop, and its `run_in_executor` takes keywords.
    """

    code = "ASO404"
    name = "keyword-arguments-rejected"
    message = "keyword arguments rejected: {site.call} hands on no {words}; bind them with functools.partial"

    def applies(self, site: Site) -> bool:
        """Whether a call has keywords that its offloader does not take."""
        return bool(site.circumstances.rejected)

    def text(self, site: Site) -> str:
        """Name the keywords."""
        return self.message.format(site=site, words=", ".join(f"{word}=" for word in site.circumstances.rejected))
