"""Work that is done once: what it gives is kept, and later calls find it."""

from __future__ import annotations

import ast

from flake8_async_offload.resolve import External, Resolver
from flake8_async_offload.scopes import Scope
from flake8_async_offload.syntax import Trail, around


def is_kept(scope: Scope, resolver: Resolver) -> bool:
    """Whether a function's result is kept by a decorator: `functools.cache`, `cached_property`."""
    kept = resolver.language.method["kept"]
    for node in getattr(scope.node, "decorator_list", ()):
        named = resolver.value(node.func if isinstance(node, ast.Call) else node, scope.parent or scope)
        if isinstance(named, External) and named.name in kept:
            return True
    return False


def is_once(node: ast.expr, scope: Scope, trail: Trail | None) -> bool:
    """Whether a call stands where a function makes what is not there yet, and keeps it for later calls.

    `if self.model is None: self.model = load()`, and what follows `if model is not None: return model`; not what is
    kept by a key, which may be another one each time.
    """
    line, within = node.lineno, {id(above) for above in around(trail)}
    scope = scope.home
    for condition in _conditions(scope):
        inside = id(condition) in within
        end = condition.body[-1].end_lineno or 0
        if inside and line <= end:
            made, block = _missing(condition.test), condition.body
        elif not inside and line > end and isinstance(condition.body[-1], ast.Return):
            made, block = _present(condition.test), getattr(scope.node, "body", [])
        else:
            continue
        if made & _kept(block, scope):
            return True
    return False


def _conditions(scope: Scope) -> list[ast.If]:
    """Return a function's conditions that look for something; it is asked about for each of its calls."""
    memo, key = scope.module.memo, ("conditions", id(scope), 0)
    if key not in memo:
        memo[key] = [node for node in scope.conditions if _missing(node.test) or _present(node.test)]
    known: list[ast.If] = memo[key]
    return known


def _missing(test: ast.expr) -> set[str]:
    """Return what a test finds absent, as the source writes it."""
    match test:
        case ast.BoolOp(values=values):
            return set().union(*(_missing(value) for value in values))
        case (
            ast.UnaryOp(op=ast.Not(), operand=absent)
            | ast.Compare(left=absent, ops=[ast.Is()], comparators=[ast.Constant(value=None)])
        ):
            return {ast.unparse(absent)}
    return set()


def _present(test: ast.expr) -> set[str]:
    """Return what a test finds there, as the source writes it."""
    match test:
        case ast.Name() | ast.Attribute():
            return {ast.unparse(test)}
        case ast.Compare(left=found, ops=[ast.IsNot()], comparators=[ast.Constant(value=None)]):
            return {ast.unparse(found)}
    return set()


def _kept(block: list[ast.stmt], scope: Scope) -> set[str]:
    """Return what statements of a function assign that outlives the call: attributes and global names."""
    memo, key = scope.module.memo, ("kept", id(block), 0)
    if key not in memo:
        nodes = (node for statement in block for node in ast.walk(statement))
        targets = [target for node in nodes if isinstance(node, ast.Assign) for target in node.targets]
        memo[key] = {ast.unparse(target) for target in targets if _outlives(target, scope)}
    known: set[str] = memo[key]
    return known


def _outlives(target: ast.expr, scope: Scope) -> bool:
    return isinstance(target, ast.Attribute) or (isinstance(target, ast.Name) and scope.owner(target.id) is not scope)
