"""Which of the scopes side by side are on some lines."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from flake8_async_offload.bindings import Lines, spans

if TYPE_CHECKING:
    from flake8_async_offload.scopes import Scope


class Standing:
    """The scopes that stand directly in another one, found by line: a module may have thousands."""

    def __init__(self, scopes: Sequence[Scope]) -> None:
        """Take the scopes in the order of the text; a default's lambda stands inside of its function's lines."""
        self._scopes = scopes
        self._lines = [_lines(scope.node) for scope in scopes]
        self._firsts = [first for first, _ in self._lines]
        self._furthest = list(accumulate((last for _, last in self._lines), max))

    def on(self, lines: Sequence[int]) -> list[Scope]:
        """Return those that any of the lines is in, which are in order."""
        if len(lines) > len(self._scopes):
            pairs = zip(self._scopes, self._lines, strict=True)
            return [scope for scope, (first, last) in pairs if spans(first, last, lines)]
        found: set[int] = set()
        for line in lines:
            at = bisect_right(self._firsts, line)
            while at and self._furthest[at - 1] >= line:
                at -= 1
                if self._lines[at][1] >= line:
                    found.add(at)
        return [self._scopes[at] for at in sorted(found)]


def _lines(node: Any) -> Lines:
    """Return the first and last line of a scope, its decorators included."""
    first, *_ = getattr(node, "decorator_list", ()) or (node,)
    return first.lineno, node.end_lineno or node.lineno
