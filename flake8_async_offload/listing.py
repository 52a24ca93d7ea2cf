"""Versions of files and folders: what tells whether they are still as they were when they were looked at."""

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple, TypeAlias

MARKERS = frozenset({"pyproject.toml", "setup.py", "setup.cfg", "async-offload.toml", ".git", ".hg"})
_NEAREST = ("async-offload.toml", ".git", "pyproject.toml", "setup.py", "setup.cfg")
NEVER_ROOTS = frozenset({"node_modules", "site-packages", "venv", "__pycache__", "build", "dist"})
_MARKS = MARKERS | {"__init__.py", "src"}

Version: TypeAlias = tuple[int, int]  # when a file was modified, in nanoseconds, and its size


class Listing(NamedTuple):
    """What a folder held: when it was modified, and the names that matter, all of them or only the marks."""

    modified: int | None
    names: frozenset[str]
    marks: bool


def root_of(paths: Iterable[Path]) -> Path:
    """Return the project that paths belong to: the nearest folder above all that has a ledger, or a repository, ..."""
    absolute = [Path(os.path.abspath(path)) for path in paths] or [Path.cwd()]
    common = Path(os.path.commonpath([path if path.is_dir() else path.parent for path in absolute]))
    for marker in _NEAREST:
        for folder in (common, *common.parents):
            if (folder / marker).exists():
                return folder
    return common


def top_of(folder: str, names: Callable[[str], frozenset[str]] | None = None) -> str:
    """Return the top of the project that a folder is in.

    It is the nearest repository above, or the outermost folder that is marked, or the one above its packages.
    `names` says what a folder holds.
    """
    names = names or names_in
    above = upwards(folder)
    marked = [path for path in above if is_marked(names(path))]
    if marked:
        return next((path for path in marked if ".git" in names(path)), marked[-1])
    package = max((index for index, path in enumerate(above) if "__init__.py" in names(path)), default=-1)
    return above[min(package + 1, len(above) - 1)]


def is_marked(names: frozenset[str]) -> bool:
    """Whether names are those of a project's or a part's root; in a package `setup.py` is a module like others."""
    return not MARKERS.isdisjoint(names - {"setup.py"} if "__init__.py" in names else names)


def upwards(folder: str) -> list[str]:
    """Return a folder and those above it, nearest first."""
    found = [folder]
    while (above := os.path.dirname(found[-1])) != found[-1]:
        found.append(above)
    return found[:40]


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
