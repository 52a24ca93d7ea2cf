"""What an expression stands for: public dotted names, and the project's own functions and classes."""

from __future__ import annotations

import ast
from pathlib import Path

from flake8_async_offload.bindings import Binding
from flake8_async_offload.catalog.catalogue import Catalogue
from flake8_async_offload.catalog.offloaders import language
from flake8_async_offload.catalog.versions import locked_version
from flake8_async_offload.project import Project
from flake8_async_offload.resolve import attributes, callers, calls, displays, hints, names, narrowing
from flake8_async_offload.resolve.overriding import Subclasses, is_idle, is_open_method, overriders
from flake8_async_offload.resolve.values import (
    NOTHING,
    Argument,
    Class,
    Collection,
    Coroutine,
    External,
    Function,
    Instance,
    Package,
    Partial,
    Several,
    Value,
    dotted_name,
    known,
)
from flake8_async_offload.scopes import Module, Scope

__all__ = [
    "NOTHING",
    "Argument",
    "Class",
    "Collection",
    "Coroutine",
    "External",
    "Function",
    "Instance",
    "Package",
    "Partial",
    "Resolver",
    "Several",
    "Subclasses",
    "Value",
    "dotted_name",
    "is_idle",
    "is_open_method",
    "overriders",
]

DEEPEST = 48
LONGEST = 500  # characters of a name: `x = x.f()` a thousand times over names nothing
MOST_STEPS = 20_000
_CONSTANTS = {str: "str()", bytes: "bytes()", int: "int()", float: "float()", bool: "bool()", type(None): "None"}


class Resolver:
    """Answers what expressions stand for, each once; cycles, depth and a budget of steps end in "unknown"."""

    def __init__(self, project: Project, catalogue: Catalogue) -> None:
        """Take where the project's modules come from, and what is known of everybody else's."""
        self.project = project
        self.catalogue = catalogue
        self.language = language()
        self.subclasses: Subclasses | None = None  # where the whole project is known
        self._canonical: dict[str, str] = {}
        self._releases: dict[tuple[Path, str], str | None] = {}
        self._active: set[object] = set()
        self._steps = 0
        self.cuts = 0  # how many questions were not asked to their end

    def external(self, name: str, made: tuple[Scope, ast.Call] | None = None) -> External:
        """Return something of a third party under the name its users know it by."""
        if name not in self._canonical:
            self._canonical[name] = self.catalogue.canonical(name)
        return External(self._canonical[name], made)

    def release(self, path: str, distribution: str) -> str | None:
        """Return which release of a distribution the project around a file uses; looked up once for a folder."""
        folder = Path(path).absolute().parent
        if (folder, distribution) not in self._releases:
            self._releases[folder, distribution] = locked_version(folder, distribution)
        return self._releases[folder, distribution]

    def restart(self) -> None:
        """Give the next question a full budget."""
        self._steps = 0

    def value(self, node: ast.expr, scope: Scope) -> Value | None:
        """Return what an expression in a scope stands for; None when unsure."""
        memo = scope.module.memo
        key = ("value", id(node), id(scope))
        if key in memo:
            known: Value | None = memo[key]
            return known
        cuts = self.cuts
        if not self.enter(key):
            return None
        try:
            value = self._evaluate(node, scope)
            if isinstance(value, External) and len(value.name) > LONGEST:
                value = None
        finally:
            self.leave(key)
        if value is not None or cuts == self.cuts or not self._active:  # what was cut short may be known elsewhere
            memo[key] = value
        return value

    def enter(self, key: object) -> bool:
        """Say whether a question may be asked now: not inside itself, not too deep, not over budget."""
        self._steps += 1
        if key in self._active or len(self._active) >= DEEPEST or self._steps > MOST_STEPS:
            self.cuts += 1
            return False
        self._active.add(key)
        return True

    def leave(self, key: object) -> None:
        """Close a question that `enter` opened."""
        self._active.discard(key)

    def annotated(self, node: ast.expr, scope: Scope) -> Value | None:
        """Return the value that an annotation promises."""
        return hints.value(self, node, scope)

    def named(self, name: str, scope: Scope, line: int = 0) -> Value | None:
        """Return what a name stands for at a line of a scope (0: anywhere)."""
        return names.value(self, name, scope, line)

    def attribute(self, value: Value | None, name: str) -> Value | None:
        """Return what an attribute of a value stands for."""
        value = callers.given(self, value) if isinstance(value, Argument) else value
        return attributes.value(self, value, name)

    def member(self, module: Module, name: str) -> Value | None:
        """Return what a module of the project exports under a name."""
        return names.member(self, module, name)

    def bound(self, bindings: list[tuple[Binding, Scope]]) -> Value | None:
        """Return what bindings agree on, each given with the scope it stands in."""
        return names.bound(self, bindings)

    def called(self, callee: Value | None, node: ast.Call | None = None, scope: Scope | None = None) -> Value | None:
        """Return what calling a value gives; the call itself, where there is one, tells more."""
        return calls.result(self, callee, node, scope)

    def iterated(self, value: Value | None) -> Value | None:
        """Return what `for x in value` gives x."""
        return calls.iterated(self, value)

    def entered(self, value: Value | None, *, asynchronous: bool = False) -> Value | None:
        """Return what `with value as x`, or `async with`, gives x."""
        given = calls.entered(self, value)
        # Whoever promised a synchronous client meant another: that one has no `__aenter__`.
        mistaken = asynchronous and isinstance(given, External) and self.catalogue.has_async_class(given.name)
        return None if mistaken else given

    def _evaluate(self, node: ast.expr, scope: Scope) -> Value | None:
        match node:
            case ast.Name():
                return narrowing.value(self, node, scope, self.named(node.id, scope, node.lineno))
            case ast.Attribute():
                plain = self.attribute(self.value(node.value, scope), node.attr)
                return narrowing.value(self, node, scope, plain)
            case ast.Call():
                return calls.value(self, node, scope)
            case ast.Await():
                value = self.value(node.value, scope)
                return value.result if isinstance(value, Coroutine) else value
            case ast.Constant():
                kind = _CONSTANTS.get(type(node.value))
                return External(kind) if kind else None
            case ast.JoinedStr():
                return External("str()")
            case ast.Lambda():
                return Function(scope.child(node))
            case ast.NamedExpr():
                return self.value(node.value, scope)
            case ast.Starred():
                several = self.value(node.value, scope)
                return several.element if isinstance(several, Collection) else None
            case ast.BoolOp(op=ast.Or()):
                return attributes.shared(self, known(self.value(value, scope) for value in node.values))
            case ast.BoolOp():
                return self.value(node.values[-1], scope)
            case ast.IfExp():
                return attributes.shared(self, known((self.value(node.body, scope), self.value(node.orelse, scope))))
            case _:
                return displays.value(self, node, scope)
