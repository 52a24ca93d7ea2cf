"""What is kept from run to run: never wrong, whatever changes, and never in the way."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from flake8_async_offload import content, inventory, looking
from flake8_async_offload.cli import main
from flake8_async_offload.listing import version
from flake8_async_offload.vocabulary import learn_project
from flake8_async_offload.workspace import Workspace
from tests.conftest import DECISION

APP = """\
import asyncio
import time

from helpers import in_pool


async def wait() -> None:
    await asyncio.to_thread(time.sleep, 1)
    await in_pool(time.sleep, 2)
"""
WRAPPER = """\
import asyncio


async def in_pool(function, *arguments):
    return await asyncio.to_thread(function, *arguments)
"""
NO_WRAPPER = """\
async def in_pool(function, *arguments):
    return None
"""

Run = Callable[..., str]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "pyproject.toml").write_text("", encoding="utf-8")
    (folder / "app.py").write_text(APP, encoding="utf-8")
    (folder / "helpers.py").write_text(WRAPPER, encoding="utf-8")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return folder


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The number of files of each look that was not spared."""
    found: list[int] = []
    look = looking.look

    def counting(files: list[Path], *arguments: object, **options: object) -> object:
        found.append(len(files))
        return look(files, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(inventory, "look", counting)
    return found


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def command(*arguments: str) -> str:
        main([*arguments])
        return capsys.readouterr().out

    return command


def kept(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "cache" / "flake8-async-offload").glob("run-*.pickle"))


@pytest.mark.parametrize("command", [("check",), ("audit", "--format", "json")])
def test_a_second_run_over_the_same_files_looks_at_none(
    command: tuple[str, ...], project: Path, looks: list[int], run: Run
) -> None:
    first = run(*command)
    assert "ASO103" in first
    assert run(*command) == first
    assert looks == [2]


def test_a_file_that_was_touched_but_reads_the_same_has_not_changed(project: Path, looks: list[int], run: Run) -> None:
    first = run("check")
    os.utime(project / "app.py", ns=(1, 1))
    assert run("check") == first
    assert looks == [2]


def test_a_changed_file_is_looked_at(project: Path, looks: list[int], run: Run) -> None:
    assert "app.py:8:11: ASO103" in run("check")
    (project / "app.py").write_text(APP.replace("\n\nasync", "\n\n\nasync"), encoding="utf-8")
    assert "app.py:9:11: ASO103" in run("check")
    assert looks == [2, 2]


def test_a_new_and_a_vanished_file_are_seen(project: Path, run: Run) -> None:
    assert "more.py" not in run("check")
    (project / "more.py").write_text(APP, encoding="utf-8")
    assert "more.py:8:11: ASO103" in run("check")
    (project / "more.py").unlink()
    assert "more.py" not in run("check")


def test_a_file_beside_those_that_are_asked_for_counts(project: Path, looks: list[int], run: Run) -> None:
    (project / "app.py").write_text(APP.replace("time.sleep, 1", "in_pool"), encoding="utf-8")
    one = ("audit", "--format", "json", "app.py")
    assert '"time.sleep"' not in run(*one)
    (project / "helpers.py").write_text("import time\n\n\ndef in_pool():\n    time.sleep(9)\n", encoding="utf-8")
    assert '"time.sleep"' in run(*one)
    assert looks == [1, 1]
    (project / "helpers.py").unlink()
    assert '"time.sleep"' not in run(*one)
    assert looks == [1, 1, 1]
    (project / "helpers").mkdir()
    (project / "helpers" / "__init__.py").write_text("from time import sleep as in_pool\n", encoding="utf-8")
    assert '"time.sleep"' in run(*one)


def test_decisions_are_read_afresh(project: Path, looks: list[int], run: Run) -> None:
    assert "app.py:8:11: ASO103" in run("check")
    (project / "async-offload.toml").write_text(DECISION, encoding="utf-8")
    assert "app.py:8:11: ASO103" not in run("check")
    (project / "async-offload.toml").write_text(f"{DECISION}expires = 2026-01-02\n", encoding="utf-8")
    assert "ASO902" in run("check")


def test_settings_count(project: Path, run: Run) -> None:
    source = "import asyncio\n\n\nasync def f() -> None:\n    await asyncio.to_thread(len, [])\n"
    (project / "app.py").write_text(source, encoding="utf-8")
    assert "ASO106" not in run("check")
    (project / "pyproject.toml").write_text('[tool.async-offload]\nenable = ["ASO106"]\n', encoding="utf-8")
    assert "app.py:5:11: ASO106" in run("check")


def test_the_catalogue_of_the_project_counts(project: Path, run: Run) -> None:
    (project / "pyproject.toml").write_text('[tool.async-offload]\ncatalog = ["own.toml"]\n', encoding="utf-8")
    (project / "app.py").write_text(
        "import asyncio\n\nimport acme\n\n\nasync def f() -> None:\n    await asyncio.to_thread(acme.pull)\n", "utf-8"
    )
    own = 'distribution = "acme"\ndocs = "https://acme.example"\n[twins]\n"acme.{}" = "acme.aio.*"\n'
    (project / "own.toml").write_text(own.format("{push}"), encoding="utf-8")
    assert "ASO101" not in run("check")
    (project / "own.toml").write_text(own.format("{pull}"), encoding="utf-8")
    assert "ASO101" in run("check")


def test_the_locked_release_counts(project: Path, run: Run) -> None:
    text = APP.replace("import time", "import openai").replace("time.sleep, 1", "openai.OpenAI().models.list")
    (project / "app.py").write_text(text, encoding="utf-8")
    assert "needs openai" not in run("check")
    (project / "requirements.txt").write_text("openai==0.28.1\n", encoding="utf-8")
    assert "needs openai >= 1.0.0, here it is 0.28.1" in run("check")


class _Harm:
    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, ("harm",)


@pytest.mark.parametrize("data", [b"", b"\x80", pickle.dumps(["something else"]), pickle.dumps(_Harm())])
def test_a_broken_or_foreign_cache_file_is_passed_over(
    data: bytes, project: Path, tmp_path: Path, looks: list[int], run: Run
) -> None:
    first = run("check")
    (path,) = kept(tmp_path)
    path.write_bytes(data)
    assert run("check") == first
    assert run("check") == first
    assert looks == [2, 2]
    assert not (project / "harm").exists()


def test_half_a_cache_file_is_passed_over(project: Path, tmp_path: Path, run: Run) -> None:
    first = run("check")
    (path,) = kept(tmp_path)
    path.write_bytes(path.read_bytes()[:-200])
    assert run("check") == first


def test_a_cache_folder_that_cannot_be_written_is_done_without(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    first = run("check")
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file" / "below"))
    assert run("check") == first
    assert run("check") == first


def test_two_runs_at_once_agree(project: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "flake8_async_offload", "check"]
    for _ in range(2):
        pair = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
        outputs = [process.communicate(timeout=120)[0] for process in pair]
        assert outputs[0] == outputs[1]
        assert "app.py:9:11: ASO103" in outputs[0]
    assert len(kept(tmp_path)) == 1


def known(project: Path) -> Workspace:
    workspace = Workspace()
    learn_project(workspace, str(project), {str(path): version(str(path)) for path in project.glob("*.py")})
    return workspace


def test_a_project_is_read_once_and_then_only_what_has_changed(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = known(project)
    assert workspace.discovery.names is not None
    assert "in_pool" in workspace.discovery.names
    assert workspace.imports is not None
    assert {"asyncio", "time", "helpers"} <= workspace.imports
    read: list[str] = []
    text = content.text

    def reading(path: str) -> str:
        read.append(Path(path).name)
        return text(path)

    monkeypatch.setattr(content, "text", reading)
    assert known(project).discovery.names == workspace.discovery.names
    assert read == []
    (project / "app.py").write_text("import json\n", encoding="utf-8")
    again = known(project)
    assert set(read) == {"app.py"}
    assert again.imports is not None
    assert "json" in again.imports


def test_a_file_that_has_not_changed_may_hand_on_to_a_new_wrapper(project: Path) -> None:
    (project / "app.py").write_text(
        "from helpers import in_pool\n\n\nasync def twice(f):\n    await in_pool(f)\n", encoding="utf-8"
    )
    (project / "helpers.py").write_text(NO_WRAPPER, encoding="utf-8")
    assert "twice" not in (known(project).discovery.names or ())
    (project / "helpers.py").write_text(WRAPPER, encoding="utf-8")
    assert {"in_pool", "twice"} <= (known(project).discovery.names or frozenset())
