"""Which release of a distribution a project uses: by its lock file, its requirements, or what is installed.

Nothing is imported; a file is read once for as long as it does not change.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flake8_async_offload import content

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LOCKS = ("uv.lock", "poetry.lock", "pdm.lock")
# Compiled by whoever first uses one: most files ask for no release.
_PACKAGE = r'(?m)^name = "([^"]+)"\r?\nversion = "([^"]+)"'
_REQUIREMENT = r"\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*\(?((?:[<>=!~^]=?=?\s*[\w.*+-]+\s*,?\s*)+)?"
_BOUND = r"(===?|~=|>=|<=|!=|[<>^~])?\s*v?(\d[\w.*+-]*)"


def locked_version(start: Path, distribution: str) -> str | None:
    """Return the release that the project around a file or folder uses, or what its bounds allow: `1.2 or later`.

    The nearest folder that tells wins, up to the one with `.git`; in a folder a lock file wins over requirements,
    pyproject.toml and an environment in `.venv`; then comes the environment this runs in. None where nothing tells.
    """
    name = _plain(distribution)
    for folder in _folders(start.absolute()):
        for path, read in _sources(folder):
            if version := read(str(path), *_stamp(path)).get(name):
                return version
    return _installed(name)


def is_older(version: str, than: str) -> bool:
    """Whether a release comes before another, by their numbers; a pre-release counts as the release."""
    left, right = _numbers(version), _numbers(than)
    width = max(len(left), len(right))
    return left + (0,) * (width - len(left)) < right + (0,) * (width - len(right))


def _numbers(version: str) -> tuple[int, ...]:
    plain = re.match(r"v?(?:(\d+)!)?(\d+(?:\.\d+)*)", version)
    return (int(plain[1] or 0), *map(int, plain[2].split("."))) if plain else ()


def _folders(start: Path) -> Iterator[Path]:
    for folder in (start, *start.parents):
        yield folder
        if (folder / ".git").exists():
            return


def _sources(folder: Path) -> Iterator[tuple[Path, Callable[[str, int, int], dict[str, str]]]]:
    readers = {**dict.fromkeys(_LOCKS, _lock), "pyproject.toml": _bounds}
    found = {name: folder / name for name in readers if (folder / name).is_file()}
    yield from ((found[name], _lock) for name in _LOCKS if name in found)
    if folder.is_dir():
        for path in (*sorted(folder.glob("requirements*.txt")), *sorted(folder.glob("requirements/*.txt"))):
            yield path, _requirements
    if "pyproject.toml" in found:
        yield found["pyproject.toml"], _bounds
    for pattern in (".venv/lib/python*/site-packages", ".venv/Lib/site-packages"):
        yield from ((path, _site) for path in folder.glob(pattern))


def _stamp(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_mtime_ns, status.st_size


@lru_cache(maxsize=64)
def _lock(path: str, _time: int, _size: int) -> dict[str, str]:
    # Every lock format writes a package's name and version as two lines; parsing megabytes of TOML takes seconds.
    return {_plain(name): version for name, version in re.findall(_PACKAGE, _text(path))}


@lru_cache(maxsize=64)
def _requirements(path: str, _time: int, _size: int) -> dict[str, str]:
    lines = (line for line in _text(path).splitlines() if not line.lstrip().startswith(("#", "-")))
    return _lowest(lines)


@lru_cache(maxsize=64)
def _bounds(path: str, _time: int, _size: int) -> dict[str, str]:
    import tomllib

    try:
        table: dict[str, Any] = content.toml(_text(path))
        project, poetry = table.get("project", {}), table.get("tool", {}).get("poetry", {})
        groups = [project.get("dependencies", []), *project.get("optional-dependencies", {}).values()]
        groups += table.get("dependency-groups", {}).values()
        lines = [line for group in groups for line in group if isinstance(line, str)]
        tables = [poetry.get("dependencies", {}), *(each["dependencies"] for each in poetry.get("group", {}).values())]
        for name, bound in (item for each in tables for item in each.items()):
            lines.append(f"{name} {bound.get('version', '') if isinstance(bound, dict) else bound}")
        return _lowest(lines)
    except (tomllib.TOMLDecodeError, AttributeError, KeyError, TypeError):
        return {}  # not ours to complain about


@lru_cache(maxsize=64)
def _site(path: str, _time: int, _size: int) -> dict[str, str]:
    names = (folder.name.removesuffix(".dist-info") for folder in Path(path).glob("*.dist-info"))
    return {_plain(name.rpartition("-")[0]): name.rpartition("-")[2] for name in names}


def _lowest(lines: Any) -> dict[str, str]:
    """Return distribution -> the version a requirement pins, or the lowest one its bounds allow `or later`."""
    found: dict[str, str] = {}
    for line in lines:
        if (told := re.match(_REQUIREMENT, line.partition(";")[0].partition("#")[0].replace(" ^", "^"))) and told[2]:
            bounds = [(bound or "==", version) for bound, version in re.findall(_BOUND, told[2]) if bound != "!="]
            lows = [(version.rstrip(".*"), bound) for bound, version in bounds if not bound.startswith("<")]
            if bounds:
                low, bound = max(lows, key=lambda each: _numbers(each[0]), default=("0", ">="))
                found.setdefault(_plain(told[1]), low if bound.startswith("==") else f"{low} or later")
    return found


@lru_cache(maxsize=256)
def _installed(name: str) -> str | None:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except (PackageNotFoundError, ValueError):
        return None


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _text(path: str) -> str:
    try:
        return content.text(path)
    except OSError:
        return ""
