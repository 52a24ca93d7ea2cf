"""The flake8 face: options in, (line, column, text, type) out. Imports nothing at load that flake8 has not loaded."""

from __future__ import annotations

import argparse
import ast
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from flake8_async_offload import __version__
from flake8_async_offload.words import may_offload

if TYPE_CHECKING:
    from flake8.options.manager import OptionManager

Line = tuple[int, int, str, type[Any]]


class Plugin:
    """What flake8 runs once per file; the parsed options are its only state."""

    name = "flake8-async-offload"
    version = __version__
    options: ClassVar[argparse.Namespace]

    def __init__(self, tree: ast.Module, lines: list[str], filename: str) -> None:
        """Take the file as flake8 has parsed it; `filename` is never opened, the text may be unsaved."""
        self.tree = tree
        self.lines = lines
        self.filename = filename

    @staticmethod
    def add_options(manager: OptionManager) -> None:
        """Register the options; each can stand in a flake8 configuration file too."""
        for name, kind, metavar, says in _OPTIONS:
            manager.add_option(name, default="", type=kind, metavar=metavar, help=says, parse_from_config=True)

    @classmethod
    def parse_options(cls, options: argparse.Namespace) -> None:
        """Keep the options; everything else is left for the first file that needs it."""
        cls.options = options

    def run(self) -> Iterator[Line]:
        """Yield the findings of the file. Never raises: flake8 would lose every other result of the run."""
        try:
            found = self._findings()
        except Exception as error:
            from flake8_async_offload.source import failure

            found = [(1, 0, f"ASO999 {failure(self.filename, error).message}", type(self))]
        yield from found

    def _findings(self) -> list[Line]:
        text = "".join(self.lines)
        if not may_offload(text):
            return []
        from flake8_async_offload.unchanged import ask

        asked = ask(self.filename, text, self.options)
        found = asked.at_once() if asked else None
        if found is None:
            from flake8_async_offload.linting import told

            found = told(self.filename, text, self.tree, self.options, asked)
        return [(line, column, said, type(self)) for line, column, said in found]


def _codes(text: str) -> str:
    for code in re.split(r"[,\s]+", text.strip()):
        if code and not re.fullmatch(r"ASO\d{0,3}", code):
            raise argparse.ArgumentTypeError(f"{code!r} is no ASO code; write ASO104,ASO106, or ASO for all")
    return text


def _version(text: str) -> str:
    if text and not re.fullmatch(r"3\.\d{1,2}", text):
        raise argparse.ArgumentTypeError(f"{text!r} is no Python version; write 3.11")
    return text


_OPTIONS = (
    ("--aso-enable", _codes, "CODES", "opt-in rules to report: ASO104,ASO106, or ASO for all"),
    ("--aso-ledger", str, "FILE", "the ledger of decisions; by default the nearest async-offload.toml"),
    ("--aso-catalog", str, "FILES", "catalogue files of the project's own: paths or globs"),
    ("--aso-python-target", _version, "X.Y", "oldest Python the project runs on; by default from requires-python"),
)
