"""What the pages claim happens, shown by small programs: each runs in a process of its own and asserts it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from flake8_async_offload.rules import RULES

PROGRAMS = sorted((Path(__file__).parent / "mechanisms").glob("*.py"))
SECONDS = 20  # a program that hangs, as some of the mistakes do, is ended


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.stem)
def test_the_program_shows_it(program: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", program], capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert done.returncode == 0, done.stderr


def test_each_page_of_the_three_families_has_a_program() -> None:
    shown = {program.stem[:6].upper() for program in PROGRAMS}
    assert shown >= {rule.code for rule in RULES if rule.code[:4] in ("ASO3", "ASO4", "ASO5")}
