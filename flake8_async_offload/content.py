"""What a file of the project holds: read without waiting, without end, and without trust in who wrote it."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

MOST_BYTES = 10_000_000
MOST_DOTS = 250  # in one line of TOML: the time a dotted key takes grows with the square of its parts


def of(path: str | Path, most: int = MOST_BYTES) -> bytes:
    """Return the bytes of a regular file.

    Raises OSError, also for what is no regular file (a pipe would wait for ever) and for more than `most` bytes.
    """
    with open(path, "rb", opener=_at_once) as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise OSError(0, "is not a regular file")
        data = file.read(most + 1)  # what the system makes up as it is read has no size
    if len(data) > most:
        raise OSError(0, f"{max(status.st_size, len(data))} bytes are more than {most}")
    return data


def text(path: str | Path) -> str:
    """Return the text of a regular file, whatever is not UTF-8 in it replaced. Raises OSError as `of` does."""
    return of(path).decode(errors="replace").replace("\r\n", "\n")


def toml(written: str) -> dict[str, Any]:
    """Return the table that TOML stands for.

    Raises tomllib.TOMLDecodeError, also for what could exhaust the parser; nothing else.
    """
    import tomllib  # lazily: flake8 has not loaded it

    for number, line in enumerate(written.split("\n"), 1):
        if line.count(".") > MOST_DOTS:
            raise tomllib.TOMLDecodeError(f"More than {MOST_DOTS} dots in one line (at line {number}, column 1)")
    try:
        return tomllib.loads(written)
    except tomllib.TOMLDecodeError:
        raise
    except RecursionError as error:
        raise tomllib.TOMLDecodeError("Nested too deeply (at line 1, column 1)") from error
    except ValueError as error:  # an integer of 5,000 digits
        raise tomllib.TOMLDecodeError(f"{error} (at line 1, column 1)") from error


def _at_once(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
