"""The call graph asked backwards: what calls a function or hands it to somebody, and what stands around it there."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from flake8_async_offload.bindings import COMPREHENSIONS, FUNCTIONS
from flake8_async_offload.catalog.contexts import bounds, per_item, runners
from flake8_async_offload.catalog.limits import fan_out
from flake8_async_offload.endless import goes_on
from flake8_async_offload.entrypoints import Use, is_test, uses
from flake8_async_offload.resolve import Class, External, Function, Resolver
from flake8_async_offload.resolve.attributes import ancestors
from flake8_async_offload.scopes import Called, Module, Scope
from flake8_async_offload.spread import few, held, spawned
from flake8_async_offload.syntax import Trail, around

MOST_MENTIONS = 400  # a name that more places use says nothing of who calls one function
_EXAMPLES = frozenset({"example", "examples", "samples", "demo", "demos", "docs", "benchmarks"})
_LOOPS = (ast.For, ast.AsyncFor, ast.While, *COMPREHENSIONS)


class Edge(NamedTuple):
    """A call that reaches a function or hands it to somebody, and what stands around it there."""

    called: Called
    above: Scope  # the function the call stands in
    sure: bool  # certainly this function and no subclass's form of it
    held: bool  # under a semaphore
    handed: bool  # given to somebody, who calls it when they like
    multiplied: bool
    bound: str | None
    forever: bool
    main: bool
    spawned: bool


class CallGraph:
    """Finds the calls of functions by their names, in some modules and in those that mention them."""

    def __init__(
        self,
        modules: Iterable[Module],
        resolver: Resolver,
        more: Callable[[str], Iterable[Module]] | None = None,
    ) -> None:
        """Take the modules to look through; `more` gives further ones that mention a name."""
        self._resolver = resolver
        self._more = more
        self._modules = tuple(modules)
        self._uses: dict[tuple[str, Module], list[Use]] = {}
        self._edges: dict[int, list[Edge]] = {}

    def mentions(self, function: Scope) -> list[Use]:
        """Return the calls of a function's name, and those that hand over what has its name."""
        name = function.name
        modules = {function.module: None, **dict.fromkeys((*self._modules, *(self._more(name) if self._more else ())))}
        found: list[Use] = []
        for module in modules:
            if (name, module) not in self._uses:
                self._uses[name, module] = list(uses(name, module))
            found += self._uses[name, module]
        return found

    def above(self, function: Scope) -> list[Edge]:
        """Return what reaches a function; each is looked at once, however many sites lie below."""
        if id(function) not in self._edges:
            # That tests and examples call a function says nothing of who calls it in earnest.
            callers = (found for found in self._callers(function) if _is_aside(function) or not _is_aside(found[1]))
            self._edges[id(function)] = [self._edge(*caller) for caller in callers]
        return self._edges[id(function)]

    def _edge(self, called: Called, above: Scope, exact: bool, handed: bool) -> Edge:
        side_by_side = multiplied(called.trail) or (handed and self._maps(called))
        limited = held(called.scope, called.trail, self._resolver)
        bounded = bound(called.trail, called.scope, self._resolver)
        bounded = bounded or (few(called.scope, called.trail) if side_by_side else None)
        endless = forever(called.trail, called.scope, self._resolver)
        main = _main(called.trail) or (above.parent is None and self._is_run(called, handed))
        return Edge(called, above, exact, limited, handed, side_by_side, bounded, endless, main, spawned(called.trail))

    def _is_run(self, called: Called, handed: bool) -> bool:
        """Whether a coroutine function is run on a loop of its own: `asyncio.run(main())`, `anyio.run(main)`."""
        nodes = (*((called.node,) if handed else ()), *called.ancestors())
        takers = (node.func for node in nodes if isinstance(node, ast.Call))
        values = (self._resolver.value(taker, called.scope) for taker in takers)
        return any(isinstance(value, External) and value.name in runners() for value in values)

    def _callers(self, function: Scope) -> Iterator[tuple[Called, Scope, bool, bool]]:
        """Yield the calls that reach a function or hand it to somebody: where, whether exactly it, whether handed."""
        if isinstance(function.node, ast.Lambda) and function.parent:
            return
        for called, node, _ in self.mentions(function)[:MOST_MENTIONS]:
            self._resolver.restart()
            value = self._resolver.value(node, called.scope)
            if self._means(value, function, node):
                # Of objects of several kinds, a loop runs each kind's own form for some only.
                exact = isinstance(value, Function) and value.scope.node is function.node
                yield called, function_of(called.scope), exact, node is not called.node.func

    def _means(self, value: object, function: Scope, node: ast.expr) -> bool:
        if isinstance(value, Function):
            return value.scope.node is function.node or self._overrides(function, value.scope)
        if isinstance(value, Class):
            return False
        # A method of something nobody can name: believed where the method's name is not everybody's.
        return value is None and isinstance(node, ast.Attribute) and _distinctive(function.name)

    def _overrides(self, function: Scope, called: Scope) -> bool:
        """Whether `function` is a subclass's form of the method that is called."""
        owner, base = function.parent, called.parent
        if owner is None or base is None or function.name != called.name:
            return False
        if not isinstance(owner.node, ast.ClassDef) or not isinstance(base.node, ast.ClassDef):
            return False
        return Class(base) in ancestors(self._resolver, Class(owner))

    def _maps(self, called: Called) -> bool:
        """Whether a call calls the function it is given once for each item: `map(f, items)`."""
        value = self._resolver.value(called.node.func, called.scope)
        return isinstance(value, External) and value.name in per_item()


def forever(trail: Trail | None, scope: Scope, resolver: Resolver) -> bool:
    """Whether a place is in a loop that goes on for as long as the program does."""
    home = function_of(scope)
    return any(isinstance(node, ast.While) and goes_on(node, home, resolver) for node in around(trail))


def bound(trail: Trail | None, scope: Scope, resolver: Resolver) -> str | None:
    """Return the semaphore or limiter around a place, or waited for in its function, as the source calls it."""
    withs = (node for node in around(trail) if isinstance(node, ast.With | ast.AsyncWith))
    entered = [(item.context_expr, scope) for node in withs for item in node.items]
    for node, inside in (*entered, *_taken(function_of(scope))):
        value = resolver.value(node, inside)
        if isinstance(value, External) and value.name in bounds():
            return scope.module.source.segment(node)
    return None


def _taken(function: Scope) -> list[tuple[ast.expr, Scope]]:
    """Return what a function waits for by a method, as it does for semaphores."""
    memo, key = function.module.memo, ("taken", id(function), 0)
    if key not in memo:
        calls = ((called.node.func, called.scope) for called in function.calls)
        attributes = ((node, scope) for node, scope in calls if isinstance(node, ast.Attribute))
        memo[key] = [(node.value, scope) for node, scope in attributes if node.attr in fan_out().take]
    known: list[tuple[ast.expr, Scope]] = memo[key]
    return known


def function_of(scope: Scope) -> Scope:
    """Return the function, or the module, that code in a scope runs in."""
    while scope.parent and not isinstance(scope.node, FUNCTIONS[:2]):
        scope = scope.parent
    return scope


def outermost(scope: Scope) -> Scope:
    """Return the function of a module or class that a scope stands in, or is."""
    while scope.parent and isinstance(scope.parent.node, FUNCTIONS):
        scope = scope.parent
    return scope


def multiplied(trail: Trail | None) -> bool:
    """Whether a call runs once per item, side by side: in a loop or comprehension and not awaited in it."""
    for node in around(trail):
        if isinstance(node, ast.Await):
            return False
        if isinstance(node, _LOOPS):
            return True
    return False


def _main(trail: Trail | None) -> bool:
    """Whether a call stands under `if __name__ == "__main__"`."""
    for node in around(trail):
        if isinstance(node, ast.If) and any(
            isinstance(part, ast.Name) and part.id == "__name__" for part in ast.walk(node.test)
        ):
            return True
    return False


def _is_aside(function: Scope) -> bool:
    return is_test(function) or not _EXAMPLES.isdisjoint(function.module.name.split(".")[:-1])


def _distinctive(name: str) -> bool:
    return "_" in name.strip("_") and not name.startswith("__") and len(name) > 6
