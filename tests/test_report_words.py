"""The words that every report of an inventory shares."""

from __future__ import annotations

import pytest

from flake8_async_offload.capacity import load
from flake8_async_offload.model import Duration, Executor, Place, Pool, Risk, Row, Twin
from flake8_async_offload.report import Setting
from flake8_async_offload.report.inventory.page import WIDTH
from flake8_async_offload.report.inventory.pools import members, size
from flake8_async_offload.report.words import DURATION, LONGEST_FIRST, WORST_FIRST, cure, short, verdict, what_runs
from tests.test_report_samples import DECISION, GEMINI, INVENTORY, LONG, MARKITDOWN, OFFLOADED, RULES, UPGRADE, WEBSITE


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (Row(WEBSITE, status="fine"), "-"),
        (Row(GEMINI, (OFFLOADED,)), "ASO101: await self._client.aio.models.generate_content(...)"),
        (Row(MARKITDOWN, (LONG,)), "ASO201: long cpu on default pool"),
        (Row(MARKITDOWN, (LONG,), DECISION, "answered"), "accepted until 2026-08-07"),
        (
            Row(MARKITDOWN, (LONG,), DECISION, "expired"),
            "expired: accepted until 2026-08-07; ASO201: long cpu on default pool",
        ),
        (Row(GEMINI, (OFFLOADED, LONG)), "ASO101: await self._client.aio.models.generate_content(...); "
         "ASO201: long cpu on default pool"),
    ],
)  # fmt: skip
def test_the_verdict_is_the_decision_or_else_the_cure(row: Row, words: str) -> None:
    assert verdict(row, Setting(rules=RULES)) == words


@pytest.mark.parametrize(
    ("twin", "words"),
    [
        (Twin("lib.aget", "lib", callee="self.aget"), ("await", "self.aget(...)")),
        (Twin("lib.aget", "lib"), ("await", "lib.aget(...)")),
        (Twin("lib.aget", "lib", near="lib.AsyncEndpoint(...).run()"), ("use", "lib.AsyncEndpoint(...).run()")),
        (Twin("lib.astream", "lib", shape="async for", callee="c.astream"), ("async for ... in", "c.astream(...)")),
        (
            Twin("lib.astream", "lib", shape="async for await", callee="c.astream"),
            ("async for ... in await", "c.astream(...)"),
        ),
        (Twin("lib.aopen", "lib", shape="async with", callee="c.aopen"), ("async with", "c.aopen(...)")),
    ],
)
def test_a_cure_is_said_in_the_shape_of_the_twin(twin: Twin, words: tuple[str, str]) -> None:
    assert cure(twin) == words


def test_what_runs_is_the_callee_or_the_longest_call_of_a_local_function() -> None:
    assert what_runs(GEMINI) == "google.genai.Client().models.generate_content"
    assert what_runs(WEBSITE) == "extract_markdown -> trafilatura.extract +1"
    assert what_runs(UPGRADE) == "lambda: a | b"
    assert [short(site) for site in (GEMINI, WEBSITE, UPGRADE)] == [
        "models.generate_content",
        "trafilatura.extract",
        "lambda: a | b",
    ]
    assert (
        what_runs(UPGRADE._replace(target_source="lambda: f(\n    x" + "," * 80)) == "lambda: f( x" + "," * 45 + "..."
    )


def test_every_duration_and_risk_has_its_words_and_rank() -> None:
    assert set(DURATION) == set(LONGEST_FIRST) == set(WIDTH) == set(Duration)
    assert set(WORST_FIRST) == set(Risk)


def test_pools_of_one_place_are_told_apart_by_their_executor() -> None:
    other = UPGRADE._replace(executor=Executor("app.OTHER"))
    pools = tuple(Pool(name, Place.DEDICATED, None, "", 1) for name in ("app.POOL", "app.OTHER"))
    inventory = INVENTORY._replace(rows=(Row(UPGRADE), Row(other)), pools=pools)
    assert [[row.site for row in members(pool, inventory)] for pool in pools] == [[UPGRADE], [other]]


@pytest.mark.parametrize(
    ("pool", "words"),
    [
        (Pool("p", Place.DEFAULT, 4, "app.py:3", 1), "4 workers (app.py:3)"),
        (Pool("p", Place.DEFAULT, None, "app.py:3", 1, made="app.py:3"), "size unknown (app.py:3)"),
        (Pool("p", Place.DEFAULT, None, "cpus * 2, app.py:3", 1, made="app.py:3"), "cpus * 2 workers (app.py:3)"),
        (Pool("p", Place.DEFAULT, None, "min(32, cpus + 4)", 1, ceiling=32), "min(32, cpus + 4) workers"),
        (
            Pool("p", Place.DEFAULT, None, "min(32, cpus + 4), set at app.py:3", 1, made="set at app.py:3", ceiling=32),
            "min(32, cpus + 4) workers (set at app.py:3)",
        ),
    ],
)
def test_a_pools_size_comes_with_its_source(pool: Pool, words: str) -> None:
    assert size(pool) == words


@pytest.mark.parametrize(
    ("decisions", "calls"),
    [
        ([None, {"decision": "accepted"}], None),
        ([{"calls-at-once": 4}, {"calls-per-second": 0.5, "duration-seconds": 3}], 5.5),
        ([{"calls-at-once": 4}, {"calls-at-once": 4}], 4),  # one record that answers two sites
        ([{"calls-per-second": 2}], None),
    ],
)
def test_the_load_of_a_pool_is_what_its_decisions_declare(
    decisions: list[dict[str, object] | None], calls: float | None
) -> None:
    assert load([Row(MARKITDOWN, decision=decision) for decision in decisions])[0] == calls
