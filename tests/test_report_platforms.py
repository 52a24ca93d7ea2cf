"""What `check` prints for GitHub, GitLab, code scanning, CI servers and reviewdog."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from flake8_async_offload.model import Finding, Span, Unread
from flake8_async_offload.report import FINDING_REPORTS, Setting, append_summary
from flake8_async_offload.report.findings.github import summary
from tests.test_report_samples import FINDINGS, GEMINI, LONG, OFFLOADED, RULES, UNMATCHED, UNREAD, source

if TYPE_CHECKING:
    from collections.abc import Sequence

SARIF_SCHEMA = json.loads((Path(__file__).parent / "test_report_sarif_2.1.0.schema.json").read_text(encoding="utf-8"))


def report(name: str, findings: Sequence[Finding] = FINDINGS, unread: Sequence[Unread] = UNREAD) -> str:
    return FINDING_REPORTS[name](findings, unread, Setting(rules=RULES, line=source))


def moved(finding: Finding, lines: int) -> Finding:
    span = finding.span._replace(line=finding.span.line + lines, end_line=finding.span.end_line + lines)
    return finding._replace(span=span, site=finding.site and finding.site._replace(span=span))


def test_github_gets_what_is_unread_and_high_risks_as_errors_and_the_rest_as_warnings() -> None:
    assert report("github", (LONG, OFFLOADED)) == (
        "::error file=gateway/bad.py,line=3::invalid syntax\n"
        "::error file=gateway/gemini.py,line=348,endLine=348,col=18,endColumn=82,title=ASO101"
        "::offloaded call has an async form: google.genai.Client().models.generate_content\n"
        "::warning file=gateway/markitdown.py,line=44,endLine=46,title=ASO201"
        "::long CPU-bound work on a shared pool: markitdown.MarkItDown().convert_stream\n"
    )


def test_github_gets_ten_of_each_level_the_worst_first_and_the_log_gets_all() -> None:
    warnings = [moved(UNMATCHED, lines) for lines in range(12)]
    lines = report("github", [*warnings, OFFLOADED, LONG], ()).splitlines()
    assert [line.partition(" ")[0] for line in lines[:11]] == ["::error", *["::warning"] * 10]
    assert "ASO201" in lines[1]  # a medium risk comes before what has no site
    assert lines[11] == "::group::3 more: all findings"
    assert len(lines[12:-1]) == 14
    assert lines[-1] == "::endgroup::"


def test_github_commands_are_escaped() -> None:
    odd = LONG._replace(path="a,b:c%.py", text="ASO201 100% of\na pool")
    assert report("github", [odd], ()) == (
        "::warning file=a%2Cb%3Ac%25.py,line=44,endLine=46,title=ASO201::100%25 of\\na pool\n"
    )


def test_github_summary_is_a_table_appended_to_the_file_of_the_step(tmp_path: Path) -> None:
    file = tmp_path / "summary.md"
    file.write_text("before\n", encoding="utf-8")
    append_summary((LONG, OFFLOADED), UNREAD, str(file))
    assert file.read_text(encoding="utf-8") == (
        "before\n"
        "### async-offload: 2 findings\n\n"
        "| Location | Finding | Risk |\n"
        "| --- | --- | --- |\n"
        "| `gateway/gemini.py:348` | ASO101 offloaded call has an async form: "
        "google.genai.Client().models.generate_content | high |\n"
        "| `gateway/markitdown.py:44` | ASO201 long CPU-bound work on a shared pool: "
        "markitdown.MarkItDown().convert_stream | medium |\n\n"
        "- not read: gateway/bad.py:3: invalid syntax\n"
    )


def test_github_summary_stays_below_the_size_that_github_takes() -> None:
    text = summary([OFFLOADED] * 5000, ())
    assert len(text) < 2**20
    assert text.endswith("\n\n4500 more in the log.\n")


def test_gitlab_gets_its_five_fields() -> None:
    first, _, _, unread = json.loads(report("gitlab"))
    assert first == {
        "description": "ASO101 offloaded call has an async form: google.genai.Client().models.generate_content",
        "check_name": "ASO101",
        "fingerprint": first["fingerprint"],
        "severity": "critical",
        "location": {"path": "gateway/gemini.py", "lines": {"begin": 348, "end": 348}},
    }
    assert unread["severity"] == "blocker"
    assert unread["location"] == {"path": "gateway/bad.py", "lines": {"begin": 3, "end": 3}}


def fingerprints(findings: Sequence[Finding]) -> list[str]:
    return [issue["fingerprint"] for issue in json.loads(report("gitlab", findings, ()))]


def test_a_fingerprint_outlives_a_move_to_other_lines() -> None:
    assert fingerprints(FINDINGS) == fingerprints([moved(finding, 40) for finding in FINDINGS])


@pytest.mark.parametrize("change", [{"function": "other"}, {"call": "anyio.to_thread.run_sync"}, {"target": "other"}])
def test_a_fingerprint_belongs_to_one_call(change: dict[str, Any]) -> None:
    other = OFFLOADED._replace(site=GEMINI._replace(**change))
    assert fingerprints([OFFLOADED]) != fingerprints([other])


def test_equal_calls_in_one_function_have_fingerprints_of_their_own() -> None:
    assert len(set(fingerprints([OFFLOADED, moved(OFFLOADED, 1)]))) == 2


@pytest.mark.parametrize("findings", [FINDINGS, ()])
def test_sarif_fits_the_published_schema(findings: Sequence[Finding]) -> None:
    log = json.loads(report("sarif", findings))
    assert not list(jsonschema.Draft4Validator(SARIF_SCHEMA).iter_errors(log))


def test_the_sarif_schema_in_use_rejects_a_broken_log() -> None:
    log = json.loads(report("sarif"))
    log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startColumn"] = 0
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft4Validator(SARIF_SCHEMA).validate(log)


def test_sarif_says_rule_place_fingerprint_and_fix() -> None:
    run = json.loads(report("sarif"))["runs"][0]
    result = run["results"][0]
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["name"] == "async-twin-offloaded"
    assert result["level"] == "error"
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "gateway/gemini.py", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 348, "startColumn": 18, "endLine": 348, "endColumn": 82},
    }
    assert result["partialFingerprints"] == {"asyncOffloadIdentity/v1": fingerprints([OFFLOADED])[0]}
    assert result["fixes"][0]["artifactChanges"][0]["replacements"] == [
        {
            "deletedRegion": {"startLine": 348, "startColumn": 18, "endLine": 348, "endColumn": 82},
            "insertedContent": {"text": "self._client.aio.models.generate_content(model=m)"},
        }
    ]


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("src/a b.py", {"uri": "src/a%20b.py", "uriBaseId": "%SRCROOT%"}),
        ("src/\udcff.py", {"uri": "src/%FF.py", "uriBaseId": "%SRCROOT%"}),  # a byte that is no UTF-8
        ("/srv/a.py", {"uri": "file:///srv/a.py"}),
    ],
)
def test_sarif_paths_are_uris(path: str, location: dict[str, str]) -> None:
    run = json.loads(report("sarif", [UNMATCHED._replace(path=path)], ()))["runs"][0]
    assert run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"] == location


def test_junit_has_a_failure_per_finding_and_an_error_per_unread_part() -> None:
    suite = ET.fromstring(report("junit"))[0]  # noqa: S314 - our own document
    assert suite.attrib == {"name": "async-offload", "tests": "4", "failures": "3", "errors": "1"}
    assert [child.tag for case in suite for child in case] == ["failure", "failure", "failure", "error"]
    assert suite[0].attrib == {
        "classname": "gateway/gemini.py",
        "name": "ASO101 348:18",
        "file": "gateway/gemini.py",
        "line": "348",
    }


def test_junit_without_findings_is_one_passed_test() -> None:
    assert report("junit", (), ()) == (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<testsuites tests="1" failures="0" errors="0">\n'
        '  <testsuite name="async-offload" tests="1" failures="0" errors="0">\n'
        '    <testcase classname="async-offload" name="no findings" />\n'
        "  </testsuite>\n"
        "</testsuites>\n"
    )


def test_rdjson_counts_columns_in_bytes() -> None:
    finding = OFFLOADED._replace(span=Span(1, 4, 1, 8), edits=())
    text = FINDING_REPORTS["rdjson"]([finding], (), Setting(line=lambda path, line: "名 = f(y)\n"))
    assert json.loads(text)["diagnostics"][0]["location"] == {
        "path": "gateway/gemini.py",
        "range": {"start": {"line": 1, "column": 7}, "end": {"line": 1, "column": 11}},
    }


def test_rdjson_offers_a_fix_as_a_suggestion() -> None:
    first = json.loads(report("rdjson"))["diagnostics"][0]
    assert first["severity"] == "ERROR"
    assert first["suggestions"] == [
        {
            "range": {"start": {"line": 348, "column": 18}, "end": {"line": 348, "column": 82}},
            "text": "self._client.aio.models.generate_content(model=m)",
        }
    ]
