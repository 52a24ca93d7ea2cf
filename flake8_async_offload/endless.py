"""Loops that never end: what keeps a thread for as long as the process lives."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import pairwise
from typing import TypeAlias

from flake8_async_offload.bindings import SCOPES, Assignment, Binding
from flake8_async_offload.catalog.limits import endless as known
from flake8_async_offload.catalog.limits import wait
from flake8_async_offload.resolve import External, Resolver
from flake8_async_offload.resolve.attributes import enclosing_class
from flake8_async_offload.scopes import Scope
from flake8_async_offload.syntax import last_name

Loop: TypeAlias = ast.While | ast.For

_LOOPS = (ast.For, ast.AsyncFor, ast.While)


def endless(scope: Scope, resolver: Resolver) -> Loop | None:
    """Return a loop of a function that only the end of the process, or somebody's stop flag, ends."""
    if scope.yields or not scope.loops:
        return None
    seen: set[int] = set()
    for called in scope.calls:
        around = list(called.ancestors())
        for place, node in enumerate(around):
            if isinstance(node, Loop) and id(node) not in seen:
                seen.add(id(node))
                if _never_ends(node, scope, resolver) and not _is_ended_by_an_error(around[place:]):
                    return node
    return None


def goes_on(loop: ast.While, scope: Scope, resolver: Resolver) -> bool:
    """Whether a coroutine's loop goes on for as long as the process: nothing but a stop, or an error, ends it.

    One that takes its work from somewhere may be told there that it was the last.
    """
    if scope.yields or not _goes_on(loop.test, scope, resolver):
        return False
    return not _leaves(loop, scope, resolver, handlers=False) or _takes_work(loop, scope)


def _takes_work(loop: ast.While, scope: Scope) -> bool:
    """Whether a loop awaits the next piece of work: `await queue.get()`."""
    return any(
        called.is_awaited and not called.node.args and last_name(called.node.func) in known().takes
        for called in scope.calls
        if loop in called.ancestors()
    )


def _never_ends(loop: Loop, scope: Scope, resolver: Resolver) -> bool:
    if isinstance(loop, ast.For):
        return _is_supply(loop.iter, scope, resolver) and not _leaves(loop, scope, resolver)
    goes_on = _goes_on(loop.test, scope, resolver) and not _is_told(loop, scope, resolver)
    return goes_on and not _leaves(loop, scope, resolver)


def _is_supply(node: ast.expr, scope: Scope, resolver: Resolver) -> bool:
    """Whether an iterable has no end of its own: a count, the messages of a subscription."""
    value = resolver.value(node, scope)
    if not isinstance(value, External) or value.name not in known().iterables:
        return False
    given = {word.arg for word in value.made[1].keywords} if value.made else set()
    return given.isdisjoint(known().limited)


def _goes_on(test: ast.expr, scope: Scope, resolver: Resolver) -> bool:
    """Whether a test is true until somebody else says stop: `True`, `not stop.is_set()`, `self.running`."""
    match test:
        case ast.Constant(value=value):
            return bool(value)
        case ast.BoolOp(op=ast.And(), values=values):
            return all(_goes_on(value, scope, resolver) for value in values)
        case ast.UnaryOp(op=ast.Not(), operand=asked):
            return _is_event(asked, scope, resolver)
    return _is_flag(test, scope)


def _stops(test: ast.expr, scope: Scope, resolver: Resolver) -> bool:
    """Whether a test is true when somebody else has said stop: `stop.is_set()`, `stop.wait(1)`, `not self.running`."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=flag):
            return _is_flag(flag, scope)
    return _is_event(test, scope, resolver)


def _is_event(node: ast.expr, scope: Scope, resolver: Resolver) -> bool:
    """Whether an expression asks an event of the threads whether it is set, or waits for it a while."""
    named = resolver.value(node.func, scope) if isinstance(node, ast.Call) else None
    return isinstance(named, External) and named.name in known().asks


def _is_told(loop: ast.While, scope: Scope, resolver: Resolver) -> bool:
    """Whether a loop waits on a condition: for others to change the flag and say so, which is no stop."""
    inside = (called for called in scope.calls if loop in called.ancestors())
    waits = (resolver.value(called.node.func, called.scope) for called in inside)
    return any(isinstance(named, External) and named.name.startswith(wait().ends) for named in waits)


def _is_flag(node: ast.expr, scope: Scope) -> bool:
    """Whether a name of the module or an attribute of `self` is only ever a constant yes or no, and set elsewhere."""
    stores: list[Binding] = []
    match node:
        case ast.Attribute(value=ast.Name(id=base), attr=flag) if (base, flag) not in scope.attribute_stores:
            owner = enclosing_class(scope)
            stores = [store for store, _ in owner.self_stores.get(flag, ())] if owner else []
        case ast.Name(id=flag) if flag not in scope.own_bindings and scope.owner(flag) is scope.module.scope:
            own = scope.module.scope.own_bindings.get(flag, [])
            stores = [*own, *(store for store, _ in scope.module.global_stores.get(flag, ()))]
    values = [store.value for store in stores if isinstance(store, Assignment)]
    constants = [value.value for value in values if isinstance(value, ast.Constant)]
    return len(constants) == len(stores) and True in constants and {True, False}.issuperset(constants)


def _leaves(loop: Loop, scope: Scope, resolver: Resolver, *, handlers: bool = True) -> bool:
    """Whether the loop's own code can end it, by break, return or raise; what a stop flag ends is somebody else's.

    `handlers`: whether what its `except` blocks do counts.
    """
    stopped = {
        id(node.body[-1])
        for node, _ in _statements(loop.body, inner=False)
        if isinstance(node, ast.If) and len(node.body) == 1 and _stops(node.test, scope, resolver)
    }
    return any(
        isinstance(node, ast.Raise | ast.Return) or (isinstance(node, ast.Break) and not inner)
        for node, inner in _statements(loop.body, inner=False, handlers=handlers)
        if id(node) not in stopped or isinstance(node, ast.Raise)
    )


def _is_ended_by_an_error(around: list[ast.AST]) -> bool:
    """Whether a `try` around a loop waits for the very error that says there is no more: `except queue.Empty`."""
    tries = (outer for inner, outer in pairwise(around) if isinstance(outer, ast.Try) and inner in outer.body)
    caught = (handler.type for outer in tries for handler in outer.handlers if handler.type)
    kinds = (kind for told in caught for kind in (told.elts if isinstance(told, ast.Tuple) else [told]))
    return any(last_name(kind) not in known().failures for kind in kinds)


def _statements(body: list[ast.stmt], *, inner: bool, handlers: bool = True) -> Iterator[tuple[ast.stmt, bool]]:
    """Yield the statements of a loop, and whether each stands in a loop inside it; definitions stay closed."""
    for node in body:
        yield node, inner
        if isinstance(node, SCOPES):
            continue
        loop = isinstance(node, _LOOPS)
        yield from _statements(getattr(node, "body", []), inner=inner or loop, handlers=handlers)
        for field in ("orelse", "finalbody"):
            yield from _statements(getattr(node, field, []), inner=inner, handlers=handlers)
        for part in (*getattr(node, "handlers", ()), *getattr(node, "cases", ())):
            if handlers or not isinstance(part, ast.ExceptHandler):
                yield from _statements(part.body, inner=inner, handlers=handlers)
