"""The file itself: killed at any moment or written by two at once, it is the old ledger or the new one, whole."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from flake8_async_offload.ledger import save as saver
from flake8_async_offload.ledger.find import FILENAME
from flake8_async_offload.ledger.save import save
from flake8_async_offload.ledger.write import RefusedError, add

RECORD = {"path": "a.py", "function": "f", "call": "asyncio.to_thread", "target": "t"}
# Forked from a process of one thread: forking pytest's own workers is not safe.
WRITERS = """
import os, random, signal, sys, time, tomllib
from pathlib import Path
from flake8_async_offload.ledger.save import save
from flake8_async_offload.ledger.write import add

path, runs, kill = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "kill"
path.write_text("version = 1\\n# " + "x" * 20_000 + "\\n")

def writer(name):
    child = os.fork()
    if not child:
        record = {"path": name, "function": "f", "call": "asyncio.to_thread", "target": "t"}
        save(path, lambda text: add(text, record))
        os._exit(0)
    return child

def held():
    return {record["path"] for record in tomllib.loads(path.read_text()).get("decision", [])}

started = time.monotonic()
os.waitpid(writer("first"), 0)
usual = time.monotonic() - started
known = held()
assert known == {"first"}
finished = 0
for run in range(runs):
    names = {f"{run}.py"} if kill else {f"{run}a.py", f"{run}b.py"}
    children = [writer(name) for name in names]
    if kill:
        time.sleep(random.uniform(0, 1.5 * usual))
        os.kill(children[0], signal.SIGKILL)
    ended = [os.waitpid(child, 0)[1] for child in children]
    now = held()
    assert now in ((known, known | names) if kill else (known | names,)), (run, known ^ now)
    assert not kill or ended == [9] or now == known | names, "what was reported as written is not there"
    finished += now != known
    known = now
    if len(known) > 12:
        path.write_text("version = 1\\n")
        known = set()
os.waitpid(writer("last"), 0)
assert held() == known | {"last"}
print(finished, sorted(os.listdir(path.parent)))
"""


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def run_writers(folder: Path, runs: int, how: str) -> str:
    command = [sys.executable, "-c", WRITERS, str(folder / FILENAME), str(runs), how]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[1])
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_writer_killed_at_any_moment_leaves_the_old_ledger_or_the_new_one(tmp_path: Path) -> None:
    finished, _, left = run_writers(tmp_path, 200, "kill").partition(" ")
    assert 0 < int(finished) < 200, "some must be killed before the end, and some after it"
    assert left.strip() == f"['{FILENAME}']", "the next writer sweeps up"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_two_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    assert run_writers(tmp_path, 100, "pair").split()[0] == "100"


def test_a_new_ledger_is_made_and_an_old_one_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / FILENAME
    assert save(path, lambda text: add(text, RECORD))
    (tmp_path / "plain").touch()
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE((tmp_path / "plain").stat().st_mode)
    path.chmod(0o640)
    assert save(path, lambda text: add(text, {**RECORD, "path": "b.py"}))
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert names(tmp_path) == [FILENAME, "plain"]


def test_without_a_difference_nothing_is_written(tmp_path: Path) -> None:
    path = tmp_path / FILENAME
    path.write_text("version = 1\n")
    before = path.stat()
    assert not save(path, lambda text: text)
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_change_by_an_editor_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / FILENAME
    path.write_text("version = 1\n")

    def slowly(text: str) -> str:
        path.write_text("version = 1 # mine\n")
        return add(text, RECORD)

    with pytest.raises(RefusedError, match="the ledger was changed meanwhile; run the command again"):
        save(path, slowly)
    assert path.read_text() == "version = 1 # mine\n"
    assert names(tmp_path) == [FILENAME]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"version = 1\n>>>>>>> theirs\n", "async-offload.toml:2: holds a merge conflict; resolve it"),
        (b"version = 1 # \xff\n", "the ledger is not UTF-8; save it as UTF-8"),
        (b"#" * 4_000_001, "the ledger is 4,000,001 bytes long"),
    ],
)
def test_what_cannot_be_read_is_not_overwritten(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / FILENAME
    path.write_bytes(content)
    with pytest.raises(RefusedError, match=said):
        save(path, lambda text: add(text, RECORD))
    assert path.read_bytes() == content


def test_a_link_to_a_ledger_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "l.toml").write_text("version = 1\n")
    path = tmp_path / FILENAME
    path.symlink_to("real/l.toml")
    save(path, lambda text: add(text, RECORD))
    assert path.is_symlink()
    assert "a.py" in (tmp_path / "real" / "l.toml").read_text()


def test_no_link_leads_a_write_out_of_the_project(tmp_path: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    path = project / FILENAME
    path.symlink_to(tmp_path / "outside")
    with pytest.raises(RefusedError, match="is a link to a file that is not there"):
        save(path, lambda text: add(text, RECORD))
    path.unlink()
    (project / f".{FILENAME}.lock").symlink_to(tmp_path / "outside")
    with pytest.raises(OSError, match="symbolic links"):
        save(path, lambda text: add(text, RECORD))
    assert names(tmp_path) == ["project"]


def test_a_writer_does_not_wait_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saver, "PATIENCE", 0.05)
    path = tmp_path / FILENAME

    def meanwhile(text: str) -> str:
        with pytest.raises(RefusedError, match=r"another async-offload holds .async-offload.toml.lock"):
            save(path, lambda text: text)
        return add(text, RECORD)

    assert save(path, meanwhile)


def test_a_full_disk_leaves_the_old_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / FILENAME
    path.write_text("version = 1\n")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        save(path, lambda text: add(text, RECORD))
    assert path.read_text() == "version = 1\n"
    assert names(tmp_path) == [FILENAME]
