"""The one place that writes a ledger's file: whole or not at all, and never over somebody else's change."""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from flake8_async_offload.ledger.read import LARGEST
from flake8_async_offload.ledger.write import START, RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PATIENCE: Final = 30.0  # seconds to wait for another writer
# A project may hold a link of our file's name that leads anywhere.
_NO_LINK: Final = getattr(os, "O_NOFOLLOW", 0)


def save(path: Path, change: Callable[[str], str]) -> bool:
    """Change a ledger's text, or a new ledger's, and say whether that made a difference.

    Raises RefusedError where the change is refused, the file holds a conflict or changed meanwhile, or another writer
    does not finish; OSError where the folder cannot be written. In each case the file is as it was.
    """
    if path.is_symlink() and not path.exists():
        raise RefusedError(f"{path.name} is a link to a file that is not there; remove it")
    path = path.resolve()  # a link to a ledger stays a link
    with _locked(path):
        before = _content(path)
        text = START if before is None else _decoded(before)
        after = change(text)
        if before is not None and after == text:
            return False
        _replace(path, before, after.encode())
    return True


def _decoded(content: bytes) -> str:
    if len(content) > LARGEST:
        raise RefusedError(f"the ledger is {len(content):,} bytes long, at most {LARGEST:,} are read; prune it")
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise RefusedError("the ledger is not UTF-8; save it as UTF-8") from None


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _replace(path: Path, before: bytes | None, after: bytes) -> None:
    """Put new content in a file's place: written beside it, read again, then moved over it in one step."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)  # less the umask, as for any file
        with os.fdopen(descriptor, "wb") as file:
            file.write(after)
            file.flush()
            if before is not None:
                beside.chmod(path.stat().st_mode & 0o7777)
            os.fsync(file.fileno())
        if beside.read_bytes() != after:
            raise RefusedError("what was written reads differently; is the disk full?")
        if _content(path) != before:
            raise RefusedError("the ledger was changed meanwhile; run the command again")
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    with suppress(OSError):  # not every system can flush a folder
        folder = os.open(path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Keep other writers out. The system drops the lock of a writer that dies; its files are swept up here."""
    lock = path.with_name(f".{path.name}.lock")
    end = time.monotonic() + PATIENCE
    while True:
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | _NO_LINK, 0o666)
        if _taken(descriptor) and _is(descriptor, lock):
            break
        os.close(descriptor)
        if time.monotonic() > end:
            raise RefusedError(f"another async-offload holds {lock.name}; try again when it is done")
        time.sleep(0.01)
    try:
        for left in path.parent.glob(f".{path.name}.*.tmp"):
            left.unlink(missing_ok=True)
        yield
    finally:
        with suppress(OSError):  # Windows does not remove an open file
            lock.unlink()
        os.close(descriptor)


def _is(descriptor: int, lock: Path) -> bool:
    """Whether the locked file is still the one of that name: its holder removes it when done."""
    try:
        return os.path.samestat(os.fstat(descriptor), lock.stat())
    except FileNotFoundError:
        return False


if sys.platform == "win32":

    def _taken(descriptor: int) -> bool:
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:

    def _taken(descriptor: int) -> bool:
        import fcntl

        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
