"""`async-offload explain`: every rule's page, for a pipe and for a terminal."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flake8_async_offload.rules import RULES
from tests.test_audit import async_offload


def test_explain_prints_a_page(tmp_path: Path) -> None:
    done = async_offload("explain", "ASO101", cwd=tmp_path)
    assert done.stdout.startswith("# ASO101 async-twin-offloaded\n")
    assert "## Why is this bad" in done.stdout
    assert async_offload("explain", "ASO000", cwd=tmp_path).returncode == 2


def test_explain_without_a_code_lists_every_rule_in_a_line(tmp_path: Path) -> None:
    lines = async_offload("explain", cwd=tmp_path).stdout.splitlines()
    assert [line.split()[:3] for line in lines] == [[rule.code, rule.name, str(rule.reported)] for rule in RULES]


@pytest.mark.parametrize(
    ("code", "when"),
    [
        ("ASO101", "Reported by default."),
        ("ASO104", "Opt-in: reported where `aso-enable = ASO104` asks for it."),
        ("ASO211", "Reported by `async-offload check` alone: it needs the whole project."),
    ],
)
def test_a_page_says_when_its_rule_speaks(code: str, when: str, tmp_path: Path) -> None:
    assert async_offload("explain", code, cwd=tmp_path).stdout.splitlines()[2] == when


def test_a_terminal_gets_a_page_without_the_marks_of_markdown(tmp_path: Path) -> None:
    plain = async_offload("explain", "ASO101", cwd=tmp_path).stdout
    colored = async_offload("explain", "ASO101", "--color", "always", cwd=tmp_path).stdout
    assert "\x1b[1mWhy is this bad\x1b[0m" in colored
    assert "\x1b[36mclient.aio\x1b[0m" in colored
    words = re.sub(r"\x1b\[\d+m", "", colored).split()
    assert words == [word for word in plain.replace("```python", "").replace("`", "").split() if set(word) != {"#"}]
    assert async_offload("explain", "ASO101", "--format", "markdown", "--color", "always", cwd=tmp_path).stdout == plain
