"""The catalogue files beside this module, as plain tables; kept as JSON, which is read fifty times as fast as TOML."""

from __future__ import annotations

import contextlib
import json
import zlib
from functools import cache
from pathlib import Path
from typing import Any

from flake8_async_offload import __version__
from flake8_async_offload.catalog.compiled import UNREADABLE, folder, keep, stamp

FOLDER = Path(__file__).parent


def table(name: str) -> dict[str, Any]:
    """Return one of the files, `offloaders` for offloaders.toml."""
    found: dict[str, Any] = _tables()[name]
    return found


@cache
def _tables() -> dict[str, Any]:
    files = sorted(FOLDER.glob("*.toml"))
    key = [__version__, *(stamp(path) for path in files)]
    name = f"tables-{zlib.crc32(repr(key).encode()):08x}.json"
    try:
        kept: dict[str, Any] = json.loads((folder() / name).read_text(encoding="utf-8"))
        if kept["key"] == key:
            return dict(kept["tables"])
    except UNREADABLE:
        pass
    tables = _read(files)
    with contextlib.suppress(RuntimeError):  # no home
        keep(folder() / name, json.dumps({"key": key, "tables": tables}).encode())
    return tables


def _read(files: list[Path]) -> dict[str, Any]:
    import tomllib

    return {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in files}
