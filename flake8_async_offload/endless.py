"""Loops that never end: what keeps a thread for as long as the process lives."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_async_offload.bindings import SCOPES, Assignment
from flake8_async_offload.catalog.limits import wait
from flake8_async_offload.resolve import External, Resolver
from flake8_async_offload.resolve.attributes import enclosing_class
from flake8_async_offload.scopes import Scope

_LOOPS = (ast.For, ast.AsyncFor, ast.While)


def endless(scope: Scope, resolver: Resolver) -> ast.While | None:
    """Return a loop of a function that only the end of the process, or somebody's stop flag, ends."""
    if scope.yields or not scope.loops:
        return None
    seen: set[int] = set()
    for called in scope.calls:
        for node in called.ancestors():
            if isinstance(node, ast.While) and id(node) not in seen:
                seen.add(id(node))
                if _goes_on(node, scope, resolver) and not _leaves(node):
                    return node
    return None


def _goes_on(loop: ast.While, scope: Scope, resolver: Resolver) -> bool:
    """Whether the test is true until somebody else says stop: `True`, `not stop.is_set()`, `self.running`."""
    match loop.test:
        case ast.Constant(value=value):
            return bool(value)
        case ast.UnaryOp(op=ast.Not(), operand=ast.Call(func=ast.Attribute(attr="is_set") as asked)):
            named = resolver.value(asked, scope)
            return isinstance(named, External) and named.name == "threading.Event().is_set"
        case ast.Attribute(value=ast.Name(id=base), attr=flag):
            return _is_flag(base, flag, scope) and not _is_told(loop, scope, resolver)
    return False


def _is_told(loop: ast.While, scope: Scope, resolver: Resolver) -> bool:
    """Whether a loop waits on a condition: for others to change the flag and say so, which is no stop."""
    inside = (called for called in scope.calls if loop in called.ancestors())
    waits = (resolver.value(called.node.func, called.scope) for called in inside)
    return any(isinstance(named, External) and named.name.startswith(wait().ends) for named in waits)


def _is_flag(base: str, flag: str, scope: Scope) -> bool:
    """Whether an attribute of `self` is only ever a constant yes or no, and the function itself never clears it."""
    owner = enclosing_class(scope)
    if owner is None or (base, flag) in scope.attribute_stores:
        return False
    stores = [store for store, _ in owner.self_stores.get(flag, ())]
    values = [
        store.value for store in stores if isinstance(store, Assignment) and isinstance(store.value, ast.Constant)
    ]
    return len(values) == len(stores) and {value.value for value in values} == {True, False}


def _leaves(loop: ast.While) -> bool:
    """Whether the loop's own code can end it: break, return, raise, or a call that ends the process."""
    return any(
        isinstance(node, ast.Return | ast.Raise) or (isinstance(node, ast.Break) and not inner)
        for node, inner in _statements(loop.body, inner=False)
    )


def _statements(body: list[ast.stmt], *, inner: bool) -> Iterator[tuple[ast.stmt, bool]]:
    """Yield the statements of a loop, and whether each stands in a loop inside it; definitions stay closed."""
    for node in body:
        yield node, inner
        if isinstance(node, SCOPES):
            continue
        loop = isinstance(node, _LOOPS)
        yield from _statements(getattr(node, "body", []), inner=inner or loop)
        for field in ("orelse", "finalbody"):
            yield from _statements(getattr(node, field, []), inner=inner)
        for part in (*getattr(node, "handlers", ()), *getattr(node, "cases", ())):
            yield from _statements(part.body, inner=inner)
