"""A call's text taken apart: its arguments without some of them, everything else as it was laid out."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

from flake8_async_offload.source import Source

Item: TypeAlias = "ast.expr | ast.keyword"

_OPENS = re.compile(r"\s*\(")
_BEHIND = re.compile(r"\s*,[^\S\n]*(?:\\?\n\s*)?")


class UnclearError(ValueError):
    """The source cannot be rewritten with certainty; the text says why."""


class Layout:
    """The text of one expression, with places in it by node."""

    def __init__(self, node: ast.expr, source: Source) -> None:
        """Take the node. Raises UnclearError where its position is wrong, as in f-strings of older Pythons."""
        self.source = source
        self.origin = source.span(node)
        self.text = source.segment(node)
        self._starts = [0]
        for line in self.text.split("\n")[:-1]:
            self._starts.append(self._starts[-1] + len(line) + 1)
        self._kept = (0, 0)
        if not reads_as(self.text, node):
            raise UnclearError("its place in the file is uncertain")

    def keep(self, node: Item) -> None:
        """Take note that a node's own text is looked after by the caller, comments and all."""
        self._kept = self.start(node), self.end(node)

    def start(self, node: Item) -> int:
        """Return where a node below begins."""
        span = self.source.span(node)
        return self._at(span.line, span.column)

    def end(self, node: Item) -> int:
        """Return where a node below ends."""
        span = self.source.span(node)
        return self._at(span.end_line, span.end_column)

    def inside(self, call: ast.Call, gone: Sequence[Item] = ()) -> str:
        """Return what stands between a call's parentheses, without some of its arguments. Raises UnclearError."""
        items: list[Item] = sorted([*call.args, *call.keywords], key=self.start)
        opening, closing = self._opening(call), self.end(call) - 1
        if len(items) == len(gone):
            self.no_comment(opening, closing)
            return ""
        leading = next(number for number, item in enumerate(items) if item not in gone)
        cuts = [(self.end(one), self.end(item)) for one, item in pairwise(items) if item in gone]
        cuts = cuts[max(leading - 1, 0) :]
        if leading:
            cuts.insert(0, (self.start(items[0]), self._behind(items[leading - 1])))
        text = ""
        for start, end in cuts:
            self.no_comment(start, end)
            text += self.text[opening:start]
            opening = end
        return text + self.text[opening:closing]

    def outside(self, call: ast.Call) -> str:
        """Return a call's parentheses and what is in them, moved left where the call was in further than the text."""
        self.no_comment(0, self.start(call.func))
        self.no_comment(self.end(call), len(self.text))
        return self.shifted(f"({self.inside(call)})", call)

    def shifted(self, text: str, call: ast.expr) -> str:
        """Return the lines of an inner call's text moved left as far as its first line was in further."""
        further = self._indent(call.lineno) - self._indent(self.origin.line)
        first, *lines = text.split("\n")
        strings = (node for node in ast.walk(call) if isinstance(node, ast.Constant | ast.JoinedStr))
        if further <= 0 or any(node.end_lineno != node.lineno for node in strings):
            return text
        if any(line[:further].strip() for line in lines):
            return text
        return "\n".join([first, *(line[further:] for line in lines)])

    def _indent(self, line: int) -> int:
        text = self.source.lines[line - 1]
        return len(text) - len(text.lstrip())

    def _opening(self, call: ast.Call) -> int:
        found = _OPENS.match(self.text, self.end(call.func))
        if not found:
            raise UnclearError("parentheses or a comment stand around the callee")
        return found.end()

    def _behind(self, item: Item) -> int:
        found = _BEHIND.match(self.text, self.end(item))
        if not found:
            raise UnclearError("parentheses or a comment stand around an argument")
        return found.end()

    def no_comment(self, start: int, end: int) -> None:
        """Raise UnclearError where a comment stands between two places of the text."""
        first, last = self._kept
        if "#" in self.text[start : min(end, first)] or "#" in self.text[max(start, last) : end]:
            raise UnclearError("a comment would be lost")

    def _at(self, line: int, column: int) -> int:
        row = line - self.origin.line
        return self._starts[row] + column - (self.origin.column if row == 0 else 0)


def reads_as(text: str, node: ast.expr) -> bool:
    """Whether a text, on its own, is the expression that a node says it is."""
    found = expression(text)
    return found is not None and ast.dump(found) == ast.dump(node)


def expression(text: str) -> ast.expr | None:
    """Return the tree of an expression's text, or None."""
    try:
        return ast.parse(f"({text}\n)", mode="eval").body
    except (SyntaxError, ValueError):
        return None
