from __future__ import annotations

from flake8_async_offload.model import Place, Site
from flake8_async_offload.rule import Rule


class ContextvarsLost(Rule):
    """A callee reads context variables in a thread that does not get them.

    ## What it does

    Reports `run_in_executor` and `submit` where the function that runs, itself or through the project's others, reads
    its caller's context: a `ContextVar`, a span of OpenTelemetry, structlog's context variables, or a structlog logger
    in a module that binds some. Calls through `copy_context().run`, callees that make a context of their own,
    instrumented pools (`ThreadingInstrumentor`; Sentry's SDK carries its scope into pools by itself), process pools and
    tests stay silent.

    ## Why is this bad

    `asyncio.to_thread` and AnyIO run their callee in a copy of the caller's context. `run_in_executor` and `submit` run
    it in the thread's own, where every context variable has its default: the request's id, the current user or
    tenant, the span that child spans belong to. Nothing fails: logs lose their request, traces fall apart, and a
    default tenant may be somebody else's (ragflow issue 16247, haystack issue 9433). Where threads inherit a context
    (`-X thread_inherit_context`, on in free-threaded builds from Python 3.14), a thread of a pool keeps that of the
    request it was started for, and shows it to every later one.

    ## Example

    ```python
    import asyncio
    from contextvars import ContextVar

    request_id: ContextVar[str] = ContextVar("request_id", default="-")


    def work() -> str:
        return request_id.get()


    async def handle() -> str:
        return await asyncio.get_running_loop().run_in_executor(None, work)
    ```

    ## Use instead

    ```python
    import asyncio
    from contextvars import ContextVar

    request_id: ContextVar[str] = ContextVar("request_id", default="-")


    def work() -> str:
        return request_id.get()


    async def handle() -> str:
        return await asyncio.to_thread(work)
    ```

    Where the executor must be named: `loop.run_in_executor(pool, contextvars.copy_context().run, work)`.

    ## The decision to record

    `decision = "accepted"` where the default is meant.

    ## When not to use it

    Where all pools are wrapped to carry the context along, in a way the tool does not see.
    """

    code = "ASO501"
    name = "contextvars-lost"
    message = "context variables lost in the thread: {site.call} does not bring what {read} reads; {cure}"
    in_tests = False

    def applies(self, site: Site) -> bool:
        """Whether a callee in a thread reads a context that stays behind."""
        return site.circumstances.context is not None and site.place is not Place.PROCESS

    def text(self, site: Site) -> str:
        """Name what reads the context."""
        cure = "use asyncio.to_thread, or hand over contextvars.copy_context().run"
        return self.message.format(site=site, read=site.circumstances.context, cure=cure)
