"""Whether another file of a project may use a name that a rewriting changes: by its text, and rather yes than no."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from flake8_async_offload import content
from flake8_async_offload.files import python_files


def used_elsewhere(root: Path) -> Callable[[str, str], bool]:
    """Return what says whether a file of the project other than `path` uses a name; they are read on first need.

    The name is one of a module, or `Class.name` for an attribute.
    """

    @cache
    def texts() -> dict[str, str]:
        files = python_files([root])
        return {os.path.realpath(file): content.text(file) for file in files if file.is_file()}

    def uses(private: str, path: str) -> bool:
        here = os.path.realpath(path)
        others = [text for file, text in texts().items() if file != here]
        owner, _, name = private.rpartition(".")
        saying = [text for text in others if name in text and _has(name, text)]
        return bool(saying) and (_attribute(owner, name, saying, others) if owner else _module(here, saying, others))

    return uses


def _attribute(owner: str, name: str, saying: Iterable[str], others: Iterable[str]) -> bool:
    """Whether an attribute is used: on another object than `self`, by a class that is derived from its own, by text."""
    derived = re.compile(rf"\bclass\s+\w+\s*\([^)]*\b{re.escape(owner)}\b")
    reached = re.compile(rf"(?<!\bself)(?<!\bcls)\s*\.\s*{re.escape(name)}\b|[\"']{re.escape(name)}[\"']")
    return any(derived.search(text) for text in others) or any(
        _has(owner, text) or reached.search(text) for text in saying
    )


def _module(path: str, saying: Iterable[str], others: Iterable[str]) -> bool:
    """Whether a name of a module is used: where the module is named as well, or anything of it has been imported."""
    stem = Path(path).stem
    everything = re.compile(rf"\b{re.escape(stem)}\s+import\s+\*")
    return (
        stem.startswith("__")
        or any(_has(stem, text) for text in saying)
        or any(everything.search(text) for text in others)
    )


def _has(word: str, text: str) -> bool:
    return re.search(rf"\b{re.escape(word)}\b", text) is not None
