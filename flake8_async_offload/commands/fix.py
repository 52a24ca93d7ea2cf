"""`async-offload fix`: rewrites what is certain, and says what is left and why."""

from __future__ import annotations

import argparse
import difflib
import io
import os
import re
import sys
import tokenize
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from flake8_async_offload.commands.noqa import silenced
from flake8_async_offload.commands.progress import progress
from flake8_async_offload.commands.run import ProjectRun, add_paths, project_run
from flake8_async_offload.files import python_files, uncommitted
from flake8_async_offload.mending import Mended, Terms, mended
from flake8_async_offload.source import UnreadableError, read

_STYLES = {"+": "32", "-": "31", "@": "36"}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    add_paths(parser)
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--diff", action="store_true", help="show what would change (the default)")
    how.add_argument("--write", action="store_true", help="change the files")
    parser.add_argument("--unsafe-fixes", action="store_true", help="also what may change behaviour; read the diff")
    parser.add_argument("--allow-dirty", action="store_true", help="change files with uncommitted changes too")


def run(arguments: argparse.Namespace) -> int:
    """Show or write what can be rewritten; return 1 where findings are left, 0 otherwise."""
    asked = project_run(arguments)
    terms = Terms(asked.reported, silenced, _elsewhere(asked.root), arguments.unsafe_fixes)
    results = [result for result in (_mended(path, asked, terms) for path in progress(asked.files)) if result]
    changed = {Path(result.path): result for result in results if result.after != result.before}
    refused: set[Path] = set()
    if arguments.write:
        refused = set() if arguments.allow_dirty else uncommitted(changed)
        for path in changed.keys() - refused:
            _write(path, changed[path])
    else:
        _show(changed.values(), arguments.color)
    for path in sorted(refused):
        sys.stderr.write(f"{path}: not changed: it has uncommitted changes; commit them, or use --allow-dirty\n")
    _summarise(results, refused, written=arguments.write)
    left = any(result.left for result in results)
    return int(left or bool(refused) or (bool(changed) and not arguments.write))


def _elsewhere(root: Path) -> Callable[[str, str], bool]:
    """Return what says whether a file of the project other than `path` uses a name; they are read on first need."""

    @cache
    def texts() -> dict[str, str]:
        files = python_files([root])
        return {os.path.realpath(file): file.read_text(encoding="utf-8", errors="replace") for file in files}

    def uses(name: str, path: str) -> bool:
        word, here = re.compile(rf"\b{re.escape(name)}\b"), os.path.realpath(path)
        return any(name in text and word.search(text) for file, text in texts().items() if file != here)

    return uses


def _mended(path: Path, asked: ProjectRun, terms: Terms) -> Mended | None:
    try:
        result = mended(read(path), asked.workspace, terms)
    except UnreadableError as error:
        sys.stderr.write(f"{error}\n")
        return None
    return result if result.done or result.left else None


def _write(path: Path, result: Mended) -> None:
    """Put a file's new text in its place in one step, in the encoding it was in."""
    path = path.resolve()
    content = path.read_bytes()
    encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
    if content.decode(encoding) != result.before:
        raise ValueError(f"{path} was changed meanwhile; run the command again")
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with beside.open("xb") as file:
            file.write(result.after.encode(encoding))
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(path.stat().st_mode & 0o7777)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _show(changed: Iterable[Mended], color: str) -> None:
    from flake8_async_offload.report import setting_for, write
    from flake8_async_offload.report.text import paint

    painted = setting_for(sys.stdout, os.environ, color, rules={}).color
    for result in changed:
        lines = difflib.unified_diff(_lines(result.before), _lines(result.after), result.path, result.path)
        for line in lines:
            text = line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
            style = _STYLES.get(line[0])
            write(paint(text[:-1], style, color=painted) + "\n" if style else text, sys.stdout)


def _lines(text: str) -> list[str]:
    return io.StringIO(text, newline="").readlines() if "\r" not in text else text.splitlines(keepends=True)


def _summarise(results: Iterable[Mended], refused: set[Path], *, written: bool) -> None:
    """Say how much was rewritten, and what is left and why."""
    done: Counter[str] = Counter()
    for result in results:
        for finding, why in result.left:
            place = f"{result.path}:{finding.span.line}:{finding.span.column + 1}"
            sys.stderr.write(f"{place}: {finding.code} left: {why}\n")
        if Path(result.path) not in refused:
            done.update(finding.code for finding in result.done)
    counts = ", ".join(f"{number} {code}" for code, number in sorted(done.items())) or "nothing"
    left = sum(len(result.left) for result in results)
    sys.stderr.write(f"{counts} {'rewritten' if written else 'can be rewritten (--write)'}, {left} left\n")
