"""A rewritten program gives the same results and raises the same exceptions, and takes no thread for it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.test_fix import fixed

FAKES = Path(__file__).parent / "fakes"


def _said(text: str, folder: Path) -> list[str]:
    program = folder / "program.py"
    program.write_text(text, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(FAKES), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, str(program)]
    return subprocess.run(command, env=environment, capture_output=True, check=True, encoding="utf-8").stdout.split(
        "\n"
    )


def test_results_and_exceptions_stay_the_same_and_no_call_takes_a_thread(tmp_path: Path) -> None:
    text = (FAKES / "program.py").read_text(encoding="utf-8")
    result = fixed(text)
    assert not result.left
    assert {finding.code for finding in result.done} == {"ASO101", "ASO102", "ASO103", "ASO107"}
    before, after = _said(text, tmp_path), _said(result.after, tmp_path)
    assert [line for line in before if "thread" not in line] == [line for line in after if "thread" not in line]
    assert sum(line.startswith("raised") for line in after) == 7
    assert "thread True" in before
    assert "thread True" not in after


def test_swapped_clients_give_the_same_results_and_exceptions(tmp_path: Path) -> None:
    text = (FAKES / "clients.py").read_text(encoding="utf-8")
    result = fixed(text, unsafe=True)
    assert not result.left
    assert " OpenAI" not in result.after
    before, after = _said(text, tmp_path), _said(result.after, tmp_path)
    assert [line for line in before if "thread" not in line] == [line for line in after if "thread" not in line]
    assert sum(line.startswith("raised") for line in after) == 3
    assert "thread True" in before
    assert "thread True" not in after
