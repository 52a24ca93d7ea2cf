"""What the commands that write decisions share: the ledger, the project's calls beside it, and who is deciding."""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from flake8_async_offload.commands.configured import flake8_options
from flake8_async_offload.commands.run import ProjectRun, project_run
from flake8_async_offload.decisions import ledger_of
from flake8_async_offload.inventory import inventory
from flake8_async_offload.ledger.find import FILENAME, find
from flake8_async_offload.ledger.judge import today
from flake8_async_offload.ledger.match import candidates, relative
from flake8_async_offload.ledger.read import read
from flake8_async_offload.ledger.record import Decision, Ledger
from flake8_async_offload.ledger.subject import Subject, subjects
from flake8_async_offload.ledger.write import Key, RefusedError, add, edit, opened
from flake8_async_offload.linting import with_options
from flake8_async_offload.listing import root_of
from flake8_async_offload.settings import of_project


@dataclass(frozen=True)
class Audit:
    """A project's calls, and the ledger that they are decided in."""

    run: ProjectRun
    ledger: Ledger
    subjects: tuple[Subject, ...]
    read: frozenset[str]  # files of the run that could be read, relative to the ledger

    @cached_property
    def recorded(self) -> dict[Key, Decision]:
        """The ledger's records by key."""
        return {record.key: record for record in self.ledger.decisions}

    @cached_property
    def unmatched(self) -> tuple[Decision, ...]:
        """The records that are about no call, where the run has seen what they could be about."""
        sites = [(subject.path, subject.twins[0].site) for subject in self.subjects]
        used = {record.line for path, site in sites for record in candidates(self.ledger, path, site)}
        return tuple(record for record in self.ledger.decisions if record.line not in used and self._seen(record))

    def _seen(self, record: Decision) -> bool:
        """Whether nothing can hide a call of the record from this run: a file that exists must have been read."""
        return record.glob or record.path in self.read or not (self.ledger.path.parent / record.path).exists()


def ledger_path(folder: Path) -> Path:
    """Return where a project's decisions are, or would be: as set, or the nearest above, or in the folder itself."""
    set_to = with_options(of_project(folder), flake8_options()).ledger
    return Path(set_to) if set_to else find(folder) or folder / FILENAME


def readable(path: Path) -> Ledger:
    """Return a ledger, an empty one where there is none. Raises RefusedError where it is broken."""
    if not os.path.lexists(path):
        return Ledger(path)
    ledger = read(path)
    for error in ledger.errors:
        raise RefusedError(f"{path.name}:{error.line}: {error.message}")
    return ledger


def audited(paths: Iterable[Path] = (), select: tuple[str, ...] = (), ignore: tuple[str, ...] = ()) -> Audit:
    """Return the calls below some paths, by default of the whole project, with the ledger of the project.

    Raises what `project_run` raises, RefusedError for a broken ledger, ValueError where ASO_TODAY is no date.
    """
    run = project_run(argparse.Namespace(paths=list(paths), select=select, ignore=ignore))
    ledger = readable(ledger_path(run.root))
    found, answers = inventory(run.root, run.files, run.workspace, run.reported)
    unread = {relative(str(run.root / error.path), ledger.path) for error in found.errors}
    files = {relative(os.path.abspath(file), ledger.path) for file in run.files}  # noqa: PTH100
    decided = []
    for said in answers:
        file = str(run.root / said.sites[0].site.path) if said.sites else ""
        nearest = ledger_of(file, run.settings) if file else None
        if file and (nearest is None or nearest.path == ledger.path):  # else it has a ledger of its own
            decided += subjects(relative(file, ledger.path) or "", said.sites)
    return Audit(run, ledger, tuple(decided), frozenset(str(name) for name in files - unread))


def whole_project() -> Audit:
    """Return the calls in all files that the ledger is about, wherever the command was started below it."""
    return audited([ledger_path(root_of([Path.cwd()])).parent])


def put(text: str, record: Mapping[str, object]) -> str:
    """Return a ledger's text with a record added, or in the place of the one about the same call."""
    key = next((entry.key for entry in opened(text).entries if entry.key == _key(record)), None)
    if key is None:
        return add(text, record)
    return edit(text, {key: {**dict.fromkeys(("seen", "count", "ticket", "executor")), **record}})


def reviewer(folder: Path) -> str:
    """Return who is deciding, as git knows them, or nothing."""
    try:
        command = ["git", "-C", str(folder), "config", "user.email"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=10)
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip()


def chosen(audit: Audit, place: str, call: str | None = None, target: str | None = None) -> Subject:
    """Return what `PATH::FUNCTION` is about; the path may be relative to the ledger or the working directory.

    Raises RefusedError where that is not one thing, saying what there is.
    """
    path, _, function = place.rpartition("::")
    names = {path, relative(path, audit.ledger.path)}
    there = [subject for subject in audit.subjects if subject.path in names]
    found = [
        subject
        for subject in there
        if subject.key[1] == function and call in (None, subject.key[2]) and target in (None, subject.key[3])
    ]
    found = [subject for subject in found if subject.open] if len(found) > 1 else found
    if len(found) == 1:
        return found[0]
    listed = "".join(
        f"\n  {subject.path}::{subject.key[1]} --target {shlex.quote(subject.key[3])}" for subject in there
    )
    known = f"; there is{listed}" if there else "; no offload is known in that file"
    raise RefusedError(f"{place} is not one call{known}")


def now() -> date:
    """Return the day of this run. Raises ValueError where ASO_TODAY is no date."""
    return today(os.environ)


def say(text: str) -> None:
    """Write a line to standard output; what its encoding lacks as escapes."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")
    sys.stdout.flush()


def _key(record: Mapping[str, object]) -> Key:
    path, function, call, target = (str(record[name]) for name in ("path", "function", "call", "target"))
    return path, function, call, target, ""
