"""The whole number an expression stands for: a constant, under whatever name, or what is computed of some."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable

from flake8_async_offload.bindings import Assignment, Binding, Import
from flake8_async_offload.resolve import Class, Instance, Package, Resolver
from flake8_async_offload.scopes import Scope

_DEEPEST = 8
_OPERATORS: dict[type[ast.operator], Callable[[int, int], int]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
}
_MOST = 1_000_000  # no pool has so many workers, and a product of a few may have a million digits


def number(node: ast.expr, scope: Scope, resolver: Resolver, depth: int = _DEEPEST) -> int | None:
    """Return the whole number an expression in a scope stands for; None where it is not always the same."""
    if depth == 0:
        return None
    match node:
        case ast.Constant(value=int(value)) if not isinstance(value, bool):
            return value
        case ast.Name(id=name):
            owner = scope.owner(name)
            return _bound(owner.own_bindings.get(name, []), owner, resolver, depth - 1) if owner else None
        case ast.Attribute():
            return _attribute(node, scope, resolver, depth - 1)
        case ast.BinOp(left=left, right=right) if compute := _OPERATORS.get(type(node.op)):
            one, other = (number(part, scope, resolver, depth - 1) for part in (left, right))
            return compute(one, other) if one is not None and other is not None and max(one, other) < _MOST else None
        case ast.BoolOp(op=ast.Or(), values=[first, *_]):
            return number(first, scope, resolver, depth - 1) or None
    return None


def _bound(found: list[Binding], scope: Scope, resolver: Resolver, depth: int) -> int | None:
    """Return the number that a name is bound to once and for all."""
    match found:
        case [Assignment(value=ast.expr() as value, path=())]:
            return number(value, scope, resolver, depth)
        case [Import(name=str(name)) as binding]:
            module = resolver.project.find(scope.module, binding.module, binding.level)
            return _bound(module.scope.own_bindings.get(name, []), module.scope, resolver, depth) if module else None
    return None


def _attribute(node: ast.Attribute, scope: Scope, resolver: Resolver, depth: int) -> int | None:
    match resolver.value(node.value, scope):
        case Package(module=module):
            return _bound(module.scope.own_bindings.get(node.attr, []), module.scope, resolver, depth)
        case Class(scope=cls) | Instance(type=Class(scope=cls)):
            found = [(binding, cls) for binding in cls.own_bindings.get(node.attr, [])]
            found += cls.self_stores.get(node.attr, [])
            return _bound([found[0][0]], found[0][1], resolver, depth) if len(found) == 1 else None
    return None
