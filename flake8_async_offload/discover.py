"""Where work leaves the event loop: offload calls and decorators, the project's own wrappers."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator

from flake8_async_offload.bindings import FUNCTIONS, Parameter
from flake8_async_offload.callees import PARTIALS, Callees
from flake8_async_offload.catalog.offloaders import Offloader, bridges, by_last_name, language, offloaders
from flake8_async_offload.offload import (
    Handed,
    Offload,
    Wrapper,
    as_method,
    direct,
    executor_of,
    given,
    given_to,
    merged,
)
from flake8_async_offload.resolve import (
    NOTHING,
    Argument,
    Class,
    Coroutine,
    External,
    Function,
    Partial,
    Resolver,
    Value,
    dotted_name,
)
from flake8_async_offload.resolve.attributes import ancestors, enclosing_class
from flake8_async_offload.scopes import Called, Module, Scope
from flake8_async_offload.syntax import around, last_name

DEEPEST = 20  # wrappers of wrappers of wrappers
_NAMES = (ast.Name, ast.Attribute)


class Discovery:
    """Finds offloads, through the project's own wrappers."""

    def __init__(self, resolver: Resolver) -> None:
        """Take what answers names."""
        self.resolver = resolver
        self.callees = Callees(resolver)
        self._depth = 0
        self.names: frozenset[str] | None = None  # what offloading calls may end in, where a whole project is known

    def offloads(self, module: Module) -> Iterator[Offload]:
        """Yield every offload of a module, in the order of its scopes."""
        near = None if self.names is None else module.source.lines_naming({*self.names, *PARTIALS})
        for scope in module.scope.everything(near):
            self.resolver.restart()
            yield from self._decorators(scope)
            for called in scope.calls:
                offload = self._offload(called)
                if offload and not self._is_passed_on(offload):
                    yield offload

    def _decorators(self, scope: Scope) -> Iterator[Offload]:
        node = scope.node
        if not isinstance(node, ast.FunctionDef) or scope.parent is None:
            return
        for decorator in node.decorator_list:
            made = decorator.func if isinstance(decorator, ast.Call) else decorator
            if self.names is not None and last_name(made) not in self.names:
                continue
            value = self.resolver.value(decorator, scope.parent) or self.resolver.value(made, scope.parent)
            offloader, executor = None, None
            name = dotted_name(value) or ""
            known = offloaders().get(name.removesuffix("()"))
            if known and known.decorates:
                offloader = known
                if isinstance(decorator, ast.Call):
                    executor = executor_of(offloader, decorator, scope.parent)
            elif isinstance(value, Function) and (wrapper := self.wrapper(value)) and wrapper.factory:
                offloader, executor = wrapper.inner.offloader, wrapper.inner.executor
            if offloader:
                name = offloader.name if known else name
                yield Offload(decorator, scope.parent, None, name, offloader, None, Function(scope), executor=executor)

    def _offload(self, called: Called) -> Offload | None:
        """Return the offload a call makes, or None."""
        started = self._started(called.node, called.scope)
        node = started or called.node
        last = last_name(node.func)
        candidates = by_last_name().get(last, ())
        if self.names is not None and last not in self.names and last not in PARTIALS:
            return None
        if not candidates and not any(_may_be_callable(argument) for argument in given_to(node)):
            return None
        value = self.resolver.value(node.func, called.scope)
        if isinstance(value, Partial):
            node = merged(value.node, node)
            value = value.callee
        bound = isinstance(value, External) and value.name in language().partial and bool(node.args)
        if bound:  # `partial(to_thread, f)` offloads when it is called
            value = self.resolver.value(node.args[0], called.scope)
            node = ast.copy_location(ast.Call(node.args[0], node.args[1:], node.keywords), node)
        if isinstance(value, Function):
            wrapped = self._wrapped(called, node, value)
            return wrapped._replace(later=True) if wrapped and bound else wrapped
        offloader = offloaders().get(value.name) if isinstance(value, External) else None
        if offloader is None and isinstance(node.func, ast.Attribute) and not isinstance(value, Class):
            offloader = next((found for found in candidates if found.receiver == "any"), None)
        if offloader is None or not self._counts(offloader, called):
            return None
        found = direct(called, node, offloader)
        if found and started:
            return found._replace(later=True, trail=(called.node, called.trail))
        return found._replace(later=True) if found and bound else found

    def _started(self, node: ast.Call, scope: Scope) -> ast.Call | None:
        """Return the call that is made of what a call is handed first: `f(x)` for `start_soon(f, x)`."""
        first = next(iter(node.args), None)
        if not isinstance(first, _NAMES):
            return None
        if last_name(node.func) in language().starts:
            return ast.copy_location(ast.Call(first, node.args[1:], []), node)
        if len(node.args) < 2 or last_name(first) not in by_last_name():
            return None
        value = self.resolver.value(node.func, scope)
        if isinstance(value, Function):
            calls = _calls_first(value)
        else:  # whoever else is given an offloader, and more, hands the rest on to it
            handed = self.resolver.value(first, scope)
            calls = not _takes_apart(value) and isinstance(handed, External) and handed.name in offloaders()
        return ast.copy_location(ast.Call(first, node.args[1:], []), node) if calls else None

    def _counts(self, offloader: Offloader, called: Called) -> bool:
        """Whether a call of an offloader takes work off an event loop: of some only a coroutine's does."""
        return not offloader.coroutine or called.scope.in_coroutine or self._bridged(called)

    def _overridden(self, function: Function) -> Offloader | None:
        """Return the offloader that a method is the project's own form of: `submit` of a subclass of an executor."""
        cls = enclosing_class(function.scope)
        if cls is None or function.scope.name not in by_last_name():
            return None
        bases = (base for base in ancestors(self.resolver, Class(cls)) if isinstance(base, External))
        named = (offloaders().get(f"{base.name}().{function.scope.name}") for base in bases)
        return next(filter(None, named), None)

    def _bridged(self, called: Called) -> bool:
        """Whether a thread's future is made one of the event loop on the spot, by a function of the project's too."""
        node = called.trail[0] if called.trail else None
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):  # kept in a name before that
            kept = node.targets[0].id
            taken = (each.node for each in called.scope.calls)
            node = next((each for each in taken if any(getattr(arg, "id", "") == kept for arg in each.args)), None)
        value = self.resolver.value(node.func, called.scope) if isinstance(node, ast.Call) else None
        inner = value.scope.calls if isinstance(value, Function) else ()
        values = (value, *(self.resolver.value(each.node.func, each.scope) for each in inner if each.node.args))
        return any(isinstance(each, External) and each.name in bridges() for each in values)

    def _wrapped(self, called: Called, node: ast.Call, function: Function) -> Offload | None:
        """Return the offload that a call of one of the project's own functions makes."""
        name = dotted_name(function) or ""
        known = offloaders().get(name) or offloaders().get(as_method(name)) or self._overridden(function)
        if known:
            return direct(called, node, known) if self._counts(known, called) else None
        wrapper = self.wrapper(function)
        if wrapper is None:
            return None
        callee, arguments, keywords = given(node, function, wrapper.parameter)
        if callee is None or not self._goes_to_a_thread(callee, called.scope, wrapper):
            return None
        inner = wrapper.inner
        executor = inner.executor
        if executor and isinstance(passed := self.resolver.value(executor.node, executor.scope), Argument):
            own, _, _ = given(node, function, passed.name)
            executor = Handed(own, called.scope) if own else executor
        return Offload(
            called.node, called.scope, called.trail, name, inner.offloader, Handed(callee, called.scope),
            arguments=arguments, keywords=keywords, executor=executor, through=wrapper,
        )  # fmt: skip

    def _goes_to_a_thread(self, callee: ast.expr, scope: Scope, wrapper: Wrapper) -> bool:
        """Whether what a wrapper is handed is something it calls: no coroutine, where it knows how to await those."""
        value = self.resolver.value(callee, scope)
        runs = self.callees.unwrapped(value, scope)
        if isinstance(value, Coroutine):
            return False
        if isinstance(runs, Function) and runs.is_coroutine:
            return not wrapper.conditional
        if wrapper.factory and wrapper.conditional and (runs is None or isinstance(runs, Argument)):
            return False  # made from whatever is registered, for whoever calls it
        if isinstance(callee, ast.Call) and not isinstance(value, Function | Class | Partial | Argument):
            made = self.resolver.value(callee.func, scope)
            given_back = isinstance(value, External) and not value.name.endswith("()") and value != NOTHING
            return given_back or (isinstance(made, External) and made.name in language().partial)
        return not isinstance(callee, ast.Constant)

    def _is_passed_on(self, offload: Offload) -> bool:
        """Whether a callback only goes on to a wrapper that looks first what it is: whoever gives it is the site."""
        given = self.callees.runs(offload) if offload.through and offload.through.conditional else None
        return isinstance(given, Argument) and _is_optional(given)

    def wrapper(self, function: Function) -> Wrapper | None:
        """Return how a function of the project offloads one of its parameters, or None."""
        memo = function.scope.module.memo
        key = ("wrapper", id(function.scope), len(self.names or ()))  # more names are learned as time goes by
        if key not in memo and self._depth < DEEPEST:
            memo[key] = None  # for as long as it is asked: it may call itself
            self._depth += 1
            try:
                memo[key] = self._search(function.scope)
            finally:
                self._depth -= 1
        known: Wrapper | None = memo.get(key)
        return known

    def _search(self, function: Scope) -> Wrapper | None:
        if not any(isinstance(binding[0], Parameter) for binding in function.own_bindings.values()):
            return None
        for scope in function.everything():
            for called in scope.calls:
                offload = self._offload(called)
                handed = self.callees.parameter(self.callees.runs(offload)) if offload else None
                if offload and handed and handed.scope is function:
                    return self._wrapper_in(function, scope, offload, handed.name)
        return None

    def _wrapper_in(self, function: Scope, scope: Scope, inner: Offload, parameter: str) -> Wrapper | None:
        """Return how a function wraps the offload found in it or in a nested one; None where it only stores it."""
        if scope is not function:
            factory, wraps = True, _is_given_back(function, scope)
        elif inner.gives_callable and not isinstance(function.node, ast.AsyncFunctionDef):
            factory, wraps = True, next(around(inner.trail), None) in function.returns
        else:
            factory, wraps = False, True
        return Wrapper(parameter, inner, factory, _asks_for_coroutines(function)) if wraps else None


def _is_given_back(function: Scope, nested: Scope) -> bool:
    """Whether a function returns the nested function that offloads, or one that holds it."""
    inside = {nested.name}
    above = nested.parent
    while above and above is not function:
        inside.add(above.name)
        above = above.parent
    if isinstance(nested.node, ast.Lambda):
        return True
    returned = (found.value for found in function.returns if found.value is not None)
    names = {node.id for value in returned for node in ast.walk(value) if isinstance(node, ast.Name)}
    return not inside.isdisjoint(names)


def _asks_for_coroutines(function: Scope) -> bool:
    """Whether a function looks what kind of callable it was given: `iscoroutinefunction`, `isawaitable`."""
    for scope in function.everything():
        for called in scope.calls:
            name = last_name(called.node.func).lower()
            if any(word in name for word in ("coroutine", "awaitable", "async_callable")):
                return True
    return False


def _is_optional(argument: Argument) -> bool:
    """Whether a parameter may be left out: a callback."""
    bindings = argument.scope.own_bindings.get(argument.name, ())
    return any(isinstance(binding, Parameter) and binding.default is not None for binding in bindings)


def _calls_first(function: Function) -> bool:
    """Whether a function calls its first argument with the others: `def start(f, *args): f(*args)`."""
    signature = function.scope.node.args if isinstance(function.scope.node, FUNCTIONS) else None
    names = [arg.arg for arg in (*signature.posonlyargs, *signature.args)] if signature else []
    first = names[1 if function.receiver is not None else 0 :][:1]
    calls = (called.node for called in function.scope.calls)
    return any(
        [getattr(node.func, "id", None)] == first and any(isinstance(arg, ast.Starred) for arg in node.args)
        for node in calls
    )


def _takes_apart(value: Value | None) -> bool:
    """Whether a callable calls its first argument in another way than with the others, or not at all."""
    name = value.name if isinstance(value, External) else ""
    return name in language().partial or name in language().applies or name in offloaders() or hasattr(builtins, name)


def _may_be_callable(node: ast.expr) -> bool:
    return isinstance(node, ast.Name | ast.Attribute | ast.Lambda | ast.Call | ast.Starred)
