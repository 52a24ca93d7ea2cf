"""The bar that a terminal shows of long work."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from flake8_async_offload.commands import progress as module
from flake8_async_offload.commands.progress import progress

FILES = [Path("a.py"), Path("b.py"), Path("c.py")]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_pipe_gets_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0)
    pipe = io.StringIO()
    assert list(progress(FILES, pipe)) == FILES
    assert pipe.getvalue() == ""


def test_a_terminal_gets_a_bar_that_goes_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0)
    monkeypatch.setattr(module, "EVERY", 0)
    terminal = Terminal()
    assert list(progress(FILES, terminal)) == FILES
    drawings = terminal.getvalue().split("\r\x1b[K")
    assert [re.sub(r"\.{2,}", "..", drawing) for drawing in drawings] == [
        "",
        "[..] 0 of 3 files",
        f"[{'#' * 10}..] 1 of 3 files",
        f"[{'#' * 20}..] 2 of 3 files",
        "",
    ]


def test_short_work_shows_nothing_at_all() -> None:
    terminal = Terminal()
    assert list(progress(FILES, terminal)) == FILES
    assert terminal.getvalue() == ""
