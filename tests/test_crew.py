"""A run that is shared by several processes says what one process says, whatever happens to them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flake8_async_offload.crew import BLOCK, Crew, Share

WRAPPER = """\
import asyncio


async def off(function, *arguments):
    return await asyncio.to_thread(function, *arguments)
"""
SECOND = """\
from app.off import off


async def further(function):
    return await off(function)
"""
USES = """\
import asyncio
import time

from app.further import further


async def wait_{number}():
    await further(work_{number})
    await asyncio.to_thread(time.sleep, {number})


def work_{number}():
    open("file").read()


async def all_{number}(items):
    await asyncio.gather(*(wait_{other}() for _ in items))
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "app"
    folder.mkdir()
    (folder / "__init__.py").write_text("", encoding="utf-8")
    (folder / "off.py").write_text(WRAPPER, encoding="utf-8")
    (folder / "further.py").write_text(SECOND, encoding="utf-8")
    for number in range(3 * BLOCK):
        other = (number + BLOCK) % (3 * BLOCK)
        text = USES.format(number=number, other=other)
        (folder / f"use_{number}.py").write_text(f"from app.use_{other} import wait_{other}\n{text}", encoding="utf-8")
    (folder / "broken.py").write_text("async def f(:\n", encoding="utf-8")
    return tmp_path


def audit(project: Path, *options: str) -> str:
    command = [sys.executable, "-m", "flake8_async_offload", "audit", "--format", "json", *options, str(project)]
    environment = os.environ | {"XDG_CACHE_HOME": str(project / f"cache{len(options)}{options[-1:]}")}
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300, env=environment)
    assert done.stderr == ""
    return done.stdout


def test_as_many_processes_as_one_likes_say_the_same(project: Path) -> None:
    alone = audit(project, "-j", "1")
    found = json.loads(alone)
    assert len(found["sites"]) > 6 * BLOCK - 1
    assert [error["path"] for error in found["errors"]] == ["app/broken.py"]
    assert any(site["fan_out"] for site in found["sites"])
    for processes in ("2", "3", "5"):
        assert audit(project, "-j", processes) == alone


@pytest.mark.parametrize("wrong", ["0", "-1", "many", "1000"])
def test_a_number_of_processes_that_is_none_is_refused(project: Path, wrong: str) -> None:
    command = [sys.executable, "-m", "flake8_async_offload", "audit", "-j", wrong, str(project)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 2
    assert "is no number of processes" in done.stderr or "expected one argument" in done.stderr


class Worker:
    """Sums its share, and dies in every process but the first where it is told to."""

    def __init__(self) -> None:
        self.home = os.getpid()

    def summed(self, share: Share, numbers: list[int]) -> int:
        return sum(share.part(numbers))

    def fatal(self, share: Share, numbers: list[int]) -> int:
        if os.getpid() != self.home:
            os.kill(os.getpid(), signal.SIGKILL)
        return self.summed(share, numbers)


NUMBERS = [*range(10 * BLOCK + 7)]


@pytest.mark.parametrize("processes", [1, 2, 3])
def test_shares_make_the_whole(processes: int) -> None:
    with Crew(Worker(), processes) as crew:
        assert sum(crew.ask("summed", NUMBERS)) == sum(NUMBERS)
        assert sum(crew.ask("summed", NUMBERS[:5])) == sum(NUMBERS[:5])


def test_the_share_of_a_process_that_dies_is_done_all_the_same() -> None:
    with Crew(Worker(), 3) as crew:
        assert sum(crew.ask("fatal", NUMBERS)) == sum(NUMBERS)
        assert sum(crew.ask("summed", NUMBERS)) == sum(NUMBERS)


ENDLESS = """
import os, signal, time
from flake8_async_offload.crew import Crew

signal.signal(signal.SIGINT, signal.default_int_handler)  # which a shell's background jobs ignore


class Worker:
    def wait(self, share):
        os.write(1, b"%d\\n" % os.getpid())
        time.sleep(60)


with Crew(Worker(), 3) as crew:
    crew.ask("wait")
"""


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL, signal.SIGINT])
def test_the_others_end_with_the_process_that_made_them(how: signal.Signals) -> None:
    command = [sys.executable, "-c", ENDLESS]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        pids = [int(process.stdout.readline()) for _ in range(3)]
        process.send_signal(how)
        process.wait(timeout=30)
    deadline = time.monotonic() + 10
    while any(map(_lives, pids)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(_lives, pids))


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
