"""A small gateway's findings and inventory, from which the tests of the reports are drawn."""

from __future__ import annotations

import datetime as dt

from flake8_async_offload.model import (
    Context,
    Duration,
    Edit,
    Executor,
    Facts,
    Finding,
    Inventory,
    Place,
    Pool,
    Reached,
    Risk,
    Row,
    Site,
    Span,
    Twin,
    Unread,
    Work,
)
from flake8_async_offload.rule import Rule

GEMINI_LINE = "    page = await asyncio.to_thread(self._client.models.generate_content, model=m)\n"


class AsyncTwinOffloaded(Rule):
    """Reports an offloaded SDK call that
    has an async form.

    ## Why

    A thread is held for nothing.
    """

    code = "ASO101"
    name = "async-twin-offloaded"
    message = "offloaded call has an async form: {site.target}"


class LongCpu(Rule):
    """Reports long CPU-bound work on a shared pool."""

    code = "ASO201"
    name = "long-cpu-on-default-pool"
    message = "long CPU-bound work on a shared pool: {site.target}"


RULES: dict[str, type[Rule]] = {rule.code: rule for rule in (AsyncTwinOffloaded, LongCpu)}

GEMINI = Site(
    path="gateway/gemini.py",
    span=Span(348, 17, 348, 81),
    function="Extractor.extract",
    call="asyncio.to_thread",
    target="google.genai.Client().models.generate_content",
    target_source="self._client.models.generate_content",
    place=Place.DEFAULT,
    work=Work.ASYNC_TWIN,
    duration=Duration.LONG,
    twin=Twin(
        name="google.genai.Client().aio.models.generate_content",
        distribution="google-genai",
        since="1.0",
        callee="self._client.aio.models.generate_content",
        expression="await self._client.aio.models.generate_content(model=m)",
    ),
    context=Context.REQUEST,
    fan_out=True,
    reached_from=("POST /documents",),
    risk=Risk.HIGH,
    risk_reason="per item of a gather, reached from POST /documents",
)
MARKITDOWN = GEMINI._replace(
    path="gateway/markitdown.py",
    span=Span(44, 17, 46, 5),
    function="convert",
    target="markitdown.MarkItDown().convert_stream",
    target_source="converter.convert_stream",
    work=Work.CPU,
    duration=Duration.VARIABLE,
    twin=None,
    fan_out=False,
    risk=Risk.MEDIUM,
    risk_reason="may pass seconds",
)
WEBSITE = MARKITDOWN._replace(
    path="gateway/website.py",
    span=Span(56, 11, 56, 60),
    function="fetch",
    target="gateway.website.extract_markdown",
    target_source="extract_markdown",
    duration=Duration.SHORT,
    reaches=(
        Reached(("extract_markdown",), "lxml.html.fromstring", Facts(Work.CPU, Duration.INSTANT)),
        Reached(("extract_markdown",), "trafilatura.extract", Facts(Work.CPU, Duration.SHORT)),
    ),
    risk=Risk.LOW,
    risk_reason="short",
)
UPGRADE = WEBSITE._replace(
    path="gateway/db.py",
    span=Span(60, 4, 60, 50),
    function="<module>",
    call="asyncio.loop.run_in_executor",
    target=None,
    target_source="lambda: a | b",
    place=Place.DEDICATED,
    work=Work.UNKNOWN,
    duration=Duration.UNKNOWN,
    reaches=(),
    executor=Executor("app.POOL", "concurrent.futures.ThreadPoolExecutor", 4, "gateway/pools.py:12"),
    risk=Risk.NONE,
    risk_reason="start-up only",
)

OFFLOADED = Finding(
    GEMINI.path,
    GEMINI.span,
    "ASO101",
    "ASO101 offloaded call has an async form: google.genai.Client().models.generate_content",
    GEMINI,
    (Edit(GEMINI.span, "self._client.aio.models.generate_content(model=m)"),),
)
LONG = Finding(
    MARKITDOWN.path,
    MARKITDOWN.span,
    "ASO201",
    "ASO201 long CPU-bound work on a shared pool: markitdown.MarkItDown().convert_stream",
    MARKITDOWN,
)
UNMATCHED = Finding("async-offload.toml", Span(9, 0, 9, 1), "ASO903", "ASO903 decision matches no site: gateway/old.py")
FINDINGS = (OFFLOADED, LONG, UNMATCHED)
UNREAD = (Unread("gateway/bad.py", 3, "invalid syntax"),)

DECISION: dict[str, object] = {
    "path": MARKITDOWN.path,
    "codes": ["ASO201"],
    "decision": "accepted",
    "calls-at-once": 4,
    "reason": "Fallback path | under 5 a day.",
    "reviewed-by": "ada@example.com",
    "reviewed-on": dt.date(2026, 2, 7),
    "expires": dt.date(2026, 8, 7),
}
INVENTORY = Inventory(
    root="",
    rows=(
        Row(GEMINI, (OFFLOADED,)),
        Row(MARKITDOWN, (LONG,), DECISION, "answered"),
        Row(WEBSITE, status="fine"),
        Row(UPGRADE, status="fine"),
    ),
    pools=(
        Pool("default", Place.DEFAULT, 20, "min(32, cpus + 4)", 3, load=4, arithmetic="4 at once"),
        Pool("app.POOL", Place.DEDICATED, 4, "gateway/pools.py:12", 1),
    ),
    errors=UNREAD,
    files=120,
)
EMPTY = Inventory("", (), files=120)


def source(path: str, line: int) -> str:
    """Return the line of the sample's source; only gemini.py has any."""
    return GEMINI_LINE if (path, line) == (GEMINI.path, 348) else ""
