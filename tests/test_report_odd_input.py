"""Reports never fail on what they are given, nor on where they are shown."""

from __future__ import annotations

import io
import json

import pytest

from flake8_async_offload.model import Executor, Finding, Inventory, Pool, Row, Span, Unread
from flake8_async_offload.report import FINDING_REPORTS, INVENTORY_REPORTS, Setting, setting_for, write
from flake8_async_offload.report.text import visible
from tests.test_report_samples import DECISION, EMPTY, GEMINI, OFFLOADED, RULES

ODD = "a\udcff\ud800\x1b[31m\n\t\x00|`<b>&\"'%}}{{ 名\u202e\u2028\uffff"
ODD_SITE = GEMINI._replace(
    path=f"src/{ODD}.py",
    function=ODD,
    call=ODD,
    target=ODD,
    target_source=ODD,
    executor=Executor(ODD, ODD, None, ODD),
    reached_from=(ODD,),
    risk_reason=ODD,
)
ODD_FINDING = OFFLOADED._replace(path=ODD_SITE.path, text=f"ASO101 {ODD}", site=ODD_SITE)
ODD_UNREAD = Unread(ODD_SITE.path, 0, ODD)
ODD_INVENTORY = Inventory(
    root=f"/srv/{ODD}",
    rows=(Row(ODD_SITE, (ODD_FINDING,), {**DECISION, "reason": ODD, "decision": ODD}, ODD), Row(ODD_SITE)),
    pools=(Pool(ODD, GEMINI.place, None, ODD, 2),),
    errors=(ODD_UNREAD,),
)
SETTINGS = [
    Setting(rules=RULES, line=lambda path, line: ODD * 20),
    Setting(width=40, color=True),
    Setting(width=200, unicode=False, group_by="file"),
]


def shown(text: str) -> str:
    """Check that a report can be written anywhere, and return it without its colors."""
    text.encode("utf-8")
    for style in ("0", "1", "2", "31", "33", "36", "35", "32", "1;31"):
        text = text.replace(f"\x1b[{style}m", "")
    return text


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("name", FINDING_REPORTS)
@pytest.mark.parametrize("findings", [(ODD_FINDING,), (ODD_FINDING._replace(site=None, edits=()),), ()])
def test_findings_with_odd_text_are_shown(name: str, setting: Setting, findings: tuple[Finding, ...]) -> None:
    text = shown(FINDING_REPORTS[name](findings, (ODD_UNREAD,), setting))
    assert "\x1b" not in text
    assert "\\x1b[31m" in text


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("name", INVENTORY_REPORTS)
def test_an_inventory_with_odd_text_is_shown(name: str, setting: Setting) -> None:
    text = shown(INVENTORY_REPORTS[name](ODD_INVENTORY, setting))
    assert "\x1b" not in text
    assert "x1b[" in text


@pytest.mark.parametrize("name", INVENTORY_REPORTS)
def test_an_empty_inventory_is_shown(name: str) -> None:
    assert shown(INVENTORY_REPORTS[name](EMPTY, Setting())).endswith("\n")


@pytest.mark.parametrize("name", ["concise", "full", "json-lines", "github", "grouped"])
def test_nothing_found_is_nothing_said(name: str) -> None:
    assert FINDING_REPORTS[name]((), (), Setting()) == ""


@pytest.mark.parametrize("name", ["json", "gitlab", "sarif", "rdjson"])
def test_nothing_found_is_still_a_document(name: str) -> None:
    assert json.loads(FINDING_REPORTS[name]((), (), Setting())) is not None


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("plain", "plain"),
        ("名 é", "名 é"),
        ("a\nb\tc", "a\\nb\\tc"),
        ("\udcff\x1b", "\\udcff\\x1b"),
        ("\u202e\u2066\u2028", "\\u202e\\u2066\\u2028"),
    ],
)
def test_visible_text_is_one_line_that_hides_nothing(text: str, safe: str) -> None:
    assert visible(text) == safe


def test_a_finding_past_the_end_of_its_file_is_shown() -> None:
    late = OFFLOADED._replace(span=Span(10**6, 80, 10**6, 90))
    assert "1000000:81: ASO101" in FINDING_REPORTS["full"]((late,), (), Setting())


def stream(encoding: str, *, terminal: bool) -> io.TextIOWrapper:
    wrapper = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    wrapper.isatty = lambda: terminal  # type: ignore[method-assign]
    return wrapper


def test_what_an_encoding_lacks_is_written_as_an_escape() -> None:
    output = stream("ascii", terminal=True)
    write("名 -> ok\n", output)
    output.seek(0)
    assert output.read() == "\\u540d -> ok\n"


@pytest.mark.parametrize(
    ("color", "environ", "terminal", "colored"),
    [
        ("auto", {}, True, True),
        ("auto", {}, False, False),
        ("auto", {"NO_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": ""}, True, True),
        ("auto", {"FORCE_COLOR": "1"}, False, True),
        ("auto", {"FORCE_COLOR": "0"}, True, False),
        ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        ("auto", {"TERM": "dumb"}, True, False),
        ("always", {"NO_COLOR": "1"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
    ],
)
def test_colors_follow_the_option_then_the_environment_then_the_terminal(
    color: str, environ: dict[str, str], terminal: bool, colored: bool
) -> None:
    setting = setting_for(stream("utf-8", terminal=terminal), environ, color, rules=RULES)
    assert setting.color is colored


def test_a_terminal_has_a_width_and_a_pipe_has_none() -> None:
    assert setting_for(stream("utf-8", terminal=True), {}, rules=RULES).width
    assert setting_for(stream("utf-8", terminal=False), {}, rules=RULES).width is None


@pytest.mark.parametrize(("encoding", "draws"), [("utf-8", True), ("ascii", False), ("cp1252", False)])
def test_lines_are_drawn_where_the_encoding_has_them(encoding: str, draws: bool) -> None:
    assert setting_for(stream(encoding, terminal=True), {}, rules=RULES).unicode is draws
