"""Each rule has a file of ordinary Python in `cases/`, with a marker behind each line that the rule reports.

`# ASO101 text` says that the finding of that line holds the text; `# todo: ASO101` marks a known missed alarm.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flake8_async_offload.rule import Reported, Rule
from flake8_async_offload.rules import RULES
from tests.conftest import findings_of

CASES = Path(__file__).parent / "cases"
MARKER = re.compile(r"^(ASO\d{3})\b(.*)")
FILES = sorted(path for path in CASES.glob("aso*.py") if ".fixed" not in path.name)


def marked(path: Path) -> dict[tuple[int, str], str]:
    """Return the marked findings of a case file: (line, code) -> part of the message."""
    found = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        for comment in line.split("# ")[1:]:
            if match := MARKER.match(comment):
                found[number, match[1]] = match[2].strip()
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_marked_lines_are_reported_and_no_others(path: Path) -> None:
    expected = marked(path)
    codes = {code for _, code in expected} | {path.stem[:6].upper()}
    # Not under tests/: some rules leave test code alone.
    reported = findings_of(f"{path.stem}.py", path.read_text(encoding="utf-8"))
    found = {(finding.span.line, finding.code): finding.text for finding in reported if finding.code in codes}
    assert sorted(found) == sorted(expected), "\n".join(found.values())
    for place, text in expected.items():
        assert text in found[place]


def _of_sites(rule: type[Rule]) -> bool:
    return not rule.code.startswith("ASO9") and rule.reported is not Reported.CHECK


def test_every_rule_has_a_case_file() -> None:
    judged_by_sites = {rule.code for rule in RULES if _of_sites(rule)}
    assert {path.stem[:6].upper() for path in FILES} >= judged_by_sites
