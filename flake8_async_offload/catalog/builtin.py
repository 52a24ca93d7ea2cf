"""The catalogue files beside this module, as plain tables; kept as JSON, which is read fifty times as fast as TOML."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from flake8_async_offload.kept import made, stamps

FOLDER = Path(__file__).parent


def table(name: str) -> dict[str, Any]:
    """Return one of the files, `offloaders` for offloaders.toml."""
    found: dict[str, Any] = _tables()[name]
    return found


@cache
def versions() -> list[str]:
    """Return what tells these files from another version of them."""
    return stamps(str(FOLDER), ".toml")


@cache
def _tables() -> dict[str, Any]:
    tables: dict[str, Any] = made("tables", versions(), _read)
    return tables


def _read() -> dict[str, Any]:
    import tomllib

    return {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))}
