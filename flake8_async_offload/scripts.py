"""The commands that a project installs: what its pyproject.toml and setup.cfg name as their entry points."""

from __future__ import annotations

import configparser
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from flake8_async_offload import content
from flake8_async_offload.catalog.contexts import script_tables

METADATA = ("pyproject.toml", "setup.cfg")


def homes(files: Iterable[Path]) -> Iterator[Path]:
    """Yield the folders that may hold the metadata of some files' projects: those above their topmost packages."""
    paths = list(files)
    packages = {path.parent for path in paths if path.name == "__init__.py"}
    outside = {path.parent for path in paths} - packages | {package.parent for package in packages} - packages
    yield from sorted({above for folder in outside for above in (folder, *folder.parents)})


def scripts(folder: Path) -> Iterator[str]:
    """Yield what the commands of the project in a folder run, `shop.cli:main`; nothing of what cannot be read."""
    with suppress(OSError, ValueError):
        yield from filter(None, map(_reference, _in_toml(content.text(folder / METADATA[0]))))
    with suppress(OSError, configparser.Error):
        yield from filter(None, map(_reference, _in_cfg(content.text(folder / METADATA[1]))))


def _in_toml(text: str) -> Iterator[object]:
    data = content.toml(text) if "scripts" in text else {}
    for names in script_tables():
        table: object = data
        for name in names.split("."):
            table = table.get(name) if isinstance(table, dict) else None
        yield from table.values() if isinstance(table, dict) else ()


def _in_cfg(text: str) -> Iterator[object]:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.read_string(text if "console_scripts" in text else "")
    for line in parser.get("options.entry_points", "console_scripts", fallback="").splitlines():
        yield line.partition("=")[2]


def _reference(entry: object) -> str:
    """Return `module:function` of an entry; poetry has it in a table where there is more to say."""
    said = entry.get("reference") if isinstance(entry, dict) else entry
    module, _, function = str(said).partition("[")[0].replace(" ", "").partition(":")
    return f"{module}:{function}" if function else ""
