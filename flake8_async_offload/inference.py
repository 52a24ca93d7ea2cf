"""The second opinion on a name: astroid, asked by position, for what bindings cannot say.

It never finds a call and is asked only for what is still nameless; its failure means "unnamed". It reads source and
runs none of it: no extension module but the interpreter's own is ever loaded. One question about `asyncio` can take
seconds that nothing can cut short, and it named 2 of 17 nameless sites in eleven projects: only `--deep` asks it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from astroid import nodes

MOST_LINES = 4_000
MOST_VALUES = 20


class Inference:
    """Asks astroid; one file's tree is kept at a time."""

    def __init__(self) -> None:
        """Import nothing yet: astroid is imported with the first question."""
        self._trees: dict[str, nodes.Module | None] = {}

    def name(self, path: str, text: str, module: str, line: int, column: int) -> str | None:
        """Return the dotted name of the callable that the expression at a line (from 1) and column (bytes) stands for.

        Names of the file itself start with `module`. None when unsure, in a huge file, or where astroid fails.
        """
        if text.count("\n") > MOST_LINES:
            return None
        try:
            node = self._node(path, text, line, column)
            return _agreed(node, module) if node is not None else None
        except Exception:
            return None

    def _node(self, path: str, text: str, line: int, column: int) -> nodes.NodeNG | None:
        import astroid

        if path not in self._trees:
            self._trees.clear()  # one file at a time: a tree takes 2.4 MiB per 1,000 lines
            self._trees[path] = astroid.parse(text)  # without a module name, which would stay in astroid's own cache
        tree = self._trees[path]
        return next(_at(tree, line, column), None) if tree is not None else None


def _at(tree: nodes.Module, line: int, column: int) -> Iterator[nodes.NodeNG]:
    """Yield the expressions that start at a place, outermost first."""
    stack: list[nodes.NodeNG] = [tree]
    while stack:
        node = stack.pop()
        if (node.lineno, node.col_offset) == (line, column) and not node.is_statement:
            yield node
        if (node.lineno or 0) <= line <= (node.end_lineno or line):
            stack.extend(reversed(list(node.get_children())))


def _agreed(node: nodes.NodeNG, module: str) -> str | None:
    """Return the one name that all inferred values have."""
    from astroid.bases import BoundMethod
    from astroid.util import UninferableBase

    found: set[str] = set()
    for number, value in enumerate(node.infer()):
        if isinstance(value, UninferableBase) or number >= MOST_VALUES:
            return None
        name = getattr(value, "qname", lambda: "")()
        if not name or not getattr(value, "callable", lambda: False)():
            return None
        if name.startswith("."):
            name = f"{module}{name}"
        elif isinstance(value, BoundMethod):
            owner, _, last = name.rpartition(".")
            name = f"{owner}().{last}"
        found.add(name)
    return found.pop() if len(found) == 1 else None
