"""Reads every Python file below some folders with the plugin and with the audit: nothing may crash, hang or get lost.

    python benchmarks/sweep.py FOLDER... [--slowest 5]

Each folder is a project of its own; what is installed in site-packages below it is left out. Prints what both said of
it: files, what could not be read and why, internal errors, and the files that took the plugin longest, in CPU seconds
and in those per 5,000 lines. Ends with 1 where there was an internal error or a file slower than two seconds per 5,000
lines.
"""

from __future__ import annotations

import argparse
import ast
import os
import sys
import tempfile
import time
import warnings
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from flake8.options.parse_args import parse_args
from flake8.processor import FileProcessor

from flake8_async_offload.inventory import inventory
from flake8_async_offload.linting import with_options
from flake8_async_offload.plugin import Plugin
from flake8_async_offload.settings import of_project
from flake8_async_offload.workspace import Workspace

LINES, LIMIT = 5_000, 2.0  # a file of so many lines may take so many seconds


class Linted(NamedTuple):
    """What the plugin made of one file."""

    path: Path
    lines: int
    seconds: float
    found: int
    broken: str  # the text of ASO999, or empty

    @property
    def share(self) -> float:
        """Return the seconds per 5,000 lines; a shorter file may take as long as one of 5,000."""
        return self.seconds * LINES / max(self.lines, LINES)


def everything(*_: object) -> bool:
    """Ask every rule of every file."""
    return True


def lint(path: Path) -> Linted | None:
    """Return what the plugin says of a file; None where flake8 would not ask it, having no tree."""
    try:
        lines = FileProcessor(str(path), Plugin.options).lines
        tree = ast.parse("".join(lines))
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    for _ in range(2):  # the first file of a project pays for getting to know it: a slow one is asked again
        start = time.process_time()
        found = list(Plugin(tree, lines, str(path)).run())
        seconds = time.process_time() - start
        if seconds < LIMIT / 2:
            break
    broken = next((text for _, _, text, _ in found if text.startswith("ASO999")), "")
    return Linted(path, len(lines), seconds, len(found), broken)


def sweep(folder: Path, slowest: int) -> bool:
    """Print what the plugin and the audit say of a folder; return whether all is well."""
    files = sorted(path for path in folder.rglob("*.py") if path.is_file() and "site-packages" not in path.parts)
    linted = [found for path in files if (found := lint(path))]
    broken = [found for found in linted if found.broken]
    linted.sort(key=lambda found: found.seconds, reverse=True)
    hanging = [found for found in linted if found.share > LIMIT]
    workspace = Workspace(with_options(of_project(folder), Plugin.options), folder)
    start = time.process_time()
    told, answers = inventory(folder, files, workspace, everything)
    seconds = time.process_time() - start
    internal = [error for error in told.errors if "internal error" in error.message]
    lost = len(files) - told.files - sum("cannot be parsed" not in error.message for error in told.errors)
    print(f"{folder}: {len(files)} files, {sum(found.lines for found in linted)} lines read by the plugin")
    print(
        f"  plugin: {sum(found.seconds for found in linted):.1f} s, {sum(found.found for found in linted)} findings, "
        f"{len(broken)} internal errors, {len(hanging)} too slow"
    )
    print(
        f"  audit: {seconds:.1f} s, {len(told.rows)} sites, {len(answers)} files with findings or sites, "
        f"{len(told.errors)} unread, {len(internal)} internal errors, {lost} lost"
    )
    for found in broken:
        print(f"  ASO999 {found.path}: {found.broken}")
    for error in internal:
        print(f"  {error.path}:{error.line}: {error.message}")
    for reason, count in Counter(error.message.partition(":")[0] for error in told.errors).most_common():
        print(f"  unread {count}: {reason}")
    for found in linted[:slowest]:
        print(f"  slow {found.seconds:.2f} s ({found.share:.2f} per {LINES} lines, {found.lines} lines) {found.path}")
    return not (broken or internal or hanging)


def main() -> int:
    """Sweep the folders of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--slowest", type=int, default=3)
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    os.environ["XDG_CACHE_HOME"] = tempfile.mkdtemp()  # nothing is known of an earlier run
    _, options = parse_args(["--isolated", "--select", "ASO", "--aso-enable", "ASO", "."])
    Plugin.parse_options(options)
    well = [sweep(folder.resolve(), arguments.slowest) for folder in arguments.folders if folder.is_dir()]
    return int(not all(well))


if __name__ == "__main__":
    sys.exit(main())
