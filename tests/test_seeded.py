"""One file of misuses and one of look-alikes: every rule that one file can break is hit, and no look-alike is."""

from __future__ import annotations

import re

from flake8_async_offload.rule import Reported
from flake8_async_offload.rules import RULES
from tests.conftest import findings_of
from tests.test_cases import CASES, marked

MISUSES, LOOK_ALIKES = CASES / "seeded_misuses.py", CASES / "seeded_look_alikes.py"


def found(name: str) -> dict[tuple[int, str], str]:
    """Return what the rules say of a file by line and code; ASO901 says it of every site."""
    said = findings_of(name, (CASES / name).read_text(encoding="utf-8"))
    return {(each.span.line, each.code): each.text for each in said if not each.code.startswith("ASO9")}


def test_every_misuse_is_seen() -> None:
    expected = marked(MISUSES)
    assert len(expected) >= 35
    assert sorted(expected.keys() - found(MISUSES.name)) == []


def test_every_rule_has_a_misuse() -> None:
    judging = {rule.code for rule in RULES if not rule.code.startswith("ASO9") and rule.reported is not Reported.CHECK}
    assert judging == {code for _, code in marked(MISUSES)}


def test_no_look_alike_is_reported() -> None:
    numbers = re.findall(r"  # (\d+): ", LOOK_ALIKES.read_text(encoding="utf-8"))
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)]
    assert len(numbers) >= 25
    # Some of them are offloads of requests or of next to nothing, and look like something else.
    told = {"ASO104", "ASO106"}
    assert {place for place in found(LOOK_ALIKES.name) if place[1] not in told} == set()


def test_the_comparison_is_of_these_files() -> None:
    page = (CASES.parent.parent / "docs" / "comparison.md").read_text(encoding="utf-8")
    numbers = re.findall(r"  # (\d+): ", LOOK_ALIKES.read_text(encoding="utf-8"))
    assert f"Misuses seen (of {len({line for line, _ in marked(MISUSES)})})" in page
    assert f"Look-alikes reported (of {len(numbers)})" in page
