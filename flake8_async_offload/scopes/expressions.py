"""What the expressions of one scope call and yield, and what stands around each call."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from flake8_async_offload.bindings import COMPREHENSIONS, FUNCTIONS, SCOPES, ScopeNode
from flake8_async_offload.syntax import Trail, around

if TYPE_CHECKING:
    from flake8_async_offload.scopes import Scope


class Called(NamedTuple):
    """A call where it stands; `trail` leads from its parent node up to the scope's statement."""

    node: ast.Call
    scope: Scope
    trail: Trail | None

    def ancestors(self) -> Iterator[ast.AST]:
        """Yield the nodes around the call, innermost first, up to the function it stands in."""
        return around(self.trail)

    @property
    def is_awaited(self) -> bool:
        """Whether what the call gives is awaited on the spot, by `await`, `async with` or `async for`."""
        match list(islice(self.ancestors(), 2)):
            case [ast.Await() | ast.AsyncFor() | ast.comprehension(is_async=1), *_] | [ast.withitem(), ast.AsyncWith()]:
                return True
            case [around, *_] if isinstance(around, COMPREHENSIONS):
                first = around.generators[0]
                return bool(first.is_async) and first.iter is self.node
        return False

    @property
    def is_returned(self) -> bool:
        """Whether what the call gives, or what methods make of it, is handed to the function's caller."""
        node: ast.AST = self.node
        for above in self.ancestors():
            if not isinstance(above, ast.Attribute) and not (isinstance(above, ast.Call) and above.func is node):
                return isinstance(above, ast.Return)
            node = above
        return False


class Expressions:
    """What the expressions of one scope call and yield; the bodies of nested functions and classes stay unread."""

    def __init__(self, scope: Scope) -> None:
        """Read a scope's own code, its comprehensions included, in the order of the text."""
        self.calls: list[Called] = []
        self.yields: list[ast.expr] = []
        self.inner: list[Scope] = []
        self._stack: list[tuple[ast.AST, Scope, Trail | None]] = []
        self._start(scope)
        self._read()

    def _start(self, scope: Scope) -> None:
        node = scope.node
        if isinstance(node, ast.Lambda):
            self._stack.append((node.body, scope, None))
        elif isinstance(node, COMPREHENSIONS):
            self._stack.append((node, scope.parent or scope, None))
        else:
            self._stack += [(statement, scope, None) for statement in reversed(node.body)]

    def _read(self) -> None:
        # Each node of each scope that is looked into comes by here.
        stack = self._stack
        while stack:
            node, scope, trail = stack.pop()
            kind = type(node)
            if kind is ast.Call:
                self.calls.append(Called(node, scope, trail))  # type: ignore[arg-type]
            elif kind is ast.Yield:
                self.yields.append(node.value or _NONE)  # type: ignore[attr-defined]
            link = (node, trail)
            if kind in _SCOPES:
                self._enter(node, scope, link)  # type: ignore[arg-type]
                continue
            for field in _FIELDS[kind]:
                below = getattr(node, field)
                if type(below) is list:
                    stack += [(item, scope, link) for item in reversed(below) if type(item) not in _LEAVES]
                elif type(below) not in _LEAVES:
                    stack.append((below, scope, link))

    def _enter(self, node: ScopeNode, scope: Scope, link: Trail) -> None:
        inner = scope.child(node)
        if isinstance(node, COMPREHENSIONS):
            first, *_ = node.generators
            below = [(child, inner, link) for child in ast.iter_child_nodes(node) if child is not first]
            self._stack += [*reversed(below), *((test, inner, link) for test in first.ifs), (first.iter, scope, link)]
            return
        self.inner.append(inner)
        outside: list[ast.expr] = list(getattr(node, "decorator_list", []))
        if isinstance(node, ast.ClassDef):
            outside += [*node.bases, *(keyword.value for keyword in node.keywords)]
        elif isinstance(node, FUNCTIONS):
            outside += [default for default in (*node.args.defaults, *node.args.kw_defaults) if default]
        self._stack += [(expression, scope, link) for expression in reversed(outside)]


_NONE = ast.Constant(None)
_SCOPES = frozenset(SCOPES)
_LEAVES: frozenset[type] = frozenset({ast.Name, ast.Constant, ast.alias, type(None), str, int, bool})  # hold no call
_KINDS = [kind for kind in vars(ast).values() if isinstance(kind, type) and issubclass(kind, ast.AST)]
_FIELDS = {  # that can hold a call, the last first
    kind: [field for field in reversed(kind._fields) if field not in ("ctx", "op", "ops") and kind not in _LEAVES]
    for kind in _KINDS
}
