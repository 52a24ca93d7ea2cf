"""What helps at the prompt: completion, and the rules at a glance."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from flake8_async_offload.cli import COMMANDS
from flake8_async_offload.commands.matrix import matrix

MATRIX = """\
| work          | loop   | default  | limiter  | sensitive         | dedicated | per-call | process | unknown  |
| ------------- | ------ | -------- | -------- | ----------------- | --------- | -------- | ------- | -------- |
| async-twin    | ASO102 | ASO101   | ASO101   | ASO101 (ASO210)   | ASO101    | ASO101   | -       | ASO101   |
| stdlib-twin   | -      | ASO103   | ASO103   | ASO103 (ASO210)   | ASO103    | ASO103   | -       | ASO103   |
| async-package | -      | (ASO104) | (ASO104) | (ASO104) (ASO210) | (ASO104)  | (ASO104) | -       | (ASO104) |
| cpu           | ASO202 | ASO201   | ASO201   | ASO201 (ASO210)   | -         | -        | -       | -        |
| blocking-io   | -      | ASO212   | ASO212   | (ASO210) ASO212   | -         | -        | -       | -        |
| wait          | ASO202 | ASO212   | ASO212   | (ASO210) ASO212   | -         | -        | -       | -        |
| forever       | -      | ASO205   | ASO205   | ASO205 (ASO210)   | -         | -        | -       | -        |
| coroutine     | -      | -        | -        | (ASO210)          | -         | -        | -       | -        |
| trivial       | -      | (ASO106) | (ASO106) | (ASO106) (ASO210) | (ASO106)  | (ASO106) | -       | (ASO106) |
| unknown       | -      | -        | -        | (ASO210)          | -         | -        | -       | -        |
"""


def script(shell: str) -> str:
    command = [sys.executable, "-m", "flake8_async_offload", "completion", shell]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout


TYPED = [
    ("che", {"check"}),
    ("audit --gro", {"--group-by"}),
    ("audit --format m", {"markdown"}),
    ("check --output-format j", {"json", "json-lines", "junit"}),
    ("catalog ver", {"verify"}),
    ("completion ", {"bash", "zsh", "fish"}),
    ("nothing --x", set()),
]


@pytest.mark.parametrize(("typed", "expected"), TYPED)
@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here")
def test_bash_completes(typed: str, expected: set[str]) -> None:
    words = ["async-offload", *typed.split(" ")]
    asked = f"COMP_WORDS=({' '.join(word or repr('') for word in words)}); COMP_CWORD={len(words) - 1}"
    code = f'{script("bash")}\n{asked}; _async_offload; echo "${{COMPREPLY[@]}}"'
    done = subprocess.run(["bash", "-c", code], capture_output=True, text=True, check=True, timeout=60)
    found = set(done.stdout.split())
    assert found >= expected
    assert all(word.startswith(words[-1]) for word in found)


@pytest.mark.parametrize(("typed", "expected"), TYPED)
@pytest.mark.skipif(shutil.which("fish") is None, reason="no fish here")
def test_fish_completes(typed: str, expected: set[str]) -> None:
    code = f"{script('fish')}\ncomplete -C 'async-offload {typed}'"
    done = subprocess.run(["fish", "--no-config"], input=code, capture_output=True, text=True, check=True, timeout=60)
    found = {line.partition("\t")[0] for line in done.stdout.splitlines()}
    assert found >= expected
    assert all(word.startswith(typed.split(" ")[-1]) for word in found)


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_every_command_is_in_the_script(shell: str) -> None:
    text = script(shell)
    assert all(name in text for name in COMMANDS)
    if found := shutil.which(shell):
        subprocess.run([found, "-n"], input=text, text=True, check=True, timeout=60)


def test_the_rules_at_a_glance() -> None:
    """One screen that says what is decided: a rule that changes it changes this table."""
    assert matrix().partition("\n\n")[0] + "\n" == MATRIX
