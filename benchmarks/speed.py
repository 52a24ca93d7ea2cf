"""What the plugin adds to flake8, and what an audit costs beside ruff: the tables of docs/performance.md.

    python benchmarks/speed.py --lint FOLDER... --edit FILE... --audit FOLDER... --copy FOLDER [--pairs N] [--write]

Every command runs alternately with the one it is compared with; the medians of the pairs and of their ratios count.
Environments are made in a temporary folder, or once in the one that --environments names. What the tools write, caches
included, goes to temporary folders.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- tables -->", "<!-- end of tables -->"
OURS = "flake8-async-offload"
PLUGINS = {OURS: str(ROOT), "flake8-bugbear": "flake8-bugbear", "flake8-async": "flake8-async"}
PLAIN = "import time\n\n\ndef f() -> None:\n    time.sleep(1)\n" * 100
LOOK = """
import sys, time
from flake8_async_offload.words import may_offload
text = sys.stdin.read()
may_offload(text)
start = time.process_time()
for _ in range(1000):
    may_offload(text)
print(time.process_time() - start)
"""


@dataclass(frozen=True)
class Cost:
    """What one process cost: seconds of CPU and of wall time, and the peak of its memory in MB."""

    cpu: float
    wall: float
    memory: float


@dataclass(frozen=True)
class Bench:
    """The tools, each in a folder of its own that PYTHONPATH can name, and where they may write."""

    home: Path
    scratch: Path
    pairs: int
    told: list[str] = field(default_factory=list)

    @property
    def python(self) -> str:
        """The interpreter with flake8 and ruff beside it."""
        return str(self.home / "venv" / "bin" / "python")

    def install(self) -> None:
        """Make the environments that are not there yet."""
        if not (self.home / "venv").exists():
            subprocess.run([sys.executable, "-m", "venv", str(self.home / "venv")], check=True)
            self._pip("install", "flake8", "ruff")
        for name, what in PLUGINS.items():
            if name == OURS:  # what is measured is what is here
                shutil.rmtree(self.home / name, ignore_errors=True)
            if not (self.home / name).exists():
                self._pip("install", "--target", str(self.home / name), what)

    def _pip(self, *arguments: str) -> None:
        quiet = ("--quiet", "--disable-pip-version-check", "--no-warn-conflicts")
        subprocess.run([self.python, "-m", "pip", arguments[0], *quiet, *arguments[1:]], check=True, cwd=self.scratch)

    def run(self, command: Sequence[str], tool: str = "", cwd: Path | None = None, text: bytes = b"") -> Cost:
        """Run a command with a plugin to be found, or none, and return what it cost."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
        environment = kept | {
            "XDG_CACHE_HOME": str(self.scratch / "cache"),
            "PYTHONPATH": str(self.home / tool) if tool else "",
        }
        with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as said:
            given.write(text)
            given.seek(0)
            start = time.perf_counter()
            process = subprocess.Popen(
                command, env=environment, cwd=cwd, stdin=given, stdout=subprocess.DEVNULL, stderr=said
            )
            _, status, used = os.wait4(process.pid, 0)
            wall = time.perf_counter() - start
            process.returncode = os.waitstatus_to_exitcode(status)
            said.seek(0)
            wrong = said.read().decode()
            if process.returncode not in (0, 1) or "Traceback" in wrong:
                raise SystemExit(f"{' '.join(command)} failed: {wrong}")
        return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024)

    def forget(self) -> None:
        """Delete what is kept of projects; the catalogue's form stays."""
        for path in (self.scratch / "cache" / OURS).iterdir():
            if path.name.partition("-")[0] not in ("catalogue", "tables", "words"):
                shutil.rmtree(path) if path.is_dir() else path.unlink()

    def tell(self, *lines: str) -> None:
        """Print lines of the page, and keep them for it."""
        print(*lines, sep="\n", flush=True)
        self.told.extend(lines)


def lint(bench: Bench, folders: Sequence[Path]) -> None:
    """Tell what each plugin adds to flake8 over whole folders that it has not seen before, and ours the next time."""
    bench.tell(
        "", "## flake8 over a project", "", *_head("Project", "flake8 with", "CPU, s", "CPU, times", "Memory, MB")
    )
    for folder in folders:
        for tool in PLUGINS:
            pairs, again = [], []
            command = [*_flake8(bench), "-j1", "."]
            for _ in range(bench.pairs):
                bench.forget()
                pairs.append(_pair(bench, tool, command, folder))
                if tool == OURS:
                    again.append((pairs[-1][0], bench.run(command, tool, folder)))
            if tool == OURS:
                bench.tell(_row(folder.name, "nothing else", *_cost([bare for bare, _ in pairs])))
            bench.tell(_row("", tool, *_cost([loaded for _, loaded in pairs], pairs)))
            if again:
                bench.tell(_row("", "the same again", *_cost([loaded for _, loaded in again], again)))


def edit(bench: Bench, files: Sequence[Path]) -> None:
    """Tell what each plugin adds where an editor asks about one file on standard input, changed each time.

    And what ours adds where it has not changed.
    """
    bench.tell("", "## One file in an editor", "", *_head("File", "flake8 with", "CPU, s", "CPU, times", "Memory, MB"))
    for file in files:
        project, text = _project(file), file.read_bytes()
        command = [*_flake8(bench), "--stdin-display-name", str(file), "-"]
        for tool in PLUGINS:
            bench.run(command, tool, project, text)  # the first time in a project the names of its wrappers are learned
            texts = [text + b"# %d\n" % number for number in range(3 * bench.pairs)]
            pairs = [_pair(bench, tool, command, project, changed) for changed in texts]
            if tool == OURS:
                lines = len(text.splitlines())
                bench.tell(_row(f"{file.name}, {lines} lines", "nothing else", *_cost([bare for bare, _ in pairs])))
            bench.tell(_row("", tool, *_cost([loaded for _, loaded in pairs], pairs)))
            if tool == OURS:
                same = [_pair(bench, tool, command, project, text) for _ in texts]
                bench.tell(_row("", "the same again", *_cost([loaded for _, loaded in same], same)))


def look(bench: Bench) -> None:
    """Tell what a file without offloads costs; before that, let the plugin compile its catalogue for all runs."""
    example = ROOT / "examples" / "gateway"
    bench.run([*_flake8(bench), "."], OURS, example)
    environment = os.environ | {"PYTHONPATH": str(bench.home / OURS), "XDG_CACHE_HOME": str(bench.scratch / "cache")}
    done = subprocess.run(
        [bench.python, "-c", LOOK], input=PLAIN, text=True, capture_output=True, check=True, env=environment
    )
    bench.tell(
        "", f"A file of {len(PLAIN.splitlines())} lines without offloads costs the plugin {float(done.stdout):.3f} ms."
    )


def audit(bench: Bench, folders: Sequence[Path]) -> None:
    """Tell what an audit costs, over files never seen and over the same again, beside ruff."""
    bench.tell(
        "", "## An audit", "", *_head("Project", "Command", "CPU, s", "Wall, s", "CPU, times ruff", "Memory, MB")
    )
    ruff = [str(bench.home / "venv" / "bin" / "ruff"), "check", "--isolated", "--select=ASYNC", "--no-cache", "--quiet"]
    for folder in folders:
        rounds = []
        for _ in range(bench.pairs):
            bench.forget()
            audits = [bench.run(_audit(bench, folder), OURS, bench.scratch) for _ in range(2)]
            rounds.append((bench.run([*ruff, str(folder)]), *audits))
        names = "ruff check --select ASYNC", "async-offload audit", "the same again"
        label = f"{folder.name}, {sum(1 for _ in folder.rglob('*.py'))} files"
        for number, name in enumerate(names):
            own = [costs[number] for costs in rounds]
            cpu, wall = _median([cost.cpu for cost in own]), _median([cost.wall for cost in own])
            ratio = _median([costs[number].cpu / costs[0].cpu for costs in rounds])
            memory = max(cost.memory for cost in own)
            bench.tell(_row(label, name, f"{cpu:.2f}", f"{wall:.2f}", f"{ratio:.2f}", f"{memory:.0f}"))
            label = ""


def copies(bench: Bench, folder: Path) -> None:
    """Tell how the cost of an audit grows with the number of files."""
    bench.tell("", "## More files", "", *_head("Copies", "Files", "CPU, s", "ms a file", "Memory, MB"))
    for number in (1, 4, 16):
        place = bench.scratch / f"copies-{number}"
        for each in range(number):
            shutil.copytree(folder, place / f"copy{each}", ignore=shutil.ignore_patterns("*.pyc", ".git"))
        bench.forget()
        cost = bench.run(_audit(bench, place), OURS, bench.scratch)
        files = sum(1 for _ in place.rglob("*.py"))
        bench.tell(
            _row(f"{number}", f"{files}", f"{cost.cpu:.2f}", f"{1000 * cost.cpu / files:.2f}", f"{cost.memory:.0f}")
        )
        shutil.rmtree(place)


def _pair(bench: Bench, tool: str, command: Sequence[str], cwd: Path, text: bytes = b"") -> tuple[Cost, Cost]:
    return bench.run(command, cwd=cwd, text=text), bench.run(command, tool, cwd, text)


def _flake8(bench: Bench) -> list[str]:
    return [bench.python, "-P", "-m", "flake8", "--isolated"]


def _audit(bench: Bench, folder: Path) -> list[str]:
    asked = ["audit", "--format=json", "--exit-zero", f"--output={bench.scratch / 'audit.json'}"]
    return [bench.python, "-P", "-m", "flake8_async_offload", *asked, str(folder)]


def _project(file: Path) -> Path:
    marks = (".git", "pyproject.toml", "setup.py")
    return next((folder for folder in file.parents if any((folder / mark).exists() for mark in marks)), file.parent)


def _cost(costs: Sequence[Cost], pairs: Sequence[tuple[Cost, Cost]] = ()) -> Iterator[str]:
    yield f"{_median([cost.cpu for cost in costs]):.2f}"
    yield f"{_median([loaded.cpu / bare.cpu for bare, loaded in pairs]):.2f}" if pairs else "1"
    yield f"{max(cost.memory for cost in costs):.0f}"


def _median(values: Sequence[float]) -> float:
    return statistics.median(values)


def _head(*names: str) -> tuple[str, str]:
    return _row(*names), _row(*("---" for _ in names))


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def machine(bench: Bench) -> str:
    """Return where and how the figures came about."""
    system = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    return (
        f"CPython {platform.python_version()} on {system}, load {os.getloadavg()[1]:.1f} as the run began; medians of "
        f"{bench.pairs} pairs. CPU is the user and system time of the whole process."
    )


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--lint", nargs="*", type=Path, default=[], help="folders for flake8")
    parser.add_argument("--edit", nargs="*", type=Path, default=[], help="files for flake8 on standard input")
    parser.add_argument("--audit", nargs="*", type=Path, default=[], help="folders for audit and ruff")
    parser.add_argument("--copy", type=Path, help="a folder to audit 1, 4 and 16 copies of")
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--environments", type=Path, help="where the tools are, or shall be")
    parser.add_argument("--write", action="store_true", help="write the tables into docs/performance.md")
    return parser.parse_args()


def main() -> None:
    options = arguments()
    with tempfile.TemporaryDirectory() as folder:
        home = (options.environments or Path(folder, "environments")).absolute()
        bench = Bench(home, Path(folder), options.pairs)
        home.mkdir(parents=True, exist_ok=True)
        bench.install()
        bench.tell(machine(bench))
        look(bench)
        lint(bench, [path.absolute() for path in options.lint])
        edit(bench, [path.absolute() for path in options.edit])
        audit(bench, [path.absolute() for path in options.audit])
        if options.copy:
            copies(bench, options.copy.absolute())
    if options.write:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
        PAGE.write_text("\n".join([before + BEGIN, *bench.told, END + rest.partition(END)[2]]), encoding="utf-8")


if __name__ == "__main__":
    main()
