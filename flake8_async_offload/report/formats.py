"""Reports by the name of their format; each is imported when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import TypeVar

Report = TypeVar("Report", bound=Callable[..., str])


class Formats(Mapping[str, Report]):
    """The reports of one package: a format's name leads to `module.function` in it."""

    def __init__(self, package: str, places: Mapping[str, str]) -> None:
        """Take the package and where in it each report is."""
        self._package = package
        self._places = places

    def __getitem__(self, name: str) -> Report:
        module, _, function = self._places[name].partition(".")
        found: Report = getattr(import_module(f"{self._package}.{module}"), function)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)
