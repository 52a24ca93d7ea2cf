"""Work in a pool that waits for work in the same pool: with every thread waiting, nobody is left to do it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from flake8_async_offload.bindings import COMPREHENSIONS
from flake8_async_offload.catalog.limits import reenters
from flake8_async_offload.discover import Discovery
from flake8_async_offload.model import Executor, Place
from flake8_async_offload.offload import Handed, Offload
from flake8_async_offload.places import executor_of, place
from flake8_async_offload.resolve import External, Function, Resolver, Value
from flake8_async_offload.scopes import Called, Scope
from flake8_async_offload.syntax import around, last_name

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
        if not isinstance(runs, Function) or self._where not in _POOLS:
            return ""
        found = self._function(runs, DEEPEST)
        return found if runs.is_coroutine else found.removeprefix(f"{runs.scope.name} -> ")

    def _function(self, function: Function, depth: int) -> str:
        """Return the way on from a function that a thread calls; `@async_to_sync` makes one of a coroutine function."""
        scope = function.scope
        if not function.is_coroutine:
            found = self._in_thread(scope, depth)
            return f"{scope.name} -> {found}" if found else ""
        for decorator in getattr(scope.node, "decorator_list", ()):
            wrapper = self._name(decorator, scope.parent or scope)
            if wrapper in reenters().wrappers and (found := self._on_loop(scope, DEEPEST)):
                return f"{wrapper} -> {found}"
        return ""

    def _in_thread(self, scope: Scope, depth: int) -> str:
        # Only through files that may do so: every call of every offloaded function would be too many to ask about.
        if (
            depth == 0
            or id(scope) in self._seen
            or not scope.module.source.mentions(reenters().words | reenters().pooled)
        ):
            return ""
        self._seen.add(id(scope))
        for called in scope.calls:
            if found := self._waits(called):
                return found
            value = self._resolver.value(called.node.func, called.scope)
            if isinstance(value, Function) and (found := self._function(value, depth - 1)):
                return found
        return ""

    def _waits(self, called: Called) -> str:
        """Return the way on from a call that waits for a coroutine on the loop, or for work in the pool."""
        node, scope, known = called.node, called.scope, reenters()
        function = self._resolver.value(node.func, scope)
        name = function.name if isinstance(function, External) else ""
        if isinstance(function, External) and function.made and name.removesuffix("()") in known.wrappers:
            made_in, made = function.made  # async_to_sync(f)(...)
            return self._through(name.removesuffix("()"), made.args[0], made_in) if made.args else ""
        if not node.args:
            return ""
        if name in known.functions:
            return self._through(name, node.args[0], scope)
        if name in known.coroutines and isinstance(node.args[0], ast.Call) and _result_is_awaited(called):
            return self._through(name, node.args[0].func, scope)
        if name in known.submits and isinstance(node.func, ast.Attribute) and _result_is_awaited(called):
            return name if self._is_same(*self._receiver(node.func.value, scope)) else ""
        if name in known.maps and isinstance(node.func, ast.Attribute) and _is_gone_through(called):
            return name if self._is_same(*self._receiver(node.func.value, scope)) else ""
        return ""

    def _through(self, name: str, coroutine: ast.expr, scope: Scope) -> str:
        value = self._discovery.callees.unwrapped(self._resolver.value(coroutine, scope), scope)
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
        value = self._resolver.value(node, scope)
        return executor_of(Handed(node, scope), scope, value, scope.module.source, self._resolver)

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
    """Whether the future a call gives is waited for: at once, or under a name of the same function, one by one too."""
    waits, several = reenters().waits, reenters().several
    names: set[str] = set()
    for node in called.ancestors():
        if isinstance(node, ast.Attribute) and node.attr in waits:
            return True
        if isinstance(node, ast.Call) and last_name(node.func) in several:
            return True
        if isinstance(node, ast.Assign):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "append":
            names |= _names(node.func.value)
    return any(_waits_for(other, names) for other in called.scope.home.calls)


def _waits_for(called: Called, names: set[str]) -> bool:
    """Whether a call waits for what is kept under one of the names, or for one after the other of it."""
    function = called.node.func
    if last_name(function) in reenters().several:
        return any(names & _names(argument) for argument in called.node.args)
    if not isinstance(function, ast.Attribute) or function.attr not in reenters().waits:
        return False
    loops = (loop for node in called.ancestors() for loop in _loops(node) if names & _names(loop.iter))
    return bool(_names(function.value) & names.union(*(_names(loop.target) for loop in loops)))


def _is_gone_through(called: Called) -> bool:
    """Whether what a call gives is looped over on the spot: `for x in pool.map(f, xs)`, `list(pool.map(f, xs))`."""
    return isinstance(next(called.ancestors(), None), (ast.For, ast.Call, *COMPREHENSIONS))


def _loops(node: ast.AST) -> Sequence[ast.For | ast.comprehension]:
    if isinstance(node, ast.For):
        return [node]
    return node.generators if isinstance(node, COMPREHENSIONS) else ()


def _names(node: ast.AST) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
