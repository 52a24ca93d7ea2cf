"""The plugin as flake8 runs it: the real entry point, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import DECISION, OFFLOAD


def flake8(*arguments: str, cwd: Path, stdin: str | bytes | None = None) -> subprocess.CompletedProcess[str]:
    data = stdin.encode() if isinstance(stdin, str) else stdin
    command = [sys.executable, "-m", "flake8", "--isolated", *arguments]
    done = subprocess.run(command, cwd=cwd, input=data, capture_output=True, check=False, timeout=120)
    return subprocess.CompletedProcess(command, done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "app.py").write_text(OFFLOAD, encoding="utf-8")
    return tmp_path


def test_a_finding_stands_at_its_line_and_column(project: Path) -> None:
    done = flake8("--select", "ASO", "app.py", cwd=project)
    assert done.stdout.startswith("app.py:6:11: ASO103 asyncio has its own form of time.sleep")
    assert "await asyncio.sleep(...)" in done.stdout
    assert done.returncode == 1


def test_columns_count_characters(project: Path) -> None:
    text = OFFLOAD.replace("    await", '    "äöü€"; await')
    (project / "app.py").write_text(text, encoding="utf-8")
    assert flake8("--select", "ASO", "app.py", cwd=project).stdout.startswith("app.py:6:19: ASO103")


def test_unsaved_text_is_judged_and_not_the_file(project: Path) -> None:
    unsaved = OFFLOAD.replace("time.sleep, 1", "print, 1")
    assert flake8("--select", "ASO", "--stdin-display-name", "app.py", "-", cwd=project, stdin=unsaved).stdout == ""
    (project / "app.py").write_text(unsaved, encoding="utf-8")
    done = flake8("--select", "ASO", "--stdin-display-name", "app.py", "-", cwd=project, stdin=OFFLOAD)
    assert done.stdout.startswith("app.py:6:11: ASO103")


def test_noqa_silences(project: Path) -> None:
    text = OFFLOAD.replace("sleep, 1)", "sleep, 1)  # noqa: ASO103")
    (project / "app.py").write_text(text, encoding="utf-8")
    assert flake8("--select", "ASO", "app.py", cwd=project).stdout == ""


def test_other_results_survive_a_file_that_cannot_be_parsed(project: Path) -> None:
    (project / "broken.py").write_text("def (\n", encoding="utf-8")
    (project / "latin.py").write_bytes(b"x = '\xe9'\n")
    (project / "empty.py").write_text("", encoding="utf-8")
    done = flake8("--select", "ASO,E9", ".", cwd=project)
    assert "app.py:6:11: ASO103" in done.stdout
    assert "broken.py:1" in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_processes_give_the_same_results(project: Path, jobs: str) -> None:
    for number in range(6):
        (project / f"more{number}.py").write_text(OFFLOAD, encoding="utf-8")
    done = flake8("--select", "ASO", "--jobs", jobs, ".", cwd=project)
    assert done.stdout.count("ASO103") == 7


def test_a_decision_answers_its_finding(project: Path) -> None:
    (project / "async-offload.toml").write_text(DECISION, encoding="utf-8")
    assert flake8("--select", "ASO", "app.py", cwd=project).stdout == ""
    expired = DECISION + "expires = 2026-01-02\n"
    (project / "async-offload.toml").write_text(expired, encoding="utf-8")
    assert "ASO902" in flake8("--select", "ASO", "app.py", cwd=project).stdout
    incomplete = DECISION.replace('reason = "Shows the ledger at work."\n', "")
    (project / "async-offload.toml").write_text(incomplete, encoding="utf-8")
    assert "ASO905" in flake8("--select", "ASO", "app.py", cwd=project).stdout


def test_a_locked_release_without_the_async_form_is_said_with_the_upgrade(project: Path) -> None:
    text = OFFLOAD.replace("import time", "import openai").replace("time.sleep, 1", "openai.OpenAI().models.list")
    (project / "app.py").write_text(text, encoding="utf-8")
    assert "needs openai" not in flake8("--select", "ASO", "app.py", cwd=project).stdout
    (project / "requirements.txt").write_text("openai==0.28.1\n", encoding="utf-8")
    done = flake8("--select", "ASO", "app.py", cwd=project)
    assert "ASO101" in done.stdout
    assert "needs openai >= 1.0.0, here it is 0.28.1" in done.stdout


def test_a_release_under_the_distributions_former_name_is_said_too(project: Path) -> None:
    offload = OFFLOAD.replace("import time", "import pinecone").replace(
        "time.sleep, 1", "pinecone.Index('i').upsert, []"
    )
    (project / "app.py").write_text(offload, encoding="utf-8")
    (project / "requirements.txt").write_text("pinecone-client==2.1.0\n", encoding="utf-8")
    done = flake8("--select", "ASO", "app.py", cwd=project)
    assert "needs pinecone >= 6.0.0, here it is pinecone-client 2.1.0" in done.stdout


def test_a_broken_ledger_is_said_and_answers_nothing(project: Path) -> None:
    (project / "async-offload.toml").write_text("version = [\n", encoding="utf-8")
    done = flake8("--select", "ASO", "app.py", cwd=project)
    assert "ASO906" in done.stdout
    assert "async-offload.toml:" in done.stdout
    assert "ASO103" in done.stdout


def test_a_setting_that_cannot_be_used_names_the_file_and_the_cure(project: Path) -> None:
    (project / "pyproject.toml").write_text("[tool.async-offload]\nenabel = []\n", encoding="utf-8")
    done = flake8("--select", "ASO", "app.py", cwd=project)
    assert "pyproject.toml" in done.stdout
    assert "'enabel'" in done.stdout
    assert "enable" in done.stdout


def test_a_code_that_is_none_is_refused(project: Path) -> None:
    done = flake8("--aso-enable", "XYZ1", "app.py", cwd=project)
    assert "'XYZ1' is no ASO code" in done.stderr


def test_loading_the_plugin_imports_nothing_that_flake8_has_not(project: Path) -> None:
    code = (
        "import flake8.main.application, flake8.checker, sys; before = set(sys.modules);"
        "import flake8_async_offload.plugin; print(*sorted(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert set(done.stdout.split()) == {
        "flake8_async_offload",
        "flake8_async_offload.plugin",
        "flake8_async_offload.words",
    }


def test_a_file_without_offloads_loads_no_knowledge_of_sdks(project: Path) -> None:
    (project / "plain.py").write_text("import time\n\n\ndef f() -> None:\n    time.sleep(1)\n", encoding="utf-8")
    code = (
        "import sys; from flake8.main.cli import main; main(['--isolated', '--select', 'ASO', '-j1', sys.argv[1]]);"
        "print(*sorted(sys.modules))"
    )
    for name in ("app.py", "plain.py"):  # the first fills the cache
        command = [sys.executable, "-c", code, name]
        done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=True, timeout=60)
    loaded = set(done.stdout.split())
    assert not loaded & {"astroid", "rich", "jinja2", "tomllib", "dataclasses", "flake8_async_offload.engine"}
    assert not loaded & {"flake8_async_offload.model", "flake8_async_offload.catalog.reading"}


WITH_A_SITE = {
    f"flake8_async_offload.{name}" for name in ("describe", "classify", "reach", "judging", "rules", "fixes")
}
WITH_A_LEDGER = {f"flake8_async_offload.ledger.{name}" for name in ("read", "record")} | {"hashlib"}
NEVER = {"astroid", "rich", "jinja2", "dataclasses", "tomllib", "flake8_async_offload.inference"}


def test_a_file_with_coroutines_loads_what_judges_sites_only_where_it_has_one(project: Path) -> None:
    code = (
        "import sys; from flake8.main.cli import main; main(['--isolated', '--select', 'ASO', '-j1', sys.argv[1]]);"
        "print(*sorted(sys.modules))"
    )
    (project / "calm.py").write_text("async def f() -> None:\n    print()\n", encoding="utf-8")
    (project / "warm.py").write_text(OFFLOAD, encoding="utf-8")
    loaded = {}
    for name in ("warm.py", "calm.py", "app.py"):  # the first fills the cache
        command = [sys.executable, "-c", code, name]
        done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=True, timeout=60)
        loaded[name] = set(done.stdout.splitlines()[-1].split())
    assert "flake8_async_offload.engine" in loaded["calm.py"]
    assert not loaded["calm.py"] & (WITH_A_SITE | WITH_A_LEDGER | NEVER)
    assert loaded["app.py"] >= WITH_A_SITE
    assert not loaded["app.py"] & (WITH_A_LEDGER | NEVER)
