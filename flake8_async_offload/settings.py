"""What a project asks for: `[tool.async-offload]` in its pyproject.toml, under the flake8 options of the same names."""

import os
import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from flake8_async_offload import content
from flake8_async_offload.kept import made

KEYS = {
    "enable": "opt-in rules to report: codes, or ASO for all",
    "ledger": "path of the ledger; by default async-offload.toml is looked for from the working directory upwards",
    "catalog": "catalogue files of the project's own: paths or globs",
    "python-target": "oldest Python the project runs on, such as 3.11; by default from requires-python",
    "cpu-executor": 'dedicated executor for CPU-bound work that fixes may use: "app.pools:CPU"',
}

_KEPT_FILES = 50
_LOWER_BOUND = r"(?:>=|~=|={2,3}|\^|>)?\s*(\d+)\.(\d+)"


class SettingsError(ValueError):
    """A setting cannot be used; the text names the file, the key and the cure."""


class Settings(NamedTuple):
    """What a run is asked for."""

    enable: tuple[str, ...] = ()
    ledger: str | None = None
    catalog: tuple[str, ...] = ()
    python_target: str | None = None
    cpu_executor: str | None = None
    deep: bool = False  # ask astroid for what is still nameless; slow

    @property
    def oldest_python(self) -> tuple[int, int] | None:
        """The oldest Python the project runs on: the target, or the lower bound of requires-python."""
        bounds = (re.match(_LOWER_BOUND, part.strip()) for part in (self.python_target or "").split(","))
        return next(((int(bound[1]), int(bound[2])) for bound in bounds if bound), None)


def of_project(start: Path) -> Settings:
    """Return the settings of the nearest pyproject.toml that has a `[tool.async-offload]` table, from `start` upwards.

    The oldest Python is what the table says, or else the nearest `requires-python`.
    Raises SettingsError for an unknown key or a value of the wrong type.
    """
    required = None
    for folder in (start, *start.parents):
        file = folder / "pyproject.toml"
        if file.is_file():
            status = file.stat()
            found, target = _read(str(file), status.st_mtime_ns, status.st_size)
            required = required or target
            if found is not None:
                return found if found.python_target else found._replace(python_target=required)
    return Settings(python_target=required)


@lru_cache(maxsize=64)
def _read(path: str, modified: int, size: int) -> tuple[Settings | None, str | None]:
    """Return what a file sets, if it has our table, and its `requires-python`."""
    table, required = made("settings", [path, str(modified), str(size)], lambda: _parsed(path), _KEPT_FILES)
    return (None if table is None else _checked(path, table)), required


def _parsed(path: str) -> tuple[object, str | None]:
    """Return our table in a file, None where it has none, and its `requires-python`."""
    try:
        text = content.text(path)
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {error.strerror}") from error
    if "async-offload" not in text and "requires-python" not in text:
        return None, None
    import tomllib

    try:
        data = content.toml(text)
    except tomllib.TOMLDecodeError as error:
        if "[tool.async-offload]" in text:
            raise SettingsError(f"{path}: {error}") from error
        return None, None
    tool = data.get("tool", {})
    return (tool.get("async-offload") if isinstance(tool, dict) else None), _required(data)


def _checked(path: str, table: object) -> Settings:
    if not isinstance(table, dict):
        raise SettingsError(f"{path}: [tool.async-offload] must be a table")
    for key in table:
        if key not in KEYS:
            raise SettingsError(f"{path}: unknown key {key!r} in [tool.async-offload]; known: {', '.join(KEYS)}")
    folder = os.path.dirname(path)  # noqa: PTH120
    ledger = _text(path, table, "ledger")
    return Settings(
        enable=_texts(path, table, "enable"),
        ledger=str(Path(folder, ledger)) if ledger else None,
        catalog=tuple(str(Path(folder, inside(entry))) for entry in _texts(path, table, "catalog")),
        python_target=_text(path, table, "python-target"),
        cpu_executor=_text(path, table, "cpu-executor"),
    )


def inside(entry: str) -> str:
    """Return a path or glob. Raises SettingsError where it would look through folders outside: through a whole disk."""
    climbs = os.path.isabs(entry) or os.path.normpath(entry).startswith(os.pardir)  # noqa: PTH117
    if climbs and "**" in entry:
        raise SettingsError(f"catalog: {entry}: ** leads out of the project; name the folder or the files")
    return entry


def _required(data: dict[str, object]) -> str | None:
    project = data.get("project")
    wanted = project.get("requires-python") if isinstance(project, dict) else None
    return str(wanted) if wanted else None


def _text(path: str, table: dict[str, object], key: str) -> str | None:
    value = table.get(key)
    if value is not None and not isinstance(value, str):
        raise SettingsError(f"{path}: {key} in [tool.async-offload] must be a string")
    return value


def _texts(path: str, table: dict[str, object], key: str) -> tuple[str, ...]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        raise SettingsError(f'{path}: {key} in [tool.async-offload] must be a list of strings, such as ["ASO104"]')
    return tuple(value)
