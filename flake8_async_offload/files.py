"""Which files a run is about: flake8's `exclude` and git's ignore files, below the paths that are asked for."""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from flake8_async_offload.listing import root_of

# A repository's own settings must not make git run or fetch anything, and git must not write.
_GIT = ("git", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.quotePath=false")
_STILL = {"GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "none"}


class MissingPathError(ValueError):
    """A path that was asked for does not exist."""


def python_files(paths: Iterable[Path]) -> list[Path]:
    """Return the Python files below the paths, sorted, each once; a file asked for by name is always among them.

    Raises MissingPathError for a path that does not exist.
    """
    paths = list(paths)
    found: dict[str, None] = {}
    excluded = _exclusion(root_of(paths))
    for path in paths:
        if not path.exists():
            raise MissingPathError(f"{path}: no such file or folder")
        if path.is_dir():
            excluded.allow(path)
            below = _listed_by_git(path) or _walked(path, excluded)
            found.update(dict.fromkeys(sorted(name for name in below if not excluded(name))))
        else:
            found[str(path)] = None
    return [Path(name) for name in found]


def _listed_by_git(folder: Path) -> list[str] | None:
    """Return the files git would commit, or None outside a repository."""
    answer = _git(folder, "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", "*.py", "*.pyi")
    if answer is None:
        return None
    names = dict.fromkeys(os.fsdecode(name) for name in answer.split(b"\0") if name)
    return [path for name in names if os.path.isfile(path := os.path.join(folder, name))]  # noqa: PTH113, PTH118


def uncommitted(files: Iterable[Path]) -> set[Path]:
    """Return the files that no commit has as they are; files outside of a repository are not among them.

    Compared are contents: `git status` would run the filters that the repository's own settings name.
    """
    found = set()
    for file in files:
        if _git(file.parent, "rev-parse", "--is-inside-work-tree") is not None:
            committed = _git(file.parent, "rev-parse", "--verify", f"HEAD:./{file.name}")
            if committed is None or not _same(committed, file.read_bytes()):
                found.add(file)
    return found


def _same(name: bytes, content: bytes) -> bool:
    """Whether git keeps a content under a blob's name; it may keep other line ends."""
    forms = (content, content.replace(b"\r\n", b"\n"))
    kind = "sha1" if len(name.strip()) == hashlib.sha1(usedforsecurity=False).digest_size * 2 else "sha256"
    blobs = (hashlib.new(kind, b"blob %d\0%b" % (len(form), form), usedforsecurity=False) for form in forms)
    return any(blob.hexdigest().encode() == name.strip() for blob in blobs)


def _git(folder: Path, *arguments: str) -> bytes | None:
    """Return what git answers in a folder, or None where it fails: outside of a repository."""
    command = [*_GIT, "-C", str(folder), *arguments]
    try:
        return subprocess.run(command, capture_output=True, check=True, timeout=60, env=os.environ | _STILL).stdout
    except (OSError, subprocess.SubprocessError):
        return None


def _walked(folder: Path, excluded: _Excluded) -> Iterator[str]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not excluded(os.path.join(parent, name)))  # noqa: PTH118
        paths = (os.path.join(parent, name) for name in names if name.endswith((".py", ".pyi")))  # noqa: PTH118
        yield from filter(os.path.isfile, paths)  # no pipe, no link to nowhere


class _Excluded:
    """Says whether flake8 would leave a path out, itself or with a folder above it."""

    def __init__(self, patterns: list[str]) -> None:
        self._patterns = patterns
        self._folders: dict[str, bool] = {os.path.abspath(os.sep): False}  # noqa: PTH100

    def allow(self, folder: Path) -> None:
        """Take a folder that was asked for, whatever the patterns say of those above it."""
        self._folders[os.path.abspath(folder)] = False  # noqa: PTH100

    def __call__(self, path: str) -> bool:
        absolute = os.path.abspath(path)  # noqa: PTH100
        above, name = os.path.split(absolute)
        if above not in self._folders:
            # An environment inside the project holds other people's code, and git need not ignore it.
            self._folders[above] = self(above) or os.path.exists(os.path.join(above, "pyvenv.cfg"))  # noqa: PTH110, PTH118
        return self._folders[above] or self._matches(name) or self._matches(absolute)

    def _matches(self, path: str) -> bool:
        from flake8.utils import fnmatch

        return bool(self._patterns) and fnmatch(path, self._patterns)  # no pattern at all would match any path


def _exclusion(root: Path) -> _Excluded:
    """Return what the project's own flake8 configuration leaves out."""
    from flake8 import defaults, utils
    from flake8.options.config import load_config

    patterns = list(defaults.EXCLUDE)
    for file in (root / name for name in ("setup.cfg", "tox.ini", ".flake8")):
        if file.is_file() and "[flake8]" in file.read_text(encoding="utf-8", errors="replace"):
            config, folder = load_config(str(file), [], isolated=False)
            section = config["flake8"]
            if "exclude" in section:
                patterns = utils.parse_comma_separated_list(section["exclude"])
            further = section.get("extend-exclude", section.get("extend_exclude", ""))
            patterns += utils.normalize_paths(utils.parse_comma_separated_list(further), folder)
            return _Excluded(utils.normalize_paths(patterns, folder))
    return _Excluded(patterns)
