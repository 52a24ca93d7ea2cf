"""A project that means harm gets nothing run, and nothing written outside its ledger."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flake8_async_offload.catalog.catalogue import load
from flake8_async_offload.catalog.error import CatalogueError
from flake8_async_offload.cli import main
from flake8_async_offload.ledger.read import parse
from flake8_async_offload.settings import SettingsError, of_project
from tests.conftest import OFFLOAD

SCRIPT = str(Path(sys.executable).with_name("async-offload"))
IMPORTED = """\
import asyncio

import evil
from conftest import fixture
from flake8_async_offload import plugin
from natively import run


async def handle() -> None:
    await asyncio.to_thread(evil.Client().call, fixture)
    await asyncio.to_thread(plugin.work, run)
    await asyncio.to_thread(evil.made()(1))
"""
# What a project could replace, of what the tool and flake8 import.
REPLACED = """
abc argparse ast asyncio astroid base64 colorsys configparser csv dataclasses flake8 glob hashlib heapq importlib jinja2
json linecache logging markupsafe mccabe multiprocessing pickle pycodestyle pyflakes re rich shutil sqlite3 subprocess
tempfile tokenize tomllib typing unicodedata zlib
""".split()  # noqa: SIM905
STARTED = ("conftest", "evil", "natively", "setup", "sitecustomize", "usercustomize", "noxfile", "astroid_brain")
CONFIGURED = {
    "pyproject.toml": "[tool.async-offload]\n[tool.pytest.ini_options]\naddopts = '-p evil'\n",
    "setup.cfg": "[flake8]\nextend-select = ASO\n[flake8:local-plugins]\nextension =\n  X = evil:Plugin\npaths = .\n",
    ".pylintrc": "[MAIN]\ninit-hook=import evil\nload-plugins=evil\nextension-pkg-allow-list=natively\n",
    ".gitattributes": "*.py filter=evil diff=evil\n",
}
COMMANDS = (
    ("audit", "--format", "json"),
    ("audit", "--deep", "--format", "html"),
    ("check", "--output-format", "sarif"),
    ("check", "--deep", "--strict", "--output-format", "full"),
    ("fix", "--diff", "--unsafe-fixes"),
    ("fix", "--write", "--unsafe-fixes"),
    ("review", "--bulk"),
    ("prune",),
    ("fmt",),
    ("doctor",),
    ("catalog", "twin", "openai.OpenAI().models.list"),
    ("explain", "ASO101"),
)


@pytest.fixture
def canary(tmp_path: Path) -> Path:
    """Return the file that whatever is run of the project writes to."""
    return tmp_path / "outside" / "canary"


@pytest.fixture
def project(tmp_path: Path, canary: Path) -> Path:
    """Return a repository with an offload, in which everything else is a trap."""
    folder = tmp_path / "project"
    for package in (folder / "flake8_async_offload", folder / "src", canary.parent):
        package.mkdir(parents=True)
    evil = f"open({str(canary)!r}, 'a').write(__name__ + '\\n')\n"
    for name in (*STARTED, "flake8_async_offload/__init__", "flake8_async_offload/plugin", "src/evil"):
        (folder / f"{name}.py").write_text(evil, encoding="utf-8")
    (folder / "evil.pth").write_text(f"import os; {evil}", encoding="utf-8")
    for name, text in CONFIGURED.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "app.py").write_text(OFFLOAD, encoding="utf-8")
    (folder / "imports.py").write_text(IMPORTED, encoding="utf-8")
    _make_repository(folder, f"sh -c 'echo git >> {canary}; cat' --")
    return folder


def _make_repository(folder: Path, command: str) -> None:
    """Make a repository whose own settings name programs for everything that git can be made to run."""
    subprocess.run(["git", "init", "-q", "."], cwd=folder, check=True)
    subprocess.run(["git", "add", "app.py", "imports.py"], cwd=folder, check=True)
    hooks = folder / ".git" / "evil"
    hooks.mkdir()
    for name in ("post-index-change", "fsmonitor-watchman", "query-watchman", "pre-commit"):
        (hooks / name).write_text(f"#!/bin/sh\n{command}\n", encoding="utf-8")
        (hooks / name).chmod(0o755)
    for key, value in {
        "core.fsmonitor": str(hooks / "fsmonitor-watchman"),
        "core.hooksPath": str(hooks),
        "core.pager": command,
        "core.editor": command,
        "core.sshCommand": command,
        "core.gitProxy": command,
        "pager.ls-files": command,
        "diff.external": command,
        "diff.evil.textconv": command,
        "filter.evil.clean": command,
        "filter.evil.smudge": command,
        "filter.evil.process": command,
        "filter.evil.required": "true",
        "credential.helper": f"!{command}",
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
        "remote.origin.url": f"ext::{command}",
        "protocol.ext.allow": "always",
        "protocol.allow": "always",
    }.items():
        subprocess.run(["git", "config", key, value], cwd=folder, check=True)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def run(command: list[str], cwd: Path) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, check=False, timeout=120, stdin=subprocess.DEVNULL
    )
    assert "Traceback" not in done.stderr
    return done


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_nothing_of_the_project_is_run_or_written(command: tuple[str, ...], project: Path, canary: Path) -> None:
    before = contents(project)
    done = run([SCRIPT, *command], project)
    assert not canary.exists(), canary.read_text(encoding="utf-8")
    changed = {name for name, data in contents(project).items() if before.get(name) != data}
    allowed = {("review", "--bulk"): {"async-offload.toml"}, ("fix", "--write", "--unsafe-fixes"): {"app.py"}}
    assert changed <= allowed.get(command, set())
    if command[0] in ("audit", "check"):
        assert done.returncode == 1
        assert "time.sleep" in done.stdout


def test_a_project_does_not_replace_what_the_module_imports(project: Path, canary: Path) -> None:
    """`python -m` puts the working directory first: what is imported before the tool can say no is Python's own."""
    for name in REPLACED:
        if name not in sys.builtin_module_names:
            (project / f"{name}.py").write_text(f"open({str(canary)!r}, 'a').write({name!r})\n", encoding="utf-8")
    (project / "importlib.py").unlink()
    (project / "flake8_async_offload" / "__init__.py").unlink()
    (project / "flake8_async_offload" / "plugin.py").unlink()
    for flags in ([], ["-P"], ["-I"]):
        done = run([sys.executable, *flags, "-m", "flake8_async_offload", "check"], project)
        assert not canary.exists(), canary.read_text(encoding="utf-8")
        assert "time.sleep" in done.stdout


@pytest.mark.parametrize("flags", [["-P"], ["-I"]])
def test_a_package_of_our_name_is_passed_over_on_a_safe_path(flags: list[str], project: Path, canary: Path) -> None:
    done = run([sys.executable, *flags, "-m", "flake8_async_offload", "check"], project)
    assert not canary.exists()
    assert "time.sleep" in done.stdout


def test_the_plugin_runs_nothing_of_the_project(project: Path, canary: Path) -> None:
    (project / "setup.cfg").unlink()  # flake8 itself loads what [flake8:local-plugins] names
    done = run([str(Path(sys.executable).with_name("flake8")), "--select", "ASO", "."], project)
    assert not canary.exists(), canary.read_text(encoding="utf-8")
    assert "app.py:6:11: ASO103" in done.stdout


def test_a_link_out_of_the_project_is_not_written_through(project: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside" / "mine.py"
    outside.write_text(OFFLOAD, encoding="utf-8")
    (project / "link.py").symlink_to(outside)
    done = run([SCRIPT, "fix", "--write", "--allow-dirty"], project)
    assert outside.read_text(encoding="utf-8") == OFFLOAD
    assert "link.py: not changed: it is a link that leads out of the project" in done.stderr
    assert "asyncio.sleep" in (project / "app.py").read_text(encoding="utf-8")


def test_a_ledger_that_is_a_link_to_something_else_is_left_alone(project: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside" / "profile"
    outside.write_text("export PATH=/bin\n", encoding="utf-8")
    (project / "async-offload.toml").symlink_to(outside)
    for command in (["review", "--bulk"], ["prune"], ["fmt"]):
        assert run([SCRIPT, *command], project).returncode == 2
    assert outside.read_text(encoding="utf-8") == "export PATH=/bin\n"
    assert [path.name for path in outside.parent.iterdir()] == ["profile"]


DECISION = """\
version = 1
[[decision]]
path = {path}
call = "asyncio.to_thread"
target = "time.sleep"
function = "wait"
codes = ["ASO103"]
decision = "accepted"
reason = "Because."
reviewed-by = "eve"
reviewed-on = 2026-01-01
"""


@pytest.mark.parametrize("path", ["../outside/x.py", "/etc/passwd", "./app.py", "a/../app.py", "\udcff", ""])
def test_a_path_that_climbs_out_of_the_ledgers_folder_answers_nothing(path: str) -> None:
    ledger = parse(DECISION.format(path=json.dumps(path)).encode(), Path("async-offload.toml"))
    assert ledger.errors or all(record.problems for record in ledger.decisions)


@pytest.mark.parametrize("pattern", ["/**/*.toml", "../**/*.toml", "a/../../**", "~/../../**"])
def test_a_catalogue_pattern_does_not_look_through_the_disk(
    pattern: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("app.py").write_text(OFFLOAD, encoding="utf-8")
    Path("pyproject.toml").write_text(f"[tool.async-offload]\ncatalog = [{pattern!r}]\n", encoding="utf-8")
    assert main(["check"]) == 2
    assert "** leads out of the project" in capsys.readouterr().err
    Path("pyproject.toml").write_text("", encoding="utf-8")
    Path("setup.cfg").write_text(f"[flake8]\naso-catalog = {pattern}\n", encoding="utf-8")
    assert main(["check"]) == 2
    assert "** leads out of the project" in capsys.readouterr().err


def test_a_catalogue_pattern_follows_no_links_around(tmp_path: Path) -> None:
    for name in ("one", "two", "three"):
        (tmp_path / name).symlink_to(".")
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "mine.toml").write_text('[[work]]\ncallables = ["a.b"]\nkind = "cpu"\nduration = "long"\n', "utf-8")
    assert load((str(tmp_path / "**" / "*.toml"),)).facts("a.b") is not None


BOMBS = {
    "nested": "x = " + "[" * 100_000,
    "dotted": "x" + ".x" * 200_000 + " = 1\n",
    "number": "x = " + "9" * 100_000 + "\n",
    "yaml": "a: &a ['x', 'x']\nb: &b [*a, *a]\n",
}
PLACES: dict[str, Callable[[str], dict[str, str]]] = {
    "pyproject.toml": lambda text: {"pyproject.toml": f"{text}\n[tool.async-offload]\n"},
    "requires": lambda text: {"pyproject.toml": f"[project]\nrequires-python = '>=3.11'\n{text}"},
    "async-offload.toml": lambda text: {"async-offload.toml": text},
    "uv.lock": lambda text: {"uv.lock": text},
    "requirements.txt": lambda text: {"requirements.txt": text},
    "catalogue": lambda text: {"mine.toml": text, "pyproject.toml": '[tool.async-offload]\ncatalog = ["mine.toml"]\n'},
    "ruff.toml": lambda text: {"ruff.toml": text},
    ".pre-commit-config.yaml": lambda text: {".pre-commit-config.yaml": text},
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_told_or_passed_over_at_once(
    bomb: str, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("pyproject.toml").touch()
    Path("app.py").write_text(OFFLOAD, encoding="utf-8")
    for name, text in PLACES[place](BOMBS[bomb]).items():
        Path(name).write_text(text, encoding="utf-8")
    start = time.process_time()
    assert main(["check"]) in (1, 2)
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    assert "internal error" not in said.out
    assert "app.py:6:11: ASO103" in said.out or re.search(r"(pyproject|async-offload|mine)\.toml:", said.err)
    assert main(["doctor"]) in (0, 1)
    assert time.process_time() - start < 5


KEYS = st.sampled_from(
    ["version", "decision", "policy", "pools", "path", "codes", "match", "count", "work", "callables", "twins", "x"]
)
VALUES: st.SearchStrategy[object] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=12,
)


def written(value: object) -> str:
    """Return a value as TOML writes it, inline."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(written, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key} = {written(inner)}' for key, inner in value.items())}}}"
    return json.dumps(value) if value is None or isinstance(value, str) else str(value)


TABLES = st.dictionaries(KEYS, VALUES, max_size=5).map(
    lambda table: "".join(f"{key} = {written(value)}\n" for key, value in table.items())
)


@settings(max_examples=150, deadline=None)
@given(text=TABLES | st.text(max_size=60), block=TABLES)
def test_no_ledger_makes_it_fail(text: str, block: str) -> None:
    ledger = parse(f"{text}\n[[decision]]\n{block}".encode(errors="surrogatepass"), Path("async-offload.toml"))
    assert all(problem.line > 0 and problem.message for problem in ledger.errors)


@settings(max_examples=150, deadline=None)
@given(text=TABLES | st.text(max_size=60), block=TABLES)
def test_no_catalogue_makes_it_fail(text: str, block: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.getbasetemp() / "fuzzed.toml"
    file.write_bytes(f"{text}\n[[work]]\n{block}".encode(errors="surrogatepass"))
    said = f"{file}:"
    try:
        load((str(file),)).facts("a.b")
    except CatalogueError as error:
        said = str(error)
    assert said.startswith(f"{file}:")


@settings(max_examples=100, deadline=None)
@given(text=TABLES | st.text(max_size=60), block=TABLES)
def test_no_settings_make_it_fail(text: str, block: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("settings") / "pyproject.toml"
    file.write_bytes(f"{text}\n[tool.async-offload]\n{block}".encode(errors="surrogatepass"))
    said = str(file)
    try:
        of_project(file.parent)
    except SettingsError as error:
        said = str(error)
    assert str(file) in said
