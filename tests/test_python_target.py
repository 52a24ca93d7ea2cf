"""The oldest Python a project runs on decides the rules that depend on the version."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_async_offload.engine import sites
from flake8_async_offload.judging import judged
from flake8_async_offload.settings import Settings, of_project
from flake8_async_offload.source import Source
from flake8_async_offload.workspace import Workspace

STEPS = """
import asyncio

async def step(iterator):
    return await asyncio.to_thread(next, iterator)
"""


@pytest.mark.parametrize(
    ("target", "oldest"),
    [
        (None, None),
        ("3.11", (3, 11)),
        (">=3.12,<4", (3, 12)),
        ("<4,>=3.10", (3, 10)),
        ("~=3.13", (3, 13)),
        ("^3.11", (3, 11)),
        ("==3.12.*", (3, 12)),
        ("<3.13", None),
        ("nonsense", None),
    ],
)
def test_the_lower_bound_is_read(target: str | None, oldest: tuple[int, int] | None) -> None:
    assert Settings(python_target=target).oldest_python == oldest


@pytest.mark.parametrize(("target", "reported"), [(None, True), (">=3.11", True), ("3.12", True), (">=3.13", False)])
def test_a_lost_stop_iteration_is_reported_below_3_13(target: str | None, reported: bool) -> None:
    found = sites(Source("app.py", STEPS), Workspace(Settings(python_target=target)))
    codes = [finding.code for _, several in judged(found, lambda rule: True) for finding in several]
    assert ("ASO406" in codes) == reported


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ('[project]\nrequires-python = ">=3.12"\n', ">=3.12"),
        ('[project]\nrequires-python = ">=3.12"\n[tool.async-offload]\npython-target = "3.13"\n', "3.13"),
        ('[project]\nrequires-python = ">=3.12"\n[tool.async-offload]\n', ">=3.12"),
        ('[project]\nname = "app"\n', None),
    ],
)
def test_requires_python_stands_in_for_the_target(tmp_path: Path, text: str, target: str | None) -> None:
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    (tmp_path / "src").mkdir()
    assert of_project(tmp_path / "src").python_target == target
