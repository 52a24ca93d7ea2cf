"""Branches that each record a decision merge, as a rule, and are never merged into something that nobody wrote."""

from __future__ import annotations

from pathlib import Path

from benchmarks import merges
from flake8_async_offload.ledger.find import FILENAME
from flake8_async_offload.ledger.read import parse
from flake8_async_offload.ledger.write import START, add


def test_few_merges_conflict_and_none_is_silently_wrong() -> None:
    """Two records conflict where they fall between the same two others: about 2 in 150 times, in a ledger of 150."""
    conflicts, wrong = merges.simulate(150, merges=70, seed=1)
    assert wrong == 0
    assert conflicts / 70 <= 0.03


def test_appended_records_would_always_conflict() -> None:
    assert merges.simulate(20, 10, 1, merges.appended)[0] == 10


def test_a_conflict_is_seen_by_whoever_reads_the_ledger_next(tmp_path: Path) -> None:
    record = {"path": "a.py", "function": "f", "call": "asyncio.to_thread", "target": "t"}
    text, conflicting = merges.merged(tmp_path, START, add(START, record), add(START, {**record, "target": "u"}))
    assert conflicting
    (error,) = parse(text.encode(), Path(FILENAME)).errors
    assert error.message == "holds a merge conflict; resolve it"
    assert text.splitlines()[error.line - 1].startswith("<<<<<<<")
