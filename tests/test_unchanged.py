"""What flake8 was told of a file is told again only while nothing has changed that it came from."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

APP = """\
import asyncio
import time

from helpers import in_pool
from work import work


async def wait() -> None:
    await in_pool(time.sleep, 2)
    await asyncio.to_thread(work)
"""
WRAPPER = """\
import asyncio


async def in_pool(function, *arguments):
    return await asyncio.to_thread(function, *arguments)
"""
NO_WRAPPER = "async def in_pool(function, *arguments):\n    return None\n"
WAITS = "import queue\n\nTASKS = queue.Queue()\n\n\ndef work():\n    TASKS.get()\n"
DECISION = """\
version = 1

[[decision]]
path = "app.py"
function = "wait"
call = "helpers.in_pool"
target = "time.sleep"
codes = ["ASO103"]
decision = "accepted"
reason = "Shows the cache at work."
reviewed-by = "ada@example.com"
reviewed-on = 2026-01-01
expires = 2026-06-01
"""
BASE = '[project]\nname = "app"\n'


class Project:
    """A folder, and flake8 over it in a process of its own, with a cache that is kept or one that is not."""

    def __init__(self, folder: Path, cache: Path) -> None:
        self.folder = folder
        self.cache = cache
        self.target = "app.py"
        self.options: list[str] = []
        self.environment = {"ASO_TODAY": "2026-02-01"}
        for name, text in {"app.py": APP, "helpers.py": WRAPPER, "work.py": WAITS, "pyproject.toml": BASE}.items():
            self.write(name, text)

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def flake8(self, cache: Path | None = None, *, stdin: str | None = None) -> str:
        target = [self.target] if stdin is None else ["--stdin-display-name", self.target, "-"]
        command = [sys.executable, "-m", "flake8", "--isolated", "--select", "ASO", *self.options, *target]
        environment = {**os.environ, **self.environment, "XDG_CACHE_HOME": str(cache or self.cache)}
        done = subprocess.run(
            command, cwd=self.folder, capture_output=True, text=True, check=False, timeout=120, env=environment,
            input=stdin,
        )  # fmt: skip
        assert done.stderr == ""
        return done.stdout

    def kept(self) -> list[Path]:
        return sorted(self.cache.glob("flake8-async-offload/told-*/*.json"))


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "project").mkdir()
    return Project(tmp_path / "project", tmp_path / "cache")


def remembered(project: Project) -> str:
    """Return what flake8 says where a mark in what is kept shows that it was not looked for again."""
    (kept,) = project.kept()
    kept.write_text(kept.read_text(encoding="utf-8").replace("ASO103 ", "ASO103 KEPT "), encoding="utf-8")
    return project.flake8()


CHANGES: dict[str, Callable[[Project], None]] = {
    "the file itself": lambda project: project.write("app.py", APP.replace("time.sleep, 2", "print")),
    "a wrapper": lambda project: project.write("helpers.py", NO_WRAPPER),
    "what runs": lambda project: project.write("work.py", "def work():\n    pass\n"),
    "a module in front of another": lambda project: project.write("time.py", "def sleep(seconds):\n    pass\n"),
    "a decision": lambda project: project.write("async-offload.toml", DECISION),
    "a setting": lambda project: project.write("pyproject.toml", '[tool.async-offload]\nledger = "other.toml"\n'),
    "a broken setting": lambda project: project.write("pyproject.toml", "[tool.async-offload]\nledger = 1\n"),
    "an option": lambda project: project.options.append("--extend-ignore=ASO103"),
    "files left out": lambda project: project.options.append("--per-file-ignores=app.py:ASO103"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_is_seen(project: Project, tmp_path: Path, change: Callable[[Project], None]) -> None:
    assert "ASO103" in project.flake8()
    change(project)
    fresh = project.flake8(tmp_path / "fresh")
    assert "KEPT" not in remembered(project)
    assert project.flake8() == fresh


def test_a_decision_expires(project: Project) -> None:
    project.write("async-offload.toml", DECISION)
    assert "app.py:9:11: ASO103" not in project.flake8()
    project.environment["ASO_TODAY"] = "2026-07-01"
    assert "ASO902" in project.flake8()


def test_what_has_not_changed_is_not_looked_for_again(project: Project) -> None:
    before = project.flake8()
    assert remembered(project) == before.replace("ASO103 ", "ASO103 KEPT ")


def test_what_has_nothing_to_do_with_a_file_changes_nothing(project: Project) -> None:
    project.write("other.py", "")
    before = project.flake8()
    project.write("other.py", "import json\n")  # more imports may mean more to look for: asked anew, once
    project.flake8()
    project.write("other.py", "import json\n\nprint(json)\n")
    assert remembered(project) == before.replace("ASO103 ", "ASO103 KEPT ")
    assert remembered(project).count("KEPT") == before.count("ASO103") * 2  # nor at once, the next time


def test_unsaved_text_is_judged_and_not_the_file(project: Project) -> None:
    before = project.flake8()
    assert "ASO103" not in project.flake8(stdin=APP.replace("time.sleep, 2", "print"))
    assert project.flake8(stdin=APP) == before


@pytest.mark.parametrize("content", [b"", b"[]", b"[1, 2, 3, 4, 5, 6]", b"\xff", b"{}", b"[" * 100_000])
def test_a_broken_cache_is_made_again(project: Project, content: bytes) -> None:
    before = project.flake8()
    (kept,) = project.kept()
    kept.write_bytes(content)
    assert project.flake8() == before
    assert project.flake8() == before


def test_a_cache_that_cannot_be_written_is_done_without(project: Project) -> None:
    project.cache.write_text("in the way", encoding="utf-8")
    assert project.flake8() == project.flake8()
    assert "ASO103" in project.flake8()


ROUTE = """\
import asyncio

from fastapi import APIRouter, Request

router = APIRouter()


@router.get("/")
async def index(request: Request) -> object:
    return await asyncio.to_thread(request.app.state.client.models.list)
"""
STORE = "import openai\nfrom fastapi import FastAPI\n\napp = FastAPI()\napp.state.client = openai.{}()\n"


def test_what_the_project_stores_somewhere_is_seen(project: Project) -> None:
    project.write("app.py", ROUTE)
    project.write("main.py", STORE.format("OpenAI"))
    assert "ASO101" in project.flake8()
    project.write("main.py", STORE.format("Other"))
    assert "ASO101" not in project.flake8()


JOB = "class Job:\n    def run(self):\n        raise NotImplementedError\n"
RUNS = """\
import asyncio

from jobs import Job


async def run(job: Job) -> None:
    await asyncio.to_thread(job.run)
"""
FILLED = """\
import queue

from jobs import Job

TASKS = queue.Queue()


class Later(Job):
    def run(self):
        {}
"""


def test_a_method_filled_in_elsewhere_is_seen(project: Project) -> None:
    for name, text in {
        "app.py": RUNS,
        "jobs.py": JOB,
        "later.py": "",
        "other.py": "class Other(dict):\n    pass\n",
    }.items():
        project.write(name, text)
    assert "ASO204" not in project.flake8()
    project.write("later.py", FILLED.format("TASKS.get()"))
    assert "ASO204" in project.flake8()
    (kept,) = project.cache.glob("flake8-async-offload/bases-*.json")
    bases = kept.read_text(encoding="utf-8")
    assert "Job" in bases
    project.write("later.py", FILLED.format("pass"))
    assert "ASO204" not in project.flake8()
    kept.write_text(bases.replace("Job", "Nothing"), encoding="utf-8")  # of a file as it no longer is: read again
    project.write("later.py", FILLED.format("TASKS.get()  # again"))
    assert "ASO204" in project.flake8()


def test_what_stands_outside_of_where_code_is_looked_for_is_seen(project: Project) -> None:
    (project.folder / "build").mkdir()
    for name in ("app.py", "helpers.py", "work.py"):
        (project.folder / name).rename(project.folder / "build" / name)
    project.target = "build/app.py"
    assert "ASO103" in project.flake8()
    project.write("build/helpers.py", NO_WRAPPER)
    assert "ASO103" not in project.flake8()


def test_what_a_name_leads_to_there_is_seen(project: Project) -> None:
    (project.folder / "build").mkdir()
    project.write("build/work.py", WAITS)
    project.write("app.py", APP.replace("from work", "from build.work"))
    assert "ASO204" in project.flake8()
    project.write("build/work.py", "def work():\n    pass\n")
    assert "ASO204" not in project.flake8()


def test_a_ledger_outside_of_the_project_is_seen(project: Project, tmp_path: Path) -> None:
    project.write("pyproject.toml", BASE + '[tool.async-offload]\nledger = "../shared.toml"\n')
    assert "app.py:9:11: ASO103" in project.flake8()
    decision = DECISION.replace("app.py", "project/app.py")
    (tmp_path / "shared.toml").write_text(decision, encoding="utf-8")
    assert "app.py:9:11: ASO103" not in project.flake8()
    (tmp_path / "shared.toml").write_text(decision.replace("time.sleep", "time.sleeps"), encoding="utf-8")
    assert "app.py:9:11: ASO103" in project.flake8()


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'"text"\n{"a": 1}', b"\xff", b"[" * 100_000])
def test_whatever_is_kept_may_be_broken(project: Project, content: bytes) -> None:
    for name, text in {"app.py": RUNS, "jobs.py": JOB, "later.py": FILLED.format("TASKS.get()")}.items():
        project.write(name, text)
    before = project.flake8()
    kept = [*project.cache.rglob("*.json")]
    assert {path.name.partition("-")[0] for path in kept} >= {"bases", "catalogue", "project", "settings", "words"}
    for path in kept:
        path.write_bytes(content)
    assert project.flake8() == before
    for path in kept:
        first, _, rest = path.read_bytes().partition(b"\n")
        path.write_bytes(first + b"\n" + content if rest else content)
    assert project.flake8() == before
