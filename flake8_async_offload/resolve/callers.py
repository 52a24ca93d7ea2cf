"""What the callers of a function give its parameters, where all of them can be seen."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flake8_async_offload.bindings import FUNCTIONS
from flake8_async_offload.resolve import attributes, calls
from flake8_async_offload.resolve.values import Argument, Class, External, Function, Instance, Value
from flake8_async_offload.scopes import Called, Module, Scope

if TYPE_CHECKING:
    from flake8_async_offload.resolve import Resolver

MOST_CALLS = 20


def given(resolver: Resolver, argument: Argument) -> Value | None:
    """Return the object that every call of a function gives a parameter, where only its own file can call it."""
    scope = argument.scope
    if not _is_private(scope):
        return None
    memo, key = scope.module.memo, ("given", id(scope), hash(argument.name))
    if key not in memo:
        memo[key] = None  # for as long as it is asked: it may call itself
        memo[key] = _agreed(resolver, argument)
    known: Value | None = memo[key]
    return known


def anywhere(resolver: Resolver, argument: Argument) -> Value | None:
    """Return the object that every call in a known project gives a parameter of a function, method or class."""
    scope = argument.scope
    cls = attributes.enclosing_class(scope)
    name = cls.name if cls and scope.name == "__init__" else scope.name
    if resolver.subclasses is None or not isinstance(scope.node, FUNCTIONS[:2]) or name.startswith("__"):
        return None
    memo, key = scope.module.memo, ("anywhere", id(scope), hash(argument.name))
    if key not in memo:
        memo[key] = None  # for as long as it is asked: it may call itself
        modules = resolver.subclasses.saying(name)
        found = [called for module in modules for called in _calls(module, name)]
        certain = len(found) <= MOST_CALLS and (cls is not None or not any(_hands_on(each, name) for each in modules))
        values = [_passed(resolver, called, argument, cls) for called in found] if certain else []
        agreed = attributes.shared(resolver, values)
        memo[key] = agreed if isinstance(agreed, External | Instance) else None
    known: Value | None = memo[key]
    return known


def _passed(resolver: Resolver, called: Called, argument: Argument, cls: Scope | None) -> Value | None:
    """Return what a call gives a parameter; None where it is not sure that the call is of that function."""
    callee = resolver.value(called.node.func, called.scope)
    if isinstance(callee, Class) and cls is not None and callee == Class(cls):
        callee = Function(argument.scope, Instance(callee))
    if not isinstance(callee, Function) or callee.scope is not argument.scope:
        return None
    passed = calls.argument(called.node, callee, argument.name)
    return resolver.value(passed, called.scope) if passed else None


def _hands_on(module: Module, name: str) -> bool:
    """Whether a module may name a function other than to import or to call it."""
    imports = [node for node in module.source.tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    named = re.compile(rf"(?<!def )\b{re.escape(name)}\b(?!\s*\()")
    lines = module.source.lines
    return any(
        named.search(lines[line - 1]) and "import " not in lines[line - 1]
        for line in module.source.lines_naming((name,))
        if not any(node.lineno <= line <= (node.end_lineno or 0) for node in imports)
    )


def _is_private(scope: Scope) -> bool:
    """Whether a function's name says that nobody else calls it, or only the function around can."""
    node = scope.node
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or node.decorator_list:
        return False
    nested = scope.parent is not None and isinstance(scope.parent.node, FUNCTIONS)
    return nested or (node.name.startswith("_") and not node.name.startswith("__"))


def _agreed(resolver: Resolver, argument: Argument) -> Value | None:
    scope, module = argument.scope, argument.scope.module
    found = list(_calls(module, scope.name))
    mentioned = len(re.findall(rf"\b{re.escape(scope.name)}\b", module.source.text)) - 1
    if not found or len(found) > MOST_CALLS or len(found) != mentioned:
        return None  # handed on somewhere, or overridden
    cls = attributes.enclosing_class(scope)
    values = []
    for called in found:
        bound = cls is not None and isinstance(called.node.func, ast.Attribute)
        function = Function(scope, Instance(Class(cls)) if bound and cls else None)
        passed = calls.argument(called.node, function, argument.name)
        values.append(resolver.value(passed, called.scope) if passed else None)
    agreed = attributes.shared(resolver, values)
    return agreed if isinstance(agreed, External | Instance) else None


def _calls(module: Module, name: str) -> Iterator[Called]:
    for scope in module.scope.everything(module.source.lines_naming((name,))):
        for called in scope.calls:
            node = called.node.func
            if name == (node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", None)):
                yield called
