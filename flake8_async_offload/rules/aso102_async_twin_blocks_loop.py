from __future__ import annotations

from flake8_async_offload.model import Context, Duration, Edit, Place, Site, Work
from flake8_async_offload.rule import Rule


class AsyncTwinBlocksLoop(Rule):
    """A synchronous SDK network call is made directly in a coroutine.

    ## What it does

    Reports a call of an SDK's synchronous network method in an `async def`, where the SDK has an asynchronous form.
    Constructors, builders, `close()` and other methods that wait for nothing are not reported, nor are tests, start-up
    hooks (a lifespan: nobody is served yet) and code that is itself offloaded (a nested function or lambda).

    ## Why is this bad

    The event loop has one thread. While the call waits for its answer nothing else runs: no other request, no
    timer, no health check. One slow answer stops every user of the process.

    ## Example

    ```python
    import openai

    client = openai.OpenAI()


    async def answer(question: str) -> str:
        result = client.responses.create(model="gpt-5", input=question)
        return result.output_text
    ```

    ## Use instead

    ```python
    import openai

    client = openai.AsyncOpenAI()


    async def answer(question: str) -> str:
        result = await client.responses.create(model="gpt-5", input=question)
        return result.output_text
    ```

    ## The decision to record

    `decision = "accepted"` for a call made once, while nobody is served; `"migrate-later"` with a ticket otherwise.

    ## When not to use it

    In scripts whose coroutine runs alone, where blocking the loop harms nobody.
    """

    code = "ASO102"
    name = "async-twin-blocks-loop"
    message = "async form exists for {site.target}, which blocks the event loop here; {site.twin.cure}"
    in_tests = False

    def applies(self, site: Site) -> bool:
        """Whether a synchronous call with a native asynchronous form runs on the event loop."""
        return (
            site.place is Place.LOOP
            and site.work is Work.ASYNC_TWIN
            and site.twin is not None
            and site.twin.backing == "native"
            and site.duration is not Duration.INSTANT
            and site.context is not Context.STARTUP
        )

    def fix(self, site: Site) -> tuple[Edit, ...]:
        """Await the asynchronous form, where that is exact."""
        return site.remedy.edits
