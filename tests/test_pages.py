"""Every rule's docstring is its page; the bad example of a page is reported, the good one is not."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from flake8_async_offload.rule import Reported, Rule
from flake8_async_offload.rules import RULES
from tests.conftest import findings_of

SECTIONS = (
    "What it does",
    "Why is this bad",
    "Example",
    "Use instead",
    "The decision to record",
    "When not to use it",
)


def section(rule: type[Rule], name: str) -> str:
    page = inspect.getdoc(rule) or ""
    found = re.search(rf"^## {re.escape(name)}\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    assert found, f"{rule.code} has no section {name!r}"
    return found[1]


def examples(rule: type[Rule], name: str) -> list[str]:
    return re.findall(r"^```python\n(.*?)^```", section(rule, name), re.MULTILINE | re.DOTALL)


def of_rules(pattern: str) -> list[type[Rule]]:
    """The rules of some codes that one file alone can break."""
    return [rule for rule in RULES if re.match(pattern, rule.code) and rule.reported is not Reported.CHECK]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_page_is_whole(rule: type[Rule]) -> None:
    first = (inspect.getdoc(rule) or "").partition("\n")[0]
    assert first.endswith(".")
    assert [name for name in SECTIONS if section(rule, name).strip()] == list(SECTIONS)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_lives_in_the_file_of_its_name_with_a_message_of_one_line(rule: type[Rule]) -> None:
    assert Path(inspect.getfile(rule)).stem == f"{rule.code.lower()}_{rule.name.replace('-', '_')}"
    assert rule.message
    assert "\n" not in rule.message
    assert not rule.message.endswith(".")


@pytest.mark.parametrize("rule", of_rules("ASO[1-5]"), ids=lambda rule: rule.code)
def test_the_bad_example_is_reported(rule: type[Rule], tmp_path: Path) -> None:
    for text in examples(rule, "Example"):
        assert rule.code in {finding.code for finding in findings_of(tmp_path / "app.py", text)}
    assert examples(rule, "Example")


@pytest.mark.parametrize("rule", of_rules("ASO[1-5]"), ids=lambda rule: rule.code)
def test_the_good_example_is_not(rule: type[Rule], tmp_path: Path) -> None:
    for text in examples(rule, "Use instead"):
        assert rule.code not in {finding.code for finding in findings_of(tmp_path / "app.py", text)}
