from __future__ import annotations

from flake8_async_offload.model import Implicit, Site, Work
from flake8_async_offload.rule import Rule


class SyncHealthEndpoint(Rule):
    """A health endpoint is a plain `def`, and must wait for a thread to say that the process lives.

    ## What it does

    Reports a synchronous route of FastAPI or Starlette whose path is one that orchestrators ask: `/health`, `/healthz`,
    `/ready`, `/readyz`, `/live`, `/livez`, `/ping`, `/status` and the like, the router's own prefix and constants of
    the file included. Paths with parameters, the status of something else (`/jobs/status`), routes that ask who is
    calling (`Depends(current_user)`) and WSGI applications are not reported.

    ## Why is this bad

    A synchronous route runs in a thread, and needs one of AnyIO's 40 tokens. When forty slow requests hold them, the
    probe waits behind them, times out, and the orchestrator kills a process that was only busy: its requests are lost,
    and the next process gets their load. onyx #8314 counted 26 restarts in 27 hours; titiler-openeo #303, mlrun #5763
    and technocore #664 are the same story.

    ## Example

    ```python
    from fastapi import FastAPI

    app = FastAPI()


    @app.get("/health")
    def health() -> dict[str, str]:
        return {"status": "ok"}
    ```

    ## Use instead

    ```python
    from fastapi import FastAPI

    app = FastAPI()


    @app.get("/health")
    async def health() -> dict[str, str]:
        return {"status": "ok"}
    ```

    What it asks of others (a database, a cache) must be awaited, and its dependencies must be asynchronous too.

    ## The decision to record

    `decision = "accepted"` where nobody restarts the process on its answer, or no other route is synchronous.

    ## When not to use it

    Where the endpoint is meant to fail when the threads are used up.
    """

    code = "ASO207"
    name = "sync-health-endpoint"
    message = "synchronous health endpoint `{site.route}` waits for a thread of {site.place_name}; {cure}"
    implicit = True
    in_tests = False

    def applies(self, site: Site) -> bool:
        """Whether a probe is answered in a thread."""
        return site.implicit is Implicit.ROUTE and site.probe

    def text(self, site: Site) -> str:
        """Name the route, and what has to change with it: what blocks must not come to the event loop."""
        asks = "" if site.work is Work.TRIVIAL else ", and await what it asks"
        return self.message.format(site=site, cure=f"make it `async def`{asks}")
