"""The user's cache folder: what one run has worked out and the next may use, while what it came from is as it was."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flake8_async_offload import __version__

UNREADABLE = (OSError, RuntimeError, ValueError, KeyError, TypeError)  # no home, no file, or not our text
_MOST = 8  # of a kind: of projects, and of releases of this tool


def folder() -> Path:
    """Return the user's cache folder; raise RuntimeError where there is no home."""
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "flake8-async-offload"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "flake8-async-offload"
    return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "flake8-async-offload"


def made(kind: str, of: list[str], make: Callable[[], Any], most: int = _MOST) -> Any:
    """Return what `make` gives, or gave an earlier run that had the same to make it `of`; it is what JSON can say."""
    key = [__version__, *of]
    try:
        place = named(kind, key)
        found = json.loads(place.read_bytes())
        if found["key"] == key:
            return found["value"]
    except UNREADABLE:
        pass
    value = make()
    with contextlib.suppress(RuntimeError, TypeError):  # no home, or more than JSON can say
        keep(named(kind, key), json.dumps({"key": key, "value": value}).encode(), most)
    return value


def named(kind: str, key: list[str]) -> Path:
    """Return the file of a kind that is kept under a key. Raises RuntimeError where there is no home."""
    return folder() / f"{kind}-{zlib.crc32(repr(key).encode()):08x}.json"


def keep(path: Path, data: bytes, most: int | None = _MOST) -> None:
    """Write a cache file, atomically; where it cannot be written the next run does without.

    Of its kind, which its name starts with, the newest are kept, `most` of them, or all.
    """
    try:
        # Another process may write the same file: a name of one's own, then an atomic replacement.
        draft = path.with_suffix(f".{os.getpid()}")
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(data)
        draft.replace(path)
        if most is None:
            return
        kind = path.name.partition("-")[0]
        for old in sorted(path.parent.glob(f"{kind}-*{path.suffix}"), key=_age)[most:]:
            old.unlink(missing_ok=True)
    except OSError:
        pass


def stamps(folder: str, ending: str) -> list[str]:
    """Return what tells one version of a folder's files from another, in the order of their names."""
    with os.scandir(folder) as entries:
        return sorted(stamp(entry) for entry in entries if entry.name.endswith(ending))


def stamp(file: os.DirEntry[str] | Path) -> str:
    """Return what tells one version of a file from another."""
    status = file.stat()
    return f"{os.fspath(file)} {status.st_mtime_ns} {status.st_size}"


def _age(path: Path) -> float:
    return -path.stat().st_mtime
