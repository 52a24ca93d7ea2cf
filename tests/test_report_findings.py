"""What `check` prints for people and for programs that know no platform."""

from __future__ import annotations

import json

import pytest

from flake8_async_offload.model import Span
from flake8_async_offload.report import FINDING_REPORTS, Setting, statistics
from flake8_async_offload.report.findings.full import marked
from tests.test_report_samples import FINDINGS, LONG, OFFLOADED, RULES, UNREAD, source

SETTING = Setting(rules=RULES, line=source)


def report(name: str, setting: Setting = SETTING) -> str:
    return FINDING_REPORTS[name](FINDINGS, UNREAD, setting)


def test_concise_is_one_line_per_finding_with_columns_from_one() -> None:
    assert report("concise") == (
        "gateway/gemini.py:348:18: ASO101 offloaded call has an async form: "
        "google.genai.Client().models.generate_content\n"
        "gateway/markitdown.py:44:18: ASO201 long CPU-bound work on a shared pool: "
        "markitdown.MarkItDown().convert_stream\n"
        "async-offload.toml:9:1: ASO903 decision matches no site: gateway/old.py\n"
        "gateway/bad.py:3:1: error: invalid syntax\n"
    )


def test_concise_in_color_says_the_same() -> None:
    colored = report("concise", Setting(color=True))
    assert "\x1b[31mASO101\x1b[0m" in colored
    plain = colored
    for style in ("\x1b[1m", "\x1b[31m", "\x1b[36m", "\x1b[0m"):
        plain = plain.replace(style, "")
    assert plain == report("concise")


def test_full_shows_the_source_and_the_rule() -> None:
    assert report("full").split("\n\n")[0] == (
        "gateway/gemini.py:348:18: ASO101 offloaded call has an async form: "
        "google.genai.Client().models.generate_content\n"
        "    |\n"
        "348 |     page = await asyncio.to_thread(self._client.models.generate_content, model=m)\n"
        "    |                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
        "    = Reports an offloaded SDK call that has an async form.\n"
        "    = more: async-offload explain ASO101"
    )


def test_full_leaves_out_a_source_that_it_cannot_see_and_a_rule_that_it_does_not_know() -> None:
    _, long, unmatched, unread = report("full").split("\n\n")
    assert long.splitlines()[1:] == [
        "   = Reports long CPU-bound work on a shared pool.",
        "   = more: async-offload explain ASO201",
    ]
    assert unmatched == "async-offload.toml:9:1: ASO903 decision matches no site: gateway/old.py"
    assert unread == "gateway/bad.py:3:1: error: invalid syntax\n"


@pytest.mark.parametrize(
    ("line", "span", "carets"),
    [
        ("x = f(y)", Span(1, 4, 1, 8), "    ^^^^"),
        ("\tx = f(y)", Span(1, 5, 1, 9), "\t    ^^^^"),  # a tab stands below a tab
        ("名 = f(y)", Span(1, 4, 1, 8), "     ^^^^"),  # a wide character takes two cells
        ("e\u0301 = f(y)", Span(1, 5, 1, 9), "    ^^^^"),  # a combining one takes none
        ("x = f('名')", Span(1, 4, 1, 10), "    ^^^^^^^"),
        ("x = f(  ", Span(1, 4, 3, 1), "    ^^"),  # of several lines, the first without its trailing blanks
        ("x", Span(1, 7, 1, 9), " ^"),  # the file is shorter now than when it was read
    ],
)
def test_carets_stand_under_the_right_characters(line: str, span: Span, carets: str) -> None:
    assert marked(line, span) == (line, carets)


def test_grouped_names_each_file_once() -> None:
    findings = (OFFLOADED, LONG, OFFLOADED)
    assert FINDING_REPORTS["grouped"](findings, UNREAD, SETTING) == (
        "gateway/gemini.py\n"
        "  348:18  ASO101  offloaded call has an async form: google.genai.Client().models.generate_content\n"
        "  348:18  ASO101  offloaded call has an async form: google.genai.Client().models.generate_content\n"
        "\n"
        "gateway/markitdown.py\n"
        "  44:18  ASO201  long CPU-bound work on a shared pool: markitdown.MarkItDown().convert_stream\n"
        "\n"
        "gateway/bad.py\n"
        "  3:1  error  invalid syntax\n"
    )


def test_json_holds_the_findings_the_errors_and_the_counts() -> None:
    document = json.loads(report("json"))
    assert list(document) == ["version", "findings", "errors", "statistics"]
    assert document["errors"] == [{"path": "gateway/bad.py", "line": 3, "message": "invalid syntax"}]
    assert document["statistics"] == {"ASO101": 1, "ASO201": 1, "ASO903": 1}
    assert document["findings"][0] == {
        "path": "gateway/gemini.py",
        "line": 348,
        "column": 18,
        "end_line": 348,
        "end_column": 82,
        "code": "ASO101",
        "name": "async-twin-offloaded",
        "message": "offloaded call has an async form: google.genai.Client().models.generate_content",
        "function": "Extractor.extract",
        "call": "asyncio.to_thread",
        "target": "google.genai.Client().models.generate_content",
        "place": "default",
        "work": "async-twin",
        "duration": "long",
        "risk": "high",
        "risk_reason": "per item of a gather, reached from POST /documents",
        "twin": "await self._client.aio.models.generate_content(model=m)",
        "edits": [
            {
                "line": 348,
                "column": 18,
                "end_line": 348,
                "end_column": 82,
                "text": "self._client.aio.models.generate_content(model=m)",
                "safe": True,
            }
        ],
    }


def test_json_lines_are_the_same_objects_one_by_one() -> None:
    *findings, error = map(json.loads, report("json-lines").splitlines())
    assert findings == json.loads(report("json"))["findings"]
    assert error == {"path": "gateway/bad.py", "line": 3, "error": "invalid syntax"}


def test_statistics_put_the_most_frequent_code_first() -> None:
    assert statistics((LONG, OFFLOADED, OFFLOADED), SETTING) == (
        "2       ASO101 async-twin-offloaded\n1       ASO201 long-cpu-on-default-pool\n"
    )
