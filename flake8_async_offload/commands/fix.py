"""`async-offload fix`: rewrites what is certain, and says what is left and why."""

from __future__ import annotations

import argparse
import difflib
import io
import os
import stat
import sys
import tokenize
from collections import Counter
from collections.abc import Collection, Iterable
from pathlib import Path

from flake8_async_offload.commands.noqa import silenced
from flake8_async_offload.commands.progress import progress
from flake8_async_offload.commands.run import ProjectRun, add_paths, project_run
from flake8_async_offload.elsewhere import used_elsewhere
from flake8_async_offload.files import python_files, uncommitted
from flake8_async_offload.listing import version
from flake8_async_offload.mending import Mended, Terms, mended
from flake8_async_offload.model import Unread
from flake8_async_offload.report.text import visible
from flake8_async_offload.source import failure, read
from flake8_async_offload.vocabulary import learn_project

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
    """Show or write what can be rewritten; return 1 where findings are left, 2 where this tool failed, 0 otherwise."""
    asked = project_run(arguments, Path.cwd())
    project = map(os.path.abspath, python_files([asked.root]))
    learn_project(asked.workspace, str(asked.root), {path: version(path) for path in project})
    terms = Terms(asked.reported, silenced, used_elsewhere(asked.root), arguments.unsafe_fixes)
    results, unread = _mended(asked, terms)
    for error in unread:
        sys.stderr.write(f"{visible(error.path)}:{error.line}: {visible(error.message)}\n")
    changed = {Path(result.path): result for result in results if result.after != result.before}
    refused: dict[Path, str] = {}
    if arguments.write:
        refused = _refused(changed, asked.root, allow_dirty=arguments.allow_dirty)
        for path in {path.resolve(): path for path in sorted(changed.keys() - refused)}.values():  # links aside
            try:
                _write(path, changed[path])
            except OSError as error:
                refused[path] = f"it cannot be written: {error.strerror}"
    else:
        _show(changed.values(), arguments.color)
    for path, why in sorted(refused.items()):
        sys.stderr.write(f"{visible(str(path))}: not changed: {why}\n")
    _summarise(results, refused, written=arguments.write)
    left = any(result.left for result in results)
    if any(error.internal for error in unread):
        return 2
    return int(left or bool(refused) or (bool(changed) and not arguments.write))


def _refused(paths: Collection[Path], root: Path, *, allow_dirty: bool) -> dict[Path, str]:
    """Return the files that are not to be written, each with the reason."""
    dirty = set() if allow_dirty else uncommitted(paths)
    refused = dict.fromkeys(dirty, "it has uncommitted changes, or is in no commit; commit it, or use --allow-dirty")
    outside = (path for path in paths if not path.resolve().is_relative_to(root.resolve()))
    refused |= dict.fromkeys(outside, "it is a link that leads out of the project")
    locked = (path for path in paths if not path.stat().st_mode & stat.S_IWUSR)
    return refused | dict.fromkeys(locked, "it is read-only")


def _mended(asked: ProjectRun, terms: Terms) -> tuple[list[Mended], list[Unread]]:
    """Return the files in which there is something to rewrite or to say, and those that could not be read."""
    results, unread = [], []
    for path in progress(asked.files):
        shown = asked.workspace.project.shown(path)
        try:
            result = mended(read(path, shown), asked.workspace, terms)
        except Exception as error:  # of one file: the others are rewritten all the same
            unread.append(failure(shown, error))
            continue
        if result.done or result.left:
            results.append(result)
    return results, unread


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
    return io.StringIO(text, newline="").readlines()  # unlike splitlines, at line breaks alone


def _summarise(results: Iterable[Mended], refused: Collection[Path], *, written: bool) -> None:
    """Say how much was rewritten, and what is left and why."""
    done: Counter[str] = Counter()
    for result in results:
        for finding, why in result.left:
            place = f"{visible(result.path)}:{finding.span.line}:{finding.span.column + 1}"
            sys.stderr.write(f"{place}: {finding.code} left: {why}\n")
        if Path(result.path) not in refused:
            done.update(finding.code for finding in result.done)
    counts = ", ".join(f"{number} {code}" for code, number in sorted(done.items())) or "nothing"
    left = sum(len(result.left) for result in results)
    sys.stderr.write(f"{counts} {'rewritten' if written else 'can be rewritten (--write)'}, {left} left\n")
