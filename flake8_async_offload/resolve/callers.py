"""What the callers of a function give its parameters, where all of them can be seen."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flake8_async_offload.bindings import FUNCTIONS
from flake8_async_offload.resolve import attributes, calls
from flake8_async_offload.resolve.values import Argument, Class, External, Function, Instance, Value
from flake8_async_offload.scopes import Called, Scope

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


def _is_private(scope: Scope) -> bool:
    """Whether a function's name says that nobody else calls it, or only the function around can."""
    node = scope.node
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or node.decorator_list:
        return False
    nested = scope.parent is not None and isinstance(scope.parent.node, FUNCTIONS)
    return nested or (node.name.startswith("_") and not node.name.startswith("__"))


def _agreed(resolver: Resolver, argument: Argument) -> Value | None:
    scope, module = argument.scope, argument.scope.module
    found = list(_calls(scope))
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


def _calls(function: Scope) -> Iterator[Called]:
    name, module = function.name, function.module
    for scope in module.scope.everything(module.source.lines_naming((name,))):
        for called in scope.calls:
            node = called.node.func
            if name == (node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", None)):
                yield called
