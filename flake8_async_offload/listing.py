"""Versions of files and folders: what tells whether they are still as they were when they were looked at."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

MARKERS = frozenset({"pyproject.toml", "setup.py", "setup.cfg", "async-offload.toml", ".git", ".hg"})
NEVER_ROOTS = frozenset({"node_modules", "site-packages", "venv", "__pycache__", "build", "dist"})
_MARKS = MARKERS | {"__init__.py", "src"}

Version: TypeAlias = tuple[int, int]  # when a file was modified, in nanoseconds, and its size


@dataclass(frozen=True, slots=True)
class Listing:
    """What a folder held: when it was modified, and the names that matter, all of them or only the marks."""

    modified: int | None
    names: frozenset[str]
    marks: bool


def modified(folder: str) -> int | None:
    """Return when a folder was modified, in nanoseconds, or None where there is none."""
    try:
        return os.stat(folder).st_mtime_ns
    except (OSError, ValueError):
        return None


def version(path: str) -> Version | None:
    """Return what tells one version of a file from another, or None where there is none."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns, status.st_size


def list_still(listings: Mapping[str, Listing]) -> bool:
    """Whether folders hold the names that matter as they did when they were looked into."""
    return all(
        modified(folder) == then.modified or mattering(names_in(folder), marks=then.marks) == then.names
        for folder, then in listings.items()
    )


def names_in(folder: str) -> frozenset[str]:
    """Return the names in a folder; none where it cannot be read."""
    try:
        return frozenset(os.listdir(folder))
    except (OSError, ValueError):
        return frozenset()


def mattering(names: frozenset[str], *, marks: bool) -> frozenset[str]:
    """Return the names that imports depend on, or only those that mark a project."""
    if marks:
        return names & _MARKS
    wanted = (name for name in names if name.endswith(".py") or name.isidentifier() or name in MARKERS)
    return frozenset(wanted) - NEVER_ROOTS
