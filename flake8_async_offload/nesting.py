"""Work in a pool that waits for work in the same pool: with every thread waiting, nobody is left to do it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_async_offload.catalog.limits import reenters
from flake8_async_offload.discover import Discovery, Handed, Offload
from flake8_async_offload.model import Executor, Place
from flake8_async_offload.places import executor_of, place
from flake8_async_offload.resolve import External, Function, Resolver, Value
from flake8_async_offload.scopes import Called, Scope
from flake8_async_offload.syntax import around

DEEPEST = 4
_POOLS = (Place.DEFAULT, Place.LIMITER, Place.DEDICATED, Place.PROCESS)


class Nesting:
    """Looks for the way from a pool's work back into the same pool."""

    def __init__(self, discovery: Discovery, where: Place, executor: Executor | None) -> None:
        """Take the pool that the work runs in."""
        self._discovery = discovery
        self._resolver: Resolver = discovery.resolver
        self._where = where
        self._executor = executor
        self._seen: set[int] = set()

    def of(self, runs: Value | None) -> str:
        """Return the way from a callee in the pool to the offload it waits for in the same pool, or nothing."""
        if not isinstance(runs, Function) or runs.is_coroutine or self._where not in _POOLS:
            return ""
        return self._in_thread(runs.scope, DEEPEST)

    def _in_thread(self, scope: Scope, depth: int) -> str:
        # Only through files that may do so: every call of every offloaded function would be too many to ask about.
        if depth == 0 or id(scope) in self._seen or not scope.module.source.mentions(reenters().words):
            return ""
        self._seen.add(id(scope))
        for called in scope.calls:
            if found := self._waits(called):
                return found
            value = self._resolver.value(called.node.func, called.scope)
            sync = value.scope if isinstance(value, Function) and not value.is_coroutine else None
            if sync and (found := self._in_thread(sync, depth - 1)):
                return f"{sync.name} -> {found}"
        return ""

    def _waits(self, called: Called) -> str:
        """Return the way on from a call that waits for a coroutine on the loop, or for work in the pool."""
        node, scope, known = called.node, called.scope, reenters()
        if isinstance(node.func, ast.Call):  # async_to_sync(f)(...)
            wrapper = self._name(node.func.func, scope)
            return (
                self._through(wrapper, node.func.args[0], scope) if wrapper in known.wrappers and node.func.args else ""
            )
        name = self._name(node.func, scope)
        if not node.args:
            return ""
        if name in known.functions:
            return self._through(name, node.args[0], scope)
        if name in known.coroutines and isinstance(node.args[0], ast.Call) and _result_is_awaited(called):
            return self._through(name, node.args[0].func, scope)
        if name in known.submits and isinstance(node.func, ast.Attribute) and _result_is_awaited(called):
            return name if self._is_same(*self._receiver(node.func.value, scope)) else ""
        return ""

    def _through(self, name: str, coroutine: ast.expr, scope: Scope) -> str:
        value = self._resolver.value(coroutine, scope)
        found = self._on_loop(value.scope, DEEPEST) if isinstance(value, Function) and value.is_coroutine else ""
        return f"{name} -> {found}" if found else ""

    def _on_loop(self, scope: Scope, depth: int) -> str:
        """Return the way from a coroutine function to an offload to the pool that it awaits."""
        if depth == 0 or id(scope) in self._seen:
            return ""
        self._seen.add(id(scope))
        for offload in self._offloads(scope):
            if self._is_same(*place(offload, self._resolver, scope.module.source)):
                return f"{scope.name} -> {offload.name}"
        for called in scope.calls:
            value = self._resolver.value(called.node.func, called.scope)
            awaited = (
                value.scope if isinstance(value, Function) and value.is_coroutine and _is_awaited(called) else None
            )
            if awaited and (found := self._on_loop(awaited, depth - 1)):
                return f"{scope.name} -> {found}"
        return ""

    def _offloads(self, scope: Scope) -> Iterator[Offload]:
        for offload in self._discovery.offloads(scope.module):
            within: Scope | None = offload.scope
            while within and within is not scope and not isinstance(within.node, ast.AsyncFunctionDef):
                within = within.parent
            if within is scope and any(isinstance(node, ast.Await) for node in around(offload.trail)):
                yield offload

    def _receiver(self, node: ast.expr, scope: Scope) -> tuple[Place, Executor | None]:
        return executor_of(Handed(node, scope), scope, self._resolver.value(node, scope), scope.module.source)

    def _is_same(self, where: Place, executor: Executor | None) -> bool:
        """Whether a place is the pool: a shared one by its kind, an executor by where it is made."""
        if where is not self._where:
            return False
        return where.shared or bool(
            self._executor and executor and executor.made and executor.made == self._executor.made
        )

    def _name(self, node: ast.expr, scope: Scope) -> str:
        value = self._resolver.value(node, scope)
        return value.name if isinstance(value, External) else ""


def _is_awaited(called: Called) -> bool:
    return any(isinstance(node, ast.Await) for node in called.ancestors())


def _result_is_awaited(called: Called) -> bool:
    """Whether the future a call gives is waited for: at once, or under its name in the same function."""
    waits, names = reenters().waits, set()
    for node in called.ancestors():
        if isinstance(node, ast.Attribute) and node.attr in waits:
            return True
        if isinstance(node, ast.Assign):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    functions = (other.node.func for other in called.scope.calls)
    attributes = (node for node in functions if isinstance(node, ast.Attribute) and node.attr in waits)
    return any(isinstance(node.value, ast.Name) and node.value.id in names for node in attributes)
