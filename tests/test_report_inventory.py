"""What `audit` shows: a table, records, a document, rows and a contract."""

from __future__ import annotations

import csv
import json
from io import StringIO

import pytest

from flake8_async_offload.model import Context, Duration, Implicit, Inventory, Place, Risk, Row, Work
from flake8_async_offload.report import GROUPS, INVENTORY_REPORTS, Setting
from tests.test_report_samples import (
    DECISION,
    EMPTY,
    GEMINI,
    INVENTORY,
    RULES,
    UPGRADE,
)


def report(name: str, inventory: Inventory = INVENTORY, setting: Setting | None = None) -> str:
    return INVENTORY_REPORTS[name](inventory, setting or Setting(rules=RULES))


def test_a_pipe_gets_the_pools_and_one_line_per_site() -> None:
    pools, sites, totals = report("table").split("\n\n")
    assert pools == (
        "default: 20 workers (min(32, cpus + 4)), 3 sites, 4 calls at once declared, 16 free\n"
        "app.POOL: 4 workers (gateway/pools.py:12), 1 site"
    )
    assert [line.split("  ")[0] for line in sites.splitlines()] == [
        "Location",
        "gateway/gemini.py:348",
        "gateway/markitdown.py:44",
        "gateway/website.py:56",
        "gateway/db.py:60",
    ]
    assert [cell.strip() for cell in sites.splitlines()[1].split("  ") if cell] == [
        "gateway/gemini.py:348",
        "google.genai.Client().models.generate_content via asyncio.to_thread",
        "default",
        "async-twin",
        "tens of seconds",
        "HIGH: per item of a gather, reached from POST /documents",
        "ASO101: await self._client.aio.models.generate_content(...)",
    ]
    assert totals == "gateway/bad.py:3: invalid syntax\n4 sites in 4 files: 1 decision, 1 open.\n"


def test_a_narrow_terminal_gets_records() -> None:
    text = report("table", INVENTORY._replace(rows=INVENTORY.rows[:1], errors=()), Setting(rules=RULES, width=60))
    assert text.split("\n\n")[1:] == [
        "gateway/gemini.py:348\n"
        "  google.genai.Client().models.generate_content\n"
        "  default, async-twin, tens of seconds, via\n"
        "  asyncio.to_thread\n"
        "  HIGH: per item of a gather, reached from POST /documents\n"
        "  ASO101: await\n"
        "  self._client.aio.models.generate_content(...)",
        "1 site in 1 file: 0 decisions, 1 open.\n",
    ]


def test_a_record_begins_with_place_and_call_where_both_fit_and_says_nothing_of_no_finding() -> None:
    text = report("table", INVENTORY._replace(rows=INVENTORY.rows[2:], errors=()), Setting(rules=RULES, width=80))
    assert text.split("\n\n")[1:3] == [
        "gateway/website.py:56  extract_markdown -> trafilatura.extract +1\n"
        "  default, cpu, <1 s, via asyncio.to_thread\n"
        "  low: short",
        "gateway/db.py:60  lambda: a | b\n"
        "  dedicated (app.POOL), unknown, ?, via asyncio.loop.run_in_executor\n"
        "  none: start-up only",
    ]


@pytest.mark.parametrize("width", [20, 40, 80, 159, 160, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    assert max(map(len, report("table", setting=Setting(rules=RULES, width=width)).splitlines())) <= width


def test_a_terminal_without_box_drawing_gets_ascii() -> None:
    assert report("table", setting=Setting(rules=RULES, width=200, unicode=False)).isascii()
    assert not report("table", setting=Setting(rules=RULES, width=200)).isascii()


def test_colors_are_there_only_when_asked_for() -> None:
    assert "\x1b[1;31mHIGH" in report("table", setting=Setting(rules=RULES, width=200, color=True))
    assert "\x1b" not in report("table", setting=Setting(rules=RULES, width=200))


def test_markdown_is_a_document_for_a_review() -> None:
    assert report("markdown") == (
        "# Thread offloading\n"
        "\n"
        "4 sites in 4 files: 1 decision, 1 open.\n"
        "\n"
        "## Pools\n"
        "\n"
        "| Pool | Size | Sites | Load |\n"
        "| --- | --- | --- | --- |\n"
        "| default | 20 workers (min(32, cpus + 4)) | 3 | 4 calls at once declared, 16 free |\n"
        "| app.POOL | 4 workers (gateway/pools.py:12) | 1 | - |\n"
        "\n"
        "## Sites\n"
        "\n"
        "| Location | Call | Pool | Duration | Concurrency risk | Verdict |\n"
        "| --- | --- | --- | --- | --- | --- |\n"
        "| `gateway/gemini.py:348` | `google.genai.Client().models.generate_content` | default | tens of seconds "
        "| HIGH: per item of a gather, reached from POST /documents "
        "| ASO101: await `self._client.aio.models.generate_content(...)` |\n"
        "| `gateway/markitdown.py:44` | `markitdown.MarkItDown().convert_stream` | default | variable "
        "| medium: may pass seconds | accepted until 2026-08-07 |\n"
        "| `gateway/website.py:56` | `extract_markdown -> trafilatura.extract +1` | default | \\<1 s "
        "| low: short | - |\n"
        "| `gateway/db.py:60` | `lambda: a \\| b` | dedicated (app.POOL) | ? | none: start-up only | - |\n"
        "\n"
        "## Decisions\n"
        "\n"
        "| Location | Call | Decision | Duration | Risk | Reason | Reviewed by | Reviewed on | Expires |\n"
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n"
        "| `gateway/markitdown.py:44` | `markitdown.MarkItDown().convert_stream` | accepted | - | - "
        "| Fallback path \\| under 5 a day. | ada@example.com | 2026-02-07 | 2026-08-07 |\n"
        "\n"
        "## Not read\n"
        "\n"
        "- gateway/bad.py:3: invalid syntax\n"
    )


def test_an_empty_inventory_says_what_was_read() -> None:
    assert report("table", EMPTY) == "No work leaves the event loop in 120 files.\n"
    assert report("markdown", EMPTY) == "# Thread offloading\n\nNo work leaves the event loop in 120 files.\n"


def test_json_keeps_the_contract() -> None:
    document = json.loads(report("json"))
    assert list(document)[:7] == ["version", "root", "pools", "sites", "unresolved", "errors", "statistics"]
    assert list(document)[7:] == ["implicit_sites", "over_capacity"]
    assert document["pools"][1] == {
        "name": "app.POOL",
        "place": "dedicated",
        "workers": 4,
        "workers_from": "gateway/pools.py:12",
        "sites": 1,
        "implicit": 0,
        "kind": None,
        "made": None,
        "load": None,
        "head_room": None,
    }
    assert document["unresolved"] == 1
    assert document["statistics"]["risks"] == {"high": 1, "low": 1, "medium": 1, "none": 1}
    assert document["sites"][0] == {
        "path": "gateway/gemini.py",
        "line": 348,
        "column": 18,
        "end_line": 348,
        "end_column": 82,
        "function": "Extractor.extract",
        "call": "asyncio.to_thread",
        "place": "default",
        "executor": None,
        "target": "google.genai.Client().models.generate_content",
        "target_source": "self._client.models.generate_content",
        "does": [],
        "work": "async-twin",
        "duration": "long",
        "holds_gil": "unknown",
        "twin": {
            "expression": "await self._client.aio.models.generate_content(model=m)",
            "name": "google.genai.Client().aio.models.generate_content",
            "distribution": "google-genai",
            "since": "1.0",
            "backing": "native",
        },
        "context": "request",
        "fan_out": True,
        "reached_from": ["POST /documents"],
        "risk": "high",
        "risk_reason": "per item of a gather, reached from POST /documents",
        "codes": ["ASO101"],
        "decision": None,
        "status": "open",
    }


def test_json_writes_a_decision_as_the_ledger_has_it() -> None:
    assert json.loads(report("json"))["sites"][1]["decision"] == {
        **DECISION,
        "reviewed-on": "2026-02-07",
        "expires": "2026-08-07",
    }


def test_json_paths_are_relative_to_the_root() -> None:
    inventory = INVENTORY._replace(root="/srv/app", rows=(Row(GEMINI._replace(path="/srv/app/gateway/gemini.py")),))
    assert json.loads(report("json", inventory))["sites"][0]["path"] == "gateway/gemini.py"


def test_csv_has_a_row_per_site_and_runs_in_no_spreadsheet() -> None:
    formula = UPGRADE._replace(target="=HYPERLINK(1)")
    rows = list(csv.DictReader(StringIO(report("csv", INVENTORY._replace(rows=(*INVENTORY.rows, Row(formula)))))))
    assert [row["path"] for row in rows][:2] == ["gateway/gemini.py", "gateway/markitdown.py"]
    assert rows[1]["reviewed-by"] == "ada@example.com"
    assert rows[2]["verdict"] == "-"
    assert rows[4]["call"] == "'=HYPERLINK(1)"


def headings(by: str) -> list[str]:
    lines = report("markdown", setting=Setting(rules=RULES, group_by=by)).splitlines()
    return [line.removeprefix("## Sites: ") for line in lines if line.startswith("## Sites")]


def test_groups_put_first_what_matters_first() -> None:
    assert {by: headings(by) for by in GROUPS} == {
        "pool": ["default", "dedicated (app.POOL)"],
        "file": ["gateway/db.py", "gateway/gemini.py", "gateway/markitdown.py", "gateway/website.py"],
        "risk": ["risk: high", "risk: medium", "risk: low", "risk: none"],
        "decision": ["open: no decision yet", "answered by a decision", "nothing to decide"],
    }


def test_every_value_of_the_model_can_be_shown() -> None:
    sites = [
        *(GEMINI._replace(place=place) for place in Place),
        *(GEMINI._replace(work=work) for work in Work),
        *(GEMINI._replace(duration=duration) for duration in Duration),
        *(GEMINI._replace(context=context) for context in Context),
        *(GEMINI._replace(risk=risk) for risk in Risk),
    ]
    inventory = INVENTORY._replace(rows=tuple(map(Row, sites)))
    for by in GROUPS:
        for name in INVENTORY_REPORTS:
            assert report(name, inventory, Setting(group_by=by)).count("gemini.py") >= len(sites)


def test_implicit_offloads_stand_under_their_pools_where_they_are_asked_for() -> None:
    row = INVENTORY.rows[0]
    hidden = INVENTORY._replace(rows=(), implicit=(row._replace(site=row.site._replace(implicit=Implicit.FILE)),))
    setting = Setting(implicit=True, group_by="pool")
    assert "## Implicit offloads: default\n" in report("markdown", hidden, setting)
    assert "implicit, default\n" in report("table", hidden, setting)
    assert "gateway/gemini.py,348," in report("csv", hidden, setting)
    assert "gateway/gemini.py,348," not in report("csv", hidden, Setting())


def test_a_document_counts_the_implicit_offloads_of_a_pool() -> None:
    several = tuple(pool._replace(implicit=2) for pool in INVENTORY.pools)
    assert "| 3, 2 implicit |" in INVENTORY_REPORTS["markdown"](INVENTORY._replace(pools=several), Setting())
