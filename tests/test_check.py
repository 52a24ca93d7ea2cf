"""`async-offload check`: what flake8 says of the same files, and what only a run over all of them can say."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from flake8_async_offload.rules import BY_CODE
from tests.conftest import DECISION, OFFLOAD

ROOT = Path(__file__).parent.parent


def ran(*command: str, cwd: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    variables = {"PATH": "/usr/bin:/bin", "ASO_TODAY": "2026-02-01", "PYTHONIOENCODING": "utf-8", **environ}
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=cwd, env=variables, capture_output=True, check=False, timeout=120
    )
    return subprocess.CompletedProcess(command, done.returncode, done.stdout.decode(), done.stderr.decode())


def check(*arguments: str, cwd: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    return ran("flake8_async_offload", "check", *arguments, cwd=cwd, **environ)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "app.py").write_text(OFFLOAD, encoding="utf-8")
    (tmp_path / "setup.cfg").write_text("[flake8]\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(("source", "enable"), [("examples/gateway", ""), ("tests/cases", "ASO")])
def test_flake8_and_check_say_the_same(source: str, enable: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / source, tmp_path / "app")
    (tmp_path / "setup.cfg").write_text(f"[flake8]\naso-enable = {enable}\nextend-select = ASO\n", encoding="utf-8")
    flake8 = ran("flake8", "--select", "ASO", "app", cwd=tmp_path)
    ours = check("app", cwd=tmp_path)
    assert flake8.stderr == ours.stderr == ""
    assert flake8.stdout.count("\n") > 5
    assert sorted(ours.stdout.splitlines()) == sorted(flake8.stdout.splitlines())
    assert ours.returncode == flake8.returncode == 1


@pytest.mark.parametrize(
    ("comment", "silent"),
    [
        ("# noqa", True),
        ("# noqa: ASO1", True),
        ("#noqa:ASO103", False),
        ("# noqa: E501", False),
        ("# NOQA:ASO103", True),
    ],
)
def test_comments_silence_what_they_silence_in_flake8(comment: str, silent: bool, project: Path) -> None:
    (project / "app.py").write_text(OFFLOAD.replace("sleep, 1)", f"sleep, 1)  {comment}"), encoding="utf-8")
    flake8 = ran("flake8", "--select", "ASO", "app.py", cwd=project)
    assert check(cwd=project).stdout == flake8.stdout
    assert (flake8.stdout == "") == silent


@pytest.mark.parametrize(
    ("comment", "silent"),
    [
        ("# flake8: noqa", True),
        ("# ruff: noqa: E501, ASO103", True),
        ("# ruff: noqa: E501", False),
        ("# ruff: noqa", False),
    ],
)
def test_comments_about_the_whole_file(comment: str, silent: bool, project: Path) -> None:
    (project / "app.py").write_text(f"{comment}\n{OFFLOAD}", encoding="utf-8")
    assert (check(cwd=project).stdout == "") == silent


def test_the_flake8_configuration_counts_but_cannot_hide_all_codes_by_accident(project: Path) -> None:
    config = project / "setup.cfg"
    config.write_text("[flake8]\nselect = E,F\n", encoding="utf-8")
    assert "ASO103" in check(cwd=project).stdout
    config.write_text("[flake8]\nextend-ignore = ASO1\n", encoding="utf-8")
    assert check(cwd=project).returncode == 0
    config.write_text("[flake8]\nper-file-ignores =\n  app.py:ASO103\n", encoding="utf-8")
    assert check(cwd=project).returncode == 0
    config.write_text("[flake8]\nrequire-plugins = flake8-nothing\n", encoding="utf-8")
    assert "ASO103" in check(cwd=project).stdout  # what flake8 needs beside is not this command's
    config.write_text("[flake8]\nextend-ignore = nonsense-1\n", encoding="utf-8")
    done = check(cwd=project)
    assert (done.returncode, "nonsense-1" in done.stderr) == (2, True)


def test_codes_are_chosen_on_the_command_line(project: Path) -> None:
    assert check("--select", "ASO2", cwd=project).returncode == 0
    assert check("--select", "ASO1", cwd=project).returncode == 1
    assert check("--ignore", "ASO103", cwd=project).returncode == 0
    assert check("--exit-zero", cwd=project).returncode == 0


def test_the_whole_ledger_is_looked_at_but_only_for_what_the_run_has_seen(project: Path) -> None:
    gone = DECISION.replace("app.py", "gone/old.py")
    (project / "async-offload.toml").write_text(DECISION + gone[gone.index("[[") :], encoding="utf-8")
    done = check(cwd=project)
    assert done.stdout.startswith("async-offload.toml:13:1: ASO903")
    assert done.returncode == 1
    assert check("app.py", cwd=project).returncode == 0
    (project / "app.py").write_text("", encoding="utf-8")
    assert check(cwd=project).stdout.count("ASO903") == 2
    assert check("app.py", cwd=project).stdout.count("ASO903") == 1


def test_a_broken_ledger_does_not_pass(project: Path) -> None:
    (project / "async-offload.toml").write_text("version = [\n", encoding="utf-8")
    done = check(cwd=project)
    assert done.returncode == 2
    assert "async-offload.toml:1:1: ASO906" in done.stdout
    assert "app.py:6:11: ASO103" in done.stdout


def test_a_decision_code_that_a_file_ignores_silences_nothing(project: Path) -> None:
    (project / "async-offload.toml").write_text(f"{DECISION}expires = 2026-01-15\n", encoding="utf-8")
    assert "ASO902" in check(cwd=project).stdout
    (project / "setup.cfg").write_text("[flake8]\nper-file-ignores = app.py: ASO902\n", encoding="utf-8")
    assert "app.py:6:11: ASO103" in check(cwd=project).stdout
    done = ran("flake8", "--select", "ASO", cwd=project)
    assert "app.py:6:11: ASO103" in done.stdout


def test_a_link_to_no_ledger_does_not_pass(project: Path) -> None:
    (project / "async-offload.toml").symlink_to("gone.toml")
    done = check(cwd=project)
    assert done.returncode == 2
    assert "async-offload.toml:1:1: ASO906" in done.stdout


def test_a_file_that_cannot_be_read_is_listed_and_does_not_pass(project: Path) -> None:
    (project / "app.py").write_text("async def f(:\n    asyncio.to_thread(f)\n", encoding="utf-8")
    done = check(cwd=project)
    assert done.stdout.startswith("app.py:1:1: error: cannot be parsed")
    assert done.returncode == 1


def test_the_whole_project_may_say_more_than_a_file(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples" / "gateway", tmp_path / "app")
    more = check("--select", "ASO203", "app", cwd=tmp_path)
    assert more.stdout == ""
    (tmp_path / "setup.cfg").write_text("[flake8]\naso-enable = ASO203\n", encoding="utf-8")
    assert "app/gateway/markitdown.py:13:20: ASO203" in check("--select", "ASO203", "app", cwd=tmp_path).stdout
    assert "markitdown.py" not in ran("flake8", "--select", "ASO203", "app", cwd=tmp_path).stdout


def test_an_environment_inside_the_project_is_other_peoples_code(project: Path) -> None:
    package = project / "env" / "lib" / "package"
    package.mkdir(parents=True)
    (package / "app.py").write_text(OFFLOAD, encoding="utf-8")
    (project / "env" / "pyvenv.cfg").write_text("", encoding="utf-8")
    assert check(cwd=project).stdout.count("ASO103") == 1
    assert check("env/lib/package", cwd=project).stdout.count("ASO103") == 1


def test_strict_wants_a_decision_about_every_offload(project: Path) -> None:
    (project / "app.py").write_text(OFFLOAD.replace("time.sleep, 1", "print, 1"), encoding="utf-8")
    assert check(cwd=project).returncode == 0
    assert "ASO901" in check("--strict", cwd=project).stdout


def test_answered_findings_are_shown_when_asked_for_and_count_for_nothing(project: Path) -> None:
    (project / "async-offload.toml").write_text(DECISION, encoding="utf-8")
    assert check(cwd=project).stdout == ""
    done = check("--show-answered", cwd=project)
    assert '[answered: "accepted" by ada@example.com on 2026-01-01 (async-offload.toml:3)]' in done.stdout
    assert done.returncode == 0


def test_a_pool_over_capacity_is_said_by_check_alone(project: Path) -> None:
    load = DECISION + "calls-at-once = 30\n\n[pools.default]\nworkers = 20\n"
    (project / "async-offload.toml").write_text(load, encoding="utf-8")
    assert check(cwd=project).stdout.startswith("app.py:6:11: ASO211 pool over capacity: the default executor: ")
    assert ran("flake8", "--select", "ASO", cwd=project).stdout == ""


def test_outputs(project: Path) -> None:
    done = check("--output-format", "json", "--output", "found.json", "--statistics", cwd=project)
    assert done.stdout == f"1       ASO103 {BY_CODE['ASO103'].name}\n"
    assert json.loads((project / "found.json").read_text(encoding="utf-8"))["statistics"] == {"ASO103": 1}
    assert json.loads(check("--output-format", "json", "--statistics", cwd=project).stdout)["version"] == 1
    quiet = check("--quiet", cwd=project)
    assert (quiet.stdout, quiet.stderr, quiet.returncode) == ("", "", 1)
    summary = project / "summary.md"
    done = check("--output-format", "github", cwd=project, GITHUB_STEP_SUMMARY=str(summary))
    assert done.stdout.startswith("::warning file=app.py,line=6")
    assert summary.read_text(encoding="utf-8").startswith("### async-offload: 1 finding")


def test_what_cannot_be_used_is_said_with_status_2(project: Path) -> None:
    (project / "pyproject.toml").write_text("[tool.async-offload]\nenabel = []\n", encoding="utf-8")
    done = check(cwd=project)
    assert done.returncode == 2
    assert "'enabel'" in done.stderr
    assert check("nowhere", cwd=project).returncode == 2
    (project / "pyproject.toml").unlink()
    assert check(cwd=project, ASO_TODAY="soon").returncode == 2
