"""The pages print what the commands print: every console block is run in a terminal and compared.

In a block, a line that begins with `$ ` is a command, and what stands below it is what a terminal of 100 columns shows.
A line `...` stands for any lines, ` ...` at the end of a line for the rest of it. A command with a remark behind it is
shown without its output; it must end well all the same. A block of another language with the caption of a file is
written to that file.
"""

from __future__ import annotations

import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"^```(console|\{code-block\} \w+\n:caption: (\S+)\n)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# What no test can run: installing from the index, this very test, a download of every SDK.
NOT_RUN = re.compile(r"pip install .*|make .*|async-offload catalog verify .*")
# What somebody answers, prompt by prompt: it stays, why, and otherwise what is offered.
STAYS = ("y", "", "low", "20 ms", "Two uploads at once are rare.", "", "")
ANSWERS = {"async-offload review": (*STAYS, *("y", "", "", "", "", "", "") * 4)}
COLOR_OR_PROGRESS = re.compile(r"\x1b\[[\d;]*m|\r\x1b\[K(?:\[[#.]+\] \d+ of \d+ files)?")
START = ("init -q", "config user.name Ada", "config user.email ada@example.com", "add .", "commit -qm First")
HOOKS = """\
repos:
- repo: local
  hooks:
  - {id: check, name: async-offload check, entry: async-offload check, language: system, pass_filenames: false}
"""


def environment() -> dict[str, str]:
    """Return the environment of somebody who has installed the tool, on the day of the pages."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    fixed = {"ASO_TODAY": "2026-02-07", "COLUMNS": "100", "LC_ALL": "C.UTF-8", "PATH": path}
    return {**os.environ, **fixed}


def shown(command: str, folder: Path) -> tuple[int, str]:
    """Return the exit status of a command and what a terminal shows of it."""
    terminal, inner = pty.openpty()
    process = subprocess.Popen(
        ["bash", "-c", command], cwd=folder, env=environment(), stdin=inner, stdout=inner, stderr=inner
    )
    os.close(inner)
    answers, seen = list(ANSWERS.get(command, ())), b""
    try:
        while part := os.read(terminal, 65536):
            seen += part
            if seen.endswith((b"] ", b": ")):  # a prompt; after the last answer comes the end of the input
                os.write(terminal, f"{answers.pop(0)}\n".encode() if answers else b"\x04")
    except OSError:  # how a terminal says that the last program has gone
        pass
    os.close(terminal)
    text = COLOR_OR_PROGRESS.sub("", seen.decode().replace("\r\n", "\n"))
    return process.wait(timeout=60), re.sub(" +$", "", text, flags=re.MULTILINE)


def pattern(expected: list[str]) -> str:
    """Return what matches the output that a page shows."""
    lines = []
    for line in expected:
        start, rest, _ = line.partition(" ...") if line.endswith(" ...") else (line, "", "")
        lines.append(r"(?:.*\n)*?" if line == "..." else re.escape(start) + (".*\n" if rest else r"\n"))
    return "".join(lines)


def steps(block: str) -> list[tuple[str, list[str]]]:
    """Return the commands of a block, each with the lines below it."""
    found: list[tuple[str, list[str]]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line)
    return found


def follow(page: Path, folder: Path) -> int:
    """Run everything that a page shows, compare, and return how many commands that were."""
    count = 0
    for language, file, text in BLOCK.findall(page.read_text(encoding="utf-8")):
        if language != "console":
            (folder / file).write_text(text, encoding="utf-8")
            continue
        for line, expected in steps(text):
            command, remark = (part.strip() for part in f"{line}  #".split("  #")[:2])
            if NOT_RUN.fullmatch(command):
                continue
            status, output = shown(command, folder)
            assert status < 2, output
            assert remark or re.fullmatch(pattern(expected), output), f"$ {command}\n{output}"
            count += 1
    return count


@pytest.fixture
def gateway(tmp_path: Path) -> Path:
    """Return a repository with the example gateway, without the decisions that it ships with."""
    folder = shutil.copytree(ROOT / "examples" / "gateway", tmp_path / "gateway")
    (folder / "async-offload.toml").unlink()
    (folder / ".pre-commit-config.yaml").write_text(HOOKS, encoding="utf-8")
    for command in START:
        subprocess.run(["git", *command.split()], cwd=folder, check=True)
    return folder


def test_the_readme_prints_what_the_commands_print() -> None:
    assert follow(ROOT / "README.md", ROOT) > 0


def runs(page: Path) -> bool:
    """Whether a page shows a command that can be run here."""
    texts = (text for language, _, text in BLOCK.findall(page.read_text(encoding="utf-8")) if language == "console")
    return any(not NOT_RUN.fullmatch(line.partition("  #")[0].strip()) for text in texts for line, _ in steps(text))


PAGES = [page for page in sorted((ROOT / "docs").glob("*.md")) if runs(page)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_prints_what_the_commands_print(page: Path, gateway: Path) -> None:
    assert follow(page, gateway) > 0


@pytest.mark.parametrize(
    ("expected", "output", "fits"),
    [
        (["a", "...", "c"], "a\nb\nb\nc\n", True),
        (["a", "..."], "a\n", True),
        (["a", "...", "c"], "a\nb\n", False),
        (["found ..."], "found in /srv\n", True),
        (["f(...)"], "f(...)\n", True),
        (["f(...)"], "f(x)\n", False),
        ([], "something\n", False),
    ],
)
def test_what_stands_for_what(expected: list[str], output: str, fits: bool) -> None:
    assert bool(re.fullmatch(pattern(expected), output)) is fits
