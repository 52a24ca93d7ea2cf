"""What a call gives: a factory's result, a function's return value, what awaiting or entering it yields."""

from __future__ import annotations

import ast
import builtins
from typing import TYPE_CHECKING

from flake8_async_offload.bindings import FUNCTIONS
from flake8_async_offload.catalog.offloaders import Offloader, by_last_name, executors
from flake8_async_offload.resolve import displays, generics, hints
from flake8_async_offload.resolve.attributes import ancestors, enclosing_class, shared
from flake8_async_offload.resolve.externals import handed, of_external, offloaded
from flake8_async_offload.resolve.lazily import imported, text
from flake8_async_offload.resolve.values import (
    NOTHING,
    Argument,
    Class,
    Collection,
    Coroutine,
    External,
    Function,
    Instance,
    Partial,
    Returned,
    Several,
    Value,
)
from flake8_async_offload.scopes import Scope

if TYPE_CHECKING:
    from flake8_async_offload.resolve import Resolver

_MODULE = External("types.ModuleType()")
_ELEMENT_METHODS = frozenset({"get", "pop", "popleft", "setdefault", "popitem", "__getitem__"})
_GIVING = _ELEMENT_METHODS | {"items", "values", "copy"}


def value(resolver: Resolver, node: ast.Call, scope: Scope) -> Value | None:
    """Return what a call expression stands for."""
    if isinstance(node.func, ast.Attribute):
        receiver = resolver.value(node.func.value, scope)
        if isinstance(receiver, Collection) and node.func.attr in _GIVING:
            receiver = displays.filled(resolver, node.func.value, scope)
        if isinstance(receiver, Collection):
            return _of_collection(receiver, node.func.attr)
        if receiver is None and (offloader := _by_name_alone(node.func.attr)):
            return offloaded(resolver, offloader, node, scope)
        return result(resolver, resolver.attribute(receiver, node.func.attr), node, scope)
    callee = resolver.value(node.func, scope)
    if isinstance(callee, External) and hasattr(builtins, callee.name):
        return _builtin(resolver, callee, node, scope)
    return result(resolver, callee, node, scope)


def result(resolver: Resolver, callee: Value | None, node: ast.Call | None, scope: Scope | None) -> Value | None:
    """Return what calling a value gives; `node` and `scope` are the call where there is one."""
    match callee:
        case External() if callee != NOTHING:
            return of_external(resolver, callee, node, scope)
        case Function():
            given = _of_function(resolver, callee)
            if given == _MODULE and node and node.args and scope:  # a project's own way to import lazily
                return imported(resolver, node, scope)
            if node is None or scope is None:
                return given
            told = _filled_in(resolver, given, callee, node, scope)
            return _by_type_variables(resolver, callee, node, scope) or told if generics.is_open(told) else told
        case Argument():
            return hints.given_back(resolver, callee) or Returned(callee)
        case Class():
            return Instance(callee, (scope, node) if scope and node else None)
        case Partial():
            return handed(resolver, callee.callee, callee.node, 0, callee.scope)
        case Instance():
            return result(resolver, resolver.attribute(callee, "__call__"), None, None)
    return None


def _filled_in(
    resolver: Resolver, given: Value | None, function: Function, node: ast.Call, scope: Scope
) -> Value | None:
    """Return what a function gives this caller, where that is its argument, or what calling its argument gives."""
    match given:
        case Coroutine():
            return Coroutine(_filled_in(resolver, given.result, function, node, scope))
        case Argument() if given.scope is function.scope:
            passed = argument(node, function, given.name)
            return resolver.value(passed, scope) if passed else None
        case Function() if given.scope.parent is function.scope and not given.is_coroutine:
            wrapped = _wrapped(resolver, given.scope, function)
            passed = argument(node, function, wrapped) if wrapped else None
            return (resolver.value(passed, scope) if passed else None) or given
        case Returned() if given.argument.scope is function.scope:
            passed = argument(node, function, given.argument.name)
            called = resolver.value(passed, scope) if passed else None
            behind = node.args.index(passed) if passed in node.args else None
            return resolver.called(called) if behind is None else handed(resolver, called, node, behind, scope)
    return given


def _by_type_variables(resolver: Resolver, function: Function, node: ast.Call, scope: Scope) -> Value | None:
    promised = generics.result(resolver, function, node, scope)
    generator = isinstance(promised, Collection) and promised.kind == "generator"
    return Coroutine(promised) if promised is not None and function.is_coroutine and not generator else promised


def _wrapped(resolver: Resolver, inner: Scope, outer: Function) -> str | None:
    """Return the parameter that a function gives a wrapper of: it is called with the arguments the wrapper is given."""
    through = [called for called in inner.calls if any(isinstance(each, ast.Starred) for each in called.node.args)]
    values = [resolver.value(called.node.func, called.scope) for called in through]
    for called, value in zip(through, values.copy(), strict=True):
        if isinstance(value, External) and value.name in resolver.language.runs:  # `context.run(function, *args)`
            values.append(resolver.value(called.node.args[0], called.scope))
    names = {value.name for value in values if isinstance(value, Argument) and value.scope is outer.scope}
    return names.pop() if len(names) == 1 else None


def argument(node: ast.Call, function: Function, parameter: str) -> ast.expr | None:
    """Return what a call gives a function's parameter; for `*args` the first of those it collects."""
    signature = function.scope.node.args if isinstance(function.scope.node, FUNCTIONS) else None
    if signature is None:
        return None
    names = [arg.arg for arg in (*signature.posonlyargs, *signature.args)]
    names = names[1:] if function.receiver is not None else names
    named = next((word.value for word in node.keywords if word.arg == parameter), None)
    collects = signature.vararg is not None and signature.vararg.arg == parameter
    position = names.index(parameter) if parameter in names else len(names)
    if named is not None or (parameter not in names and not collects) or len(node.args) <= position:
        return named
    return node.args[position]


def entered(resolver: Resolver, manager: Value | None) -> Value | None:
    """Return what `with manager as x` gives x: most managers give themselves."""
    match manager:
        case Coroutine():
            return entered(resolver, manager.result)
        case Collection(kind="generator"):
            return manager.element
        case External():
            given = resolver.catalogue.returns(f"{manager.name}.__enter__")
            return External(given, manager.made) if given else manager
        case Instance():
            for name in ("__enter__", "__aenter__"):
                method = resolver.attribute(manager, name)
                if isinstance(method, External) and not resolver.catalogue.returns(method.name):
                    continue  # inherited, and most give themselves
                given_value = awaited(result(resolver, method, None, None)) if method else None
                if given_value is not None:
                    return given_value
            return manager
    return None


def awaited(value: Value | None) -> Value | None:
    """Return what awaiting a value gives."""
    return value.result if isinstance(value, Coroutine) else value


def iterated(resolver: Resolver, several: Value | None) -> Value | None:
    """Return what a loop over a value gives: what a collection holds, or what the catalogue says of other people's."""
    match several:
        case Collection():
            return several.element
        case Several(elements):
            return shared(resolver, elements)
        case External():
            given = resolver.catalogue.returns(f"{several.name}.__iter__")
            return External(given, several.made) if given else None
    return None


def _of_collection(receiver: Collection, method: str) -> Value | None:
    if method in _ELEMENT_METHODS:
        return receiver.element
    if method == "items":
        return Collection("list", Several((None, receiver.element)))
    if method in ("values", "copy"):
        return Collection("list" if method == "values" else receiver.kind, receiver.element)
    return External(f"{receiver.kind}().{method}()")


def _builtin(resolver: Resolver, callee: External, node: ast.Call, scope: Scope) -> Value | None:
    """Return what calling a builtin gives: a type's instance, an element, or nothing that can be told."""
    name = callee.name
    first = resolver.value(node.args[0], scope) if node.args else None
    if name == "super":
        return _above(resolver, node, scope)
    if name == "getattr" and len(node.args) > 1:
        if isinstance(node.args[1], ast.Attribute) and node.args[1].attr == "__name__":  # a method's own, of its object
            return resolver.value(node.args[1].value, scope)
        attribute = text(node.args[1], scope)
        return resolver.attribute(first, attribute) if attribute else None
    if name == "type":
        return resolver.attribute(first, "__class__") if len(node.args) == 1 else None
    if name == "zip":
        return Collection("list", Several(tuple(iterated(resolver, resolver.value(each, scope)) for each in node.args)))
    element = iterated(resolver, first)
    if element and name == "enumerate":
        return Collection("list", Several((External("int()"), element)))
    if element and name in ("next", "min", "max"):
        return element
    several = isinstance(first, Collection) or element is not None
    if several and name in ("iter", "list", "set", "tuple", "sorted", "reversed"):
        return Collection(name if name in ("list", "set", "tuple") else "list", element)
    if isinstance(getattr(builtins, name), type) or resolver.catalogue.returns(name):
        return of_external(resolver, callee, node, scope)
    return None


def _above(resolver: Resolver, node: ast.Call, scope: Scope) -> Value | None:
    """Return what `super()` stands for: an instance of the next class up."""
    around: Scope | None = scope
    while around and not enclosing_class(around):
        around = around.parent
    cls = enclosing_class(around) if around else None
    if cls is None:
        return None
    match ancestors(resolver, Class(cls))[1:2]:
        case [Class() as base]:
            return Instance(base, (scope, node))
        case [External() as base]:
            return External(f"{base.name}()")
    return None


def _by_name_alone(name: str) -> Offloader | None:
    return next((found for found in by_last_name().get(name, ()) if found.receiver == "any"), None)


def _of_function(resolver: Resolver, function: Function) -> Value | None:
    scope, node = function.scope, function.scope.node
    if isinstance(node, ast.Lambda):
        return resolver.value(node.body, scope)
    key = ("result", id(scope))
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or not resolver.enter(key):
        return None
    try:
        promised = resolver.annotated(node.returns, scope.parent or scope) if node.returns else None
        if promised in (None, NOTHING, Coroutine(None)):
            promised = _returned(resolver, scope) or promised
        elif isinstance(promised, External) and promised.name in executors():  # where it is made tells its size
            made = _returned(resolver, scope)
            promised = made if isinstance(made, External) and made.name in executors() else promised
    finally:
        resolver.leave(key)
    if isinstance(promised, Instance) and function.receiver is not None and _returns_self(resolver, function):
        promised = function.receiver if isinstance(function.receiver, Instance) else Instance(function.receiver)
    generator = isinstance(promised, Collection) and promised.kind == "generator"
    plain = function.is_coroutine and not generator
    return Coroutine(awaited(promised)) if plain else promised


def _returned(resolver: Resolver, scope: Scope) -> Value | None:
    """Return what the return statements agree on, or what a generator yields."""
    if scope.yields:
        return Collection("generator", shared(resolver, [resolver.value(node, scope) for node in scope.yields]))
    values = [resolver.value(found.value, scope) for found in scope.returns if found.value is not None]
    return shared(resolver, values)


def _returns_self(resolver: Resolver, function: Function) -> bool:
    """Whether a method gives its own instance back, or a new one, as its annotation or each of its returns says."""
    scope, node = function.scope, function.scope.node
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    first = [arg.arg for arg in (*node.args.posonlyargs, *node.args.args)][:1]
    given = [found.value for found in scope.returns]
    if isinstance(function.receiver, Class):
        given = [value.func if isinstance(value, ast.Call) else value for value in given]
    if given and all([getattr(node, "id", None)] == first for node in given):
        return True
    named = resolver.value(node.returns, scope.parent or scope) if node.returns else None
    return isinstance(named, External) and named.name in resolver.language.annotation["myself"]
