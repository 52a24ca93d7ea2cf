"""What other linters see of the seeded misuses and look-alikes: the table of docs/comparison.md.

    python benchmarks/comparison.py VENV [--write]

VENV is a virtual environment with flake8, flake8-async, ruff, pylint and mypy, outside the repository. Each tool runs
over the two files of tests/cases as it comes, with its asyncio rules switched on where it has some; a misuse counts as
seen where the tool reports anything on its line, a look-alike as reported likewise. Style messages do not count.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
CASES = ROOT / "tests" / "cases"
MISUSES, LOOK_ALIKES = CASES / "seeded_misuses.py", CASES / "seeded_look_alikes.py"
PAGE = ROOT / "docs" / "comparison.md"
LINE = re.compile(r"^[^:\n]+?\.py:(\d+):")
BEGIN, END = "<!-- table -->", "<!-- end of table -->"

Lines = dict[int, str]


@dataclass(frozen=True)
class Tool:
    """One linter: what it is called, the distributions whose versions count, and how it is run over a file."""

    name: str
    distributions: tuple[str, ...]
    command: tuple[str, ...]
    ours: bool = False


TOOLS = (
    Tool("flake8-async", ("flake8-async",), ("flake8", "--isolated", "--select=ASYNC", "--enable=ASYNC")),
    Tool("ruff `ASYNC`", ("ruff",), ("ruff", "check", "--preview", "--select=ASYNC", "--output-format=concise")),
    Tool("pylint", ("pylint",), ("pylint", "--disable=C,R,import-error", "--score=n")),
    Tool("mypy", ("mypy",), ("mypy", "--config-file=", "--ignore-missing-imports", "--check-untyped-defs")),
    Tool("flake8-async-offload", ("flake8-async-offload",), ("flake8", "--isolated", "--select=ASO"), ours=True),
    Tool(
        "flake8-async-offload, opt-in rules too", ("flake8-async-offload",),
        ("flake8", "--isolated", "--select=ASO", "--ignore=ASO9", "--aso-enable=ASO"), ours=True,
    ),
)  # fmt: skip


def reported(tool: Tool, venv: Path, file: Path) -> set[int]:
    """Return the lines of a file that a tool reports."""
    home = Path(sys.executable).parent if tool.ours else venv / "bin"
    program, *options = tool.command
    with tempfile.TemporaryDirectory() as folder:  # what stands under tests/ is test code, and left alone
        copy = shutil.copy(file, folder)
        done = subprocess.run(
            [str(home / program), *options, Path(copy).name], cwd=folder, capture_output=True, text=True, check=False
        )
    if done.stderr and not done.stdout:
        raise SystemExit(f"{tool.name}: {done.stderr}")
    return {int(found[1]) for line in done.stdout.splitlines() if (found := LINE.match(line)) and ": note:" not in line}


def misuses() -> Lines:
    """Return the lines of the misuses and the family of their first rule."""
    lines = enumerate(MISUSES.read_text(encoding="utf-8").splitlines(), 1)
    return {number: found[1] for number, line in lines if (found := re.search(r"# (ASO\d)\d\d", line))}


def look_alikes() -> set[int]:
    """Return the lines of the look-alikes."""
    lines = enumerate(LOOK_ALIKES.read_text(encoding="utf-8").splitlines(), 1)
    return {number for number, line in lines if re.search(r"  # \d+: ", line)}


def version(tool: Tool, venv: Path) -> str:
    """Return the versions of a tool's distributions."""
    home = Path(sys.executable).parent if tool.ours else venv / "bin"
    code = "import sys, importlib.metadata as m; print(*(m.version(name) for name in sys.argv[1:]))"
    done = subprocess.run(
        [str(home / "python"), "-c", code, *tool.distributions], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def table(venv: Path) -> str:
    """Return the Markdown table: per tool the misuses seen, by family, and the look-alikes reported."""
    seeded, alike = misuses(), look_alikes()
    families: dict[str, set[int]] = defaultdict(set)
    for number, family in seeded.items():
        families[family].add(number)
    heads = [f"{family}xx ({len(families[family])})" for family in sorted(families)]
    columns = ["Tool", "Version", f"Misuses seen (of {len(seeded)})", *heads, f"Look-alikes reported (of {len(alike)})"]
    rows = [columns, ["---"] * len(columns)]
    for tool in TOOLS:
        seen = reported(tool, venv, MISUSES) & seeded.keys()
        false = reported(tool, venv, LOOK_ALIKES) & alike
        by_family = [str(len(seen & families[family])) for family in sorted(families)]
        rows.append([tool.name, version(tool, venv), str(len(seen)), *by_family, str(len(false))])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("venv", type=Path, help="where the other tools are installed")
    parser.add_argument("--write", action="store_true", help="put the table into docs/comparison.md")
    arguments = parser.parse_args()
    found = table(arguments.venv.absolute())
    print(found)
    if arguments.write:
        page = PAGE.read_text(encoding="utf-8")
        before, after = page.partition(BEGIN)[0], page.partition(END)[2]
        PAGE.write_text(f"{before}{BEGIN}\n{found}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
