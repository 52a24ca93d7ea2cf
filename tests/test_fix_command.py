"""`async-offload fix`: shows or writes, keeps encodings, and does not touch uncommitted work."""

from __future__ import annotations

import codecs
import os
import subprocess
from pathlib import Path

import pytest

from flake8_async_offload.cli import main

BEFORE = """import asyncio
from google import genai

client = genai.Client()


async def f(x):
    return await asyncio.to_thread(client.files.get, name="é")
"""
AFTER = """from google import genai

client = genai.Client()


async def f(x):
    return await client.aio.files.get(name="é")
"""


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "program.py"
    path.write_text(BEFORE, encoding="utf-8")
    return path


def _git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(folder), *identity, *arguments], check=True, capture_output=True)


def test_shows_a_diff_and_changes_nothing(program: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fix", str(program)]) == 1
    shown = capsys.readouterr()
    assert '+    return await client.aio.files.get(name="é")' in shown.out
    assert "1 ASO101 can be rewritten (--write), 0 left" in shown.err
    assert program.read_text(encoding="utf-8") == BEFORE
    main(["fix", "--color", "always", str(program)])
    assert "\x1b[32m+" in capsys.readouterr().out


def test_writes_once_and_then_finds_nothing(program: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fix", "--write", str(program)]) == 0
    assert program.read_text(encoding="utf-8") == AFTER
    assert main(["fix", "--write", str(program)]) == 0
    assert "nothing rewritten, 0 left" in capsys.readouterr().err


def test_a_link_is_written_once(program: Path) -> None:
    (program.parent / "link.py").symlink_to(program)
    assert main(["fix", "--write", str(program.parent)]) == 0
    assert program.read_text(encoding="utf-8") == AFTER
    assert (program.parent / "link.py").is_symlink()


@pytest.mark.parametrize("selected", ["ASO102", "ASO5"])
def test_only_what_is_selected(program: Path, selected: str) -> None:
    assert main(["fix", "--write", "--select", selected, str(program)]) == 0
    assert program.read_text(encoding="utf-8") == BEFORE


@pytest.mark.parametrize(("start", "encoding"), [(codecs.BOM_UTF8, "utf-8"), (b"# coding: latin-1\n", "latin-1")])
@pytest.mark.parametrize(
    ("old", "new"),
    [("\n", "\r\n"), ("\n", "\r"), ("    ", "\t"), ("async def", "\f\n\fasync def"), ("\n\n\n", "\n\n\r\n")],
)
def test_encodings_line_breaks_and_modes_are_kept(
    program: Path, start: bytes, encoding: str, old: str, new: str
) -> None:
    for end in ("", "\n"):
        before, after = (text.rstrip("\n") + end for text in (BEFORE, AFTER))
        program.write_bytes(start + before.replace(old, new).encode(encoding))
        program.chmod(0o755)
        assert main(["fix", "--write", str(program)]) == 0
        assert program.read_bytes() == start + after.replace(old, new).encode(encoding)
        assert program.stat().st_mode & 0o777 == 0o755


def test_what_cannot_be_written_is_told_and_the_rest_is_written(
    program: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    locked, occupied = program.with_name("locked.py"), program.with_name("occupied.py")
    for path in (locked, occupied):
        path.write_text(BEFORE, encoding="utf-8")
    locked.chmod(0o444)
    occupied.with_name(f".occupied.py.{os.getpid()}.tmp").touch()
    assert main(["fix", "--write", str(program.parent)]) == 1
    said = capsys.readouterr().err
    assert "locked.py: not changed: it is read-only" in said
    assert "occupied.py: not changed: it cannot be written: File exists" in said
    assert "1 ASO101 rewritten, 0 left" in said
    assert [path.read_text(encoding="utf-8") for path in (program, locked, occupied)] == [AFTER, BEFORE, BEFORE]


def test_uncommitted_changes_are_not_touched(program: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _git(program.parent, "init", "-q")
    assert main(["fix", "--write", str(program)]) == 1
    assert "it has uncommitted changes" in capsys.readouterr().err
    assert program.read_text(encoding="utf-8") == BEFORE
    _git(program.parent, "add", "program.py")  # staged is not committed
    assert main(["fix", "--write", str(program)]) == 1
    _git(program.parent, "commit", "-qm", "first")
    assert main(["fix", "--write", str(program)]) == 0
    program.write_text(BEFORE, encoding="utf-8")
    assert main(["fix", "--write", str(program)]) == 0
    program.write_text(f"{BEFORE}# mine\n", encoding="utf-8")
    assert main(["fix", "--write", str(program)]) == 1
    assert main(["fix", "--write", "--allow-dirty", str(program)]) == 0
    assert program.read_text(encoding="utf-8") == f"{AFTER}# mine\n"


@pytest.mark.parametrize("kind", ["sha1", "sha256"])
def test_another_working_tree_of_a_repository_is_one_too(program: Path, kind: str) -> None:
    _git(program.parent, "init", "-q", f"--object-format={kind}")
    _git(program.parent, "add", ".")
    _git(program.parent, "commit", "-qm", "first")
    other = program.parent / "ignored"
    (program.parent / ".gitignore").write_text("ignored\n", encoding="utf-8")
    _git(program.parent, "worktree", "add", "-q", str(other))
    assert main(["fix", "--write", str(program.parent)]) == 0
    assert (other / "program.py").read_text(encoding="utf-8") == BEFORE
    (other / "more.py").write_text(BEFORE, encoding="utf-8")
    assert main(["fix", "--write", str(other)]) == 1
    assert (other / "program.py").read_text(encoding="utf-8") == AFTER
    assert (other / "more.py").read_text(encoding="utf-8") == BEFORE


def test_a_decision_names_the_executor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    program = tmp_path / "program.py"
    start = "import asyncio\nfrom markitdown import MarkItDown\n"
    call = "\n\nasync def f(path):\n    return await asyncio.{}MarkItDown().convert, path)\n"
    program.write_text(start + call.format("to_thread("), encoding="utf-8")
    decision = ["--decision", "dedicated-executor", "--executor", "app.pools:CPU", "--risk", "low"]
    assert main(["add", "program.py::f", *decision, "--reason", "many at once", "--reviewed-by", "owner"]) == 0
    assert main(["fix", "--write"]) == 1
    assert main(["fix", "--write", "--unsafe-fixes"]) == 0
    moved = call.format("get_running_loop().run_in_executor(CPU, ")
    assert program.read_text(encoding="utf-8") == f"{start}from app.pools import CPU\n{moved}"
    assert main(["relocate", "--yes"]) == 0
    assert main(["check"]) == 0


def test_decisions_answer(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(program.parent)
    decision = ["--decision", "migrate-later", "--ticket", "T-1", "--risk", "low", "--duration", "2 s"]
    why = ["--reason", "the release comes first", "--reviewed-by", "owner", "--expires", "2999-01-01"]
    assert main(["add", "program.py::f", *decision, *why]) == 0
    assert main(["fix", "--write", str(program)]) == 0
    assert program.read_text(encoding="utf-8") == BEFORE


def test_paths_are_shown_from_where_one_stands(
    program: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(program.parent)
    main(["fix"])
    assert capsys.readouterr().out.splitlines()[:2] == ["--- program.py", "+++ program.py"]
    main(["fix", "--write"])
    assert program.read_text(encoding="utf-8") == AFTER
