"""Who reaches a place: routes, start-up hooks, background loops, command lines and tests, through the call graph."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TypeAlias

from flake8_async_offload.bindings import COMPREHENSIONS, FUNCTIONS
from flake8_async_offload.catalog.contexts import Entry, bounds, entries, runners
from flake8_async_offload.model import Context
from flake8_async_offload.resolve import Class, External, Function, Instance, Resolver
from flake8_async_offload.routes import looks_like_route, route
from flake8_async_offload.scopes import Called, Module, Scope
from flake8_async_offload.spread import held, spawned, spread
from flake8_async_offload.syntax import Trail, around

MOST_FUNCTIONS = 200
MOST_MENTIONS = 400  # a name that more places use says nothing of who calls one function
MOST_HOPS = 2  # from an offload up to the loop that multiplies it: further up, too much is unknown
_EXAMPLES = frozenset({"example", "examples", "samples", "demo", "demos", "docs", "benchmarks"})
_LOOPS = (ast.For, ast.AsyncFor, ast.While, *COMPREHENSIONS)
Use: TypeAlias = tuple[Called, ast.expr]  # a call, and the part of it that is the function
_ORDER = (Context.REQUEST, Context.BACKGROUND, Context.STARTUP, Context.COMMAND_LINE, Context.TEST)


@dataclass(frozen=True, slots=True)
class Reached:
    """What is known of who reaches a place."""

    context: Context = Context.UNKNOWN
    fan_out: bool = False
    bounded_by: str | None = None
    entries: tuple[str, ...] = ()  # "POST /documents", "app.main.lifespan"
    contexts: frozenset[Context] = frozenset()
    spread: str | None = None  # the loop of an unbounded fan-out


@dataclass(frozen=True, slots=True)
class Edge:
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


class Reach:
    """The call graph of some modules, asked backwards: from a place to the entry points above it."""

    def __init__(
        self, modules: Iterable[Module], resolver: Resolver, more: Callable[[str], Iterable[Module]] | None = None
    ) -> None:
        """Take the modules to look through; `more` gives further ones that mention a name."""
        self._resolver = resolver
        self._more = more
        self._modules = tuple(modules)
        self._uses: dict[tuple[str, Module], list[Use]] = {}
        self._entries: dict[int, tuple[Context, str] | None] = {}
        self._edges: dict[int, list[Edge]] = {}

    def of(self, scope: Scope, trail: Trail | None, call: str = "") -> Reached:
        """Return who reaches a place in a scope; `trail` is what stands around it there, `call` the offloader."""
        start, free = _function(scope), 0 if held(scope, trail, self._resolver) else MOST_HOPS
        over = spread(scope, trail, self._resolver, call=call) if free else None
        fan_out, bound = _multiplied(trail), self._bound(trail, scope)
        found: dict[str, Context] = {}
        if _forever(trail):
            found[f"loop in {start.qualified_name}"] = Context.BACKGROUND
        own = self._entry(start) if start.parent else None
        if own and own[0] is Context.TEST:  # whatever loops there: nobody else waits
            return replace(_summary({own[1]: Context.TEST}, fan_out, bound), spread=over)
        queue, seen = [(start, False, free)], {id(start)}
        while queue and len(seen) < MOST_FUNCTIONS:
            function, outside, free = queue.pop(0)
            if function.parent is None:
                found.setdefault(function.module.name, Context.BACKGROUND if outside else Context.STARTUP)
                continue
            entry = self._entry(function)
            if entry and entry[0] is Context.TEST:
                continue  # that a test calls it does not say who else does
            if entry:
                # What a start-up hook spawns goes on when start-up is over; what it registers begins then.
                outlives = outside and entry[0] is Context.STARTUP
                found[entry[1]] = Context.BACKGROUND if outlives else entry[0]
                if entry[0] is not Context.BACKGROUND:
                    continue
            edges = self._above(function)
            held_in = [_outermost(edge.above) for edge in edges if edge.held]
            for edge in edges:
                fan_out = fan_out or edge.multiplied
                bound = bound or (edge.bound if edge.multiplied else None)
                # Where a function starts it under a semaphore too, a setting says which of the two.
                let_in = max(free - 1, 0) if edge.sure and _outermost(edge.above) not in held_in else 0
                if let_in and edge.multiplied and not over:
                    over = spread(edge.called.scope, edge.called.trail, self._resolver, edge.called.node)
                if edge.forever:
                    found.setdefault(f"loop in {edge.above.qualified_name}", Context.BACKGROUND)
                if edge.main:
                    found[f"{edge.above.module.name}.__main__"] = Context.COMMAND_LINE
                elif id(edge.above) not in seen and not (edge.handed and edge.above.parent is None):
                    seen.add(id(edge.above))
                    queue.append((edge.above, outside or edge.spawned or edge.handed, let_in))
        return replace(_summary(found, fan_out, bound), spread=over)

    def _mentions(self, function: Scope) -> list[Use]:
        """Return the calls of a function's name, and those that hand over what has its name."""
        name = function.name
        modules = {function.module: None, **dict.fromkeys((*self._modules, *(self._more(name) if self._more else ())))}
        found: list[Use] = []
        for module in modules:
            if (name, module) not in self._uses:
                self._uses[name, module] = list(_uses(name, module))
            found += self._uses[name, module]
        return found

    def _above(self, function: Scope) -> list[Edge]:
        """Return what reaches a function; each is looked at once, however many sites lie below."""
        if id(function) not in self._edges:
            # That tests and examples call a function says nothing of who calls it in earnest.
            callers = (found for found in self._callers(function) if _is_aside(function) or not _is_aside(found[1]))
            self._edges[id(function)] = [self._edge(*caller) for caller in callers]
        return self._edges[id(function)]

    def _edge(self, called: Called, above: Scope, exact: bool, handed: bool) -> Edge:
        multiplied = _multiplied(called.trail)
        limited = held(called.scope, called.trail, self._resolver)
        bound = self._bound(called.trail, called.scope) if multiplied else None
        forever = _forever(called.trail)
        main = _main(called.trail) or (above.parent is None and self._is_run(called, handed))
        return Edge(called, above, exact, limited, handed, multiplied, bound, forever, main, spawned(called.trail))

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
        for called, node in self._mentions(function)[:MOST_MENTIONS]:
            self._resolver.restart()
            value = self._resolver.value(node, called.scope)
            if self._means(value, function, node):
                # Of objects of several kinds, a loop runs each kind's own form for some only.
                exact = isinstance(value, Function) and value.scope.node is function.node
                yield called, _function(called.scope), exact, node is not called.node.func

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
        bases = [self._resolver.value(node, owner.parent or owner) for node in owner.node.bases]
        return any(isinstance(found, Class) and found.scope.node is base.node for found in bases)

    def _entry(self, function: Scope) -> tuple[Context, str] | None:
        key = id(function)
        if key not in self._entries:
            self._entries[key] = self._found_entry(function)
        return self._entries[key]

    def _found_entry(self, function: Scope) -> tuple[Context, str] | None:
        label = f"{function.module.name}.{function.qualified_name}"
        if _is_test(function):
            return Context.TEST, label
        decorators = list(self._decorators(function))
        for entry in entries():
            context = Context(entry.context)
            for name, node in decorators:
                if entry.decorators.match(name):
                    return context, route(node, label)
            if _is_named(function, entry) or (entry.bases and self._has_base(function, entry.bases)):
                return context, label
        for _, node in decorators:
            if looks_like_route(node):
                return Context.REQUEST, route(node, label)
        return self._registered(function, label)

    def _decorators(self, function: Scope) -> Iterator[tuple[str, ast.expr]]:
        for decorator in getattr(function.node, "decorator_list", []):
            node = decorator.func if isinstance(decorator, ast.Call) else decorator
            value = self._resolver.value(node, function.parent or function)
            yield (value.name if isinstance(value, External) else ""), decorator

    def _has_base(self, function: Scope, wanted: frozenset[str]) -> bool:
        from flake8_async_offload.resolve.attributes import ancestors

        if function.parent is None or not isinstance(function.parent.node, ast.ClassDef):
            return False
        found = ancestors(self._resolver, Class(function.parent))
        return any(isinstance(base, External) and base.name in wanted for base in found)

    def _registered(self, function: Scope, label: str) -> tuple[Context, str] | None:
        """Return the context that a call registers the function for: `FastAPI(lifespan=f)`, `add_get("/", f)`."""
        for called, node in self._mentions(function):
            if node is called.node.func:
                continue
            callee = self._resolver.value(called.node.func, called.scope)
            name = callee.name if isinstance(callee, External) else ""
            for entry in entries() if name else ():
                keywords = {word.arg for word in called.node.keywords if word.value is node}
                if entry.arguments.match(name) or keywords & entry.keywords.get(name, frozenset()):
                    value = self._resolver.value(node, called.scope)
                    if isinstance(value, Function) and value.scope.node is function.node:
                        return Context(entry.context), route(called.node, label)
        return None

    def _bound(self, trail: Trail | None, scope: Scope) -> str | None:
        """Return the semaphore or limiter around a place, as the source calls it."""
        for node in around(trail):
            for item in node.items if isinstance(node, ast.With | ast.AsyncWith) else ():
                value = self._resolver.value(item.context_expr, scope)
                if isinstance(value, External | Instance) and getattr(value, "name", "") in bounds():
                    return scope.module.source.segment(item.context_expr)
        return None


def _is_named(function: Scope, entry: Entry) -> bool:
    """Whether a function has a name that frameworks go by, in a file that imports the framework."""
    imported = not entry.imports or not entry.imports.isdisjoint(function.module.imports)
    return imported and entry.names.match(function.name) is not None


def _uses(name: str, module: Module) -> Iterator[Use]:
    for scope in module.scope.everything(module.source.lines_naming((name,))):
        for called in scope.calls:
            arguments = (*called.node.args, *(keyword.value for keyword in called.node.keywords))
            for node in (called.node.func, *arguments):
                if name == (node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", None)):
                    yield called, node


def _function(scope: Scope) -> Scope:
    while scope.parent and not isinstance(scope.node, FUNCTIONS[:2]):
        scope = scope.parent
    return scope


def _outermost(scope: Scope) -> Scope:
    """Return the function of a module or class that a scope stands in, or is."""
    while scope.parent and isinstance(scope.parent.node, FUNCTIONS):
        scope = scope.parent
    return scope


def _multiplied(trail: Trail | None) -> bool:
    """Whether a call runs once per item, side by side: in a loop or comprehension and not awaited in it."""
    for node in around(trail):
        if isinstance(node, ast.Await):
            return False
        if isinstance(node, _LOOPS):
            return True
    return False


def _forever(trail: Trail | None) -> bool:
    for node in around(trail):
        if isinstance(node, ast.While) and isinstance(node.test, ast.Constant) and node.test.value:
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


def _is_test(function: Scope) -> bool:
    module = function.module
    name = PurePath(module.source.path).name
    in_tests = not {"test", "tests", "testing"}.isdisjoint(module.name.split(".")[:-1])
    return in_tests or name.startswith(("test_", "conftest")) or name.endswith("_test.py")


def _is_aside(function: Scope) -> bool:
    return _is_test(function) or not _EXAMPLES.isdisjoint(function.module.name.split(".")[:-1])


def _distinctive(name: str) -> bool:
    return "_" in name.strip("_") and not name.startswith("__") and len(name) > 6


def _summary(found: dict[str, Context], fan_out: bool, bound: str | None) -> Reached:
    contexts = frozenset(found.values())
    context = next((wanted for wanted in _ORDER if wanted in contexts), Context.UNKNOWN)
    if fan_out and context in (Context.UNKNOWN, Context.BACKGROUND):
        context = Context.FAN_OUT
    named = sorted(found, key=lambda label: (_ORDER.index(found[label]), label))
    return Reached(context, fan_out, bound, tuple(named), contexts)
