"""Decisions survive what projects do to their code, as git tells it; the benchmark that measures it measures that."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from benchmarks import replay

CODE = """\
import asyncio
import time


async def wait():
    await asyncio.to_thread(time.sleep, 3)


async def fetch(path):
    return await asyncio.to_thread(path.read_bytes)


async def both():
    await asyncio.to_thread(time.sleep, 1)
    await asyncio.to_thread(time.sleep, 2)
"""


class History:
    """A repository with one file and the commits of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.git("init", "-q")
        self.file = folder / "a.py"
        self.file.write_text(CODE)
        self.commit()

    def git(self, *arguments: str) -> None:
        who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *who, *arguments], cwd=self.folder, check=True, capture_output=True)

    def commit(self) -> None:
        self.git("add", "-A")
        self.git("commit", "-qm", "change")

    def counts(self) -> dict[str, int]:
        self.commit()
        return dict(replay.replay(self.folder, "HEAD~", "HEAD", verbose=False))


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path)


def test_lines_above_below_and_between_change_nothing(history: History) -> None:
    between = CODE.replace("async def", "# a comment\n\nasync def").replace("import time", "import os\nimport time")
    history.file.write_text(f"{between}\n\nasync def more():\n    await asyncio.to_thread(time.sleep, 3)\n")
    counts = history.counts()
    assert (counts["sites"], counts["records"]) == (4, 3)
    assert (counts["survived"], counts["matched"], counts["elsewhere"]) == (4, 4, 0)


def test_a_moved_file_and_a_renamed_function_are_offered_by_relocate_and_not_matched(history: History) -> None:
    history.file.rename(history.folder / "b.py").write_text(CODE.replace("def wait", "def pause"))
    counts = history.counts()
    assert (counts["survived"], counts.get("matched", 0), counts["elsewhere"]) == (4, 0, 0)
    assert (counts["relocated"], counts["relocated wrongly"]) == (3, 0)


def test_what_changed_is_not_counted_as_a_survivor(history: History) -> None:
    history.file.write_text(CODE.replace("time.sleep, 3", "time.monotonic"))
    counts = history.counts()
    assert (counts["survived"], counts["edited or gone"], counts["matched"]) == (3, 1, 3)
