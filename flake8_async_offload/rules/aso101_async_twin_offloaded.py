from __future__ import annotations

from flake8_async_offload.model import Duration, Edit, Site, Work
from flake8_async_offload.rule import Rule


class AsyncTwinOffloaded(Rule):
    """An SDK call that has an asynchronous form runs in a thread.

    ## What it does

    Reports an offloaded callee that belongs to an SDK with a native asynchronous form, and names the exact expression
    to await. The receiver must be known (by its constructor, annotation, attribute or factory) and the method must
    really exist on the asynchronous side; methods without such a form, calls that take no time (`close`) and tests are
    not reported.

    ## Why is this bad

    The call waits for a network answer. In a thread it holds one of a few pool threads for all of that time: the
    default executor has `min(32, cpus + 4)` of them, 6 on two cores. A gateway that offloads 10-20 s model calls
    serves as many of them at once as it has threads; DNS look-ups, file reads and health checks queue behind them.
    The asynchronous client holds no thread at all. The omi backend counted 54,000 gateway time-outs in 48 hours
    from blocking SDK calls that queued for threads; yapit moved five Gemini calls to `client.aio` for this reason.

    ## Example

    ```python
    import asyncio

    from google import genai

    client = genai.Client()


    async def summarise(text: str) -> str | None:
        answer = await asyncio.to_thread(client.models.generate_content, model="gemini-2.0-flash", contents=text)
        return answer.text
    ```

    ## Use instead

    ```python
    from google import genai

    client = genai.Client()


    async def summarise(text: str) -> str | None:
        answer = await client.aio.models.generate_content(model="gemini-2.0-flash", contents=text)
        return answer.text
    ```

    Where the asynchronous client is another class (`openai.AsyncOpenAI`), make it once and share it as you shared the
    synchronous one. The message says where the SDK's exceptions differ between the two.

    ## The decision to record

    `decision = "migrate-later"` with a ticket where the move is planned; `"accepted"` where the call is rare and
    short; the reason says how many run at once.

    ## When not to use it

    Where the asynchronous client is known to be broken for you (an event loop of its own, a proxy it does not
    support): record that as the reason of a decision.
    """

    code = "ASO101"
    name = "async-twin-offloaded"
    message = "async form exists for {site.target}, offloaded to {site.place_name}; {site.twin.cure}"
    in_tests = False

    def applies(self, site: Site) -> bool:
        """Whether an offloaded callee has a native asynchronous form."""
        native = site.twin is not None and site.twin.backing == "native"
        waits = site.work is Work.ASYNC_TWIN and site.duration is not Duration.INSTANT
        return site.place.in_thread and waits and native

    def fix(self, site: Site) -> tuple[Edit, ...]:
        """Await the asynchronous form, where that is exact."""
        return site.remedy.edits
