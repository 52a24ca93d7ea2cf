"""What an offload runs: the callable behind partials, conditions, and what the project's callers hand on."""

from __future__ import annotations

import ast

from flake8_async_offload.bindings import Assignment
from flake8_async_offload.catalog.offloaders import language
from flake8_async_offload.offload import Handed, Offload
from flake8_async_offload.resolve import NOTHING, Argument, Collection, External, Function, Partial, Resolver, Value
from flake8_async_offload.resolve.callers import anywhere
from flake8_async_offload.scopes import Scope
from flake8_async_offload.syntax import last_name

PARTIALS = frozenset(name.rpartition(".")[2] for name in language().partial)


class Callees:
    """Says what offloads are handed."""

    def __init__(self, resolver: Resolver) -> None:
        """Take what answers names."""
        self.resolver = resolver

    def runs(self, offload: Offload) -> Value | None:
        """Return what an offload runs, behind `partial` and `Context.run`; None when unsure."""
        if offload.callee is None:
            return offload.decorated
        value = self.resolver.value(offload.callee.node, offload.callee.scope)
        if isinstance(value, External) and value.name in language().runs and offload.arguments:
            value = self.resolver.value(offload.arguments[0], offload.scope)
        if isinstance(value, Collection) and value.kind == "generator" and isinstance(offload.callee.node, ast.Call):
            value = self.resolver.value(offload.callee.node.func, offload.callee.scope)  # its body runs in the thread
        runs = self.unwrapped(value, offload.callee.scope) or self._told_by_callers(offload.callee)
        return None if runs == NOTHING else runs  # whoever fills it in is elsewhere

    def _told_by_callers(self, handed: Handed) -> Value | None:
        """Return what an attribute of a parameter stands for, where all the project's callers give the same."""
        node = handed.node
        if isinstance(node, ast.Call) and last_name(node.func) in PARTIALS and node.args:
            return self._told_by_callers(handed._replace(node=node.args[0]))
        if not isinstance(node, ast.Attribute):
            return None
        receiver = self.resolver.value(node.value, handed.scope)
        told = self._told_by_callers(handed._replace(node=node.value)) if receiver is None else None
        told = anywhere(self.resolver, receiver) if isinstance(receiver, Argument) else told
        return self.resolver.attribute(told, node.attr) if told else None

    def choices(self, offload: Offload) -> list[Value]:
        """Return what an offload runs one of, as a condition or a key decides; none where one of them is unknown."""
        handed = offload.callee
        while handed and isinstance(handed.node, ast.Call) and last_name(handed.node.func) in PARTIALS:
            handed = Handed(handed.node.args[0], handed.scope) if handed.node.args else None
        parts = _alternatives(handed) if handed else []
        every = (self.unwrapped(self.resolver.value(part.node, part.scope), part.scope) for part in parts)
        found = [value for value in every if value != NOTHING]
        known = [value for value in found if value is not None and not isinstance(value, Argument)]
        return [*known] if len(known) == len(found) else []

    def unwrapped(self, value: Value | None, scope: Scope) -> Value | None:
        """Return the callable inside any number of partials."""
        while isinstance(value, Partial):
            inner: Value | None = value.callee
            if isinstance(inner, External) and inner.name in language().runs and len(value.node.args) > 1:
                inner = self.resolver.value(value.node.args[1], scope)
            value = inner
        return value

    def parameter(self, value: Value | None) -> Argument | None:
        """Return the parameter that a handed-over value calls, itself or in a lambda or nested function around it."""
        if isinstance(value, Argument):
            return value
        if isinstance(value, Partial):
            return self.parameter(self.unwrapped(value, value.scope))
        if isinstance(value, Function) and value.scope.parent is not None:
            for called in value.scope.calls:
                inner = self.resolver.value(called.node.func, called.scope)
                if isinstance(inner, External) and inner.name in language().runs and called.node.args:
                    inner = self.unwrapped(self.resolver.value(called.node.args[0], called.scope), called.scope)
                if isinstance(inner, Argument) and _encloses(inner.scope, value.scope):
                    return inner
        return None


def _alternatives(handed: Handed) -> list[Handed]:
    """Return the expressions that a conditional expression, a name or an item of a dictionary stands for one of."""
    scope = handed.scope
    match handed.node:
        case ast.IfExp(body=body, orelse=other):
            return [*_alternatives(Handed(body, scope)), *_alternatives(Handed(other, scope))]
        case ast.Name(id=name) if owner := scope.owner(name):
            bound = owner.own_bindings.get(name, ())
            values = [
                found.value for found in bound if isinstance(found, Assignment) and found.value and not found.path
            ]
            plain = [Handed(value, owner) for value in values]
            parts = (_alternatives(each) if isinstance(each.node, ast.IfExp) else [each] for each in plain)
            return [part for each in parts for part in each] if len(values) == len(bound) else [handed]
        case ast.Subscript(value=ast.Name(id=name)) if owner := scope.owner(name):
            match owner.own_bindings.get(name):
                case [Assignment(value=ast.Dict(values=held), path=())]:
                    return [Handed(value, owner) for value in held]
    return [handed]


def _encloses(outer: Scope, inner: Scope) -> bool:
    scope = inner.parent
    while scope and scope is not outer:
        scope = scope.parent
    return scope is outer
