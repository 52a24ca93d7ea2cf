"""Whether what an expression gives can be called, as far as the source says for sure."""

from __future__ import annotations

import ast

from flake8_async_offload.bindings import FUNCTIONS
from flake8_async_offload.catalog.circumstances import named
from flake8_async_offload.model import Work
from flake8_async_offload.resolve import (
    NOTHING,
    Class,
    Collection,
    Coroutine,
    External,
    Function,
    Instance,
    Resolver,
    Several,
    Value,
)
from flake8_async_offload.scopes import Scope

# What such calls give is an answer or nothing; CPU-bound work may give a model, which is called.
_ANSWERS = (Work.ASYNC_TWIN, Work.STDLIB_TWIN, Work.ASYNC_PACKAGE, Work.BLOCKING_IO, Work.WAIT)


def cannot_be_called(node: ast.Call, scope: Scope, resolver: Resolver) -> bool:
    """Whether a call surely gives something that cannot be called."""
    callee, given = resolver.value(node.func, scope), resolver.value(node, scope)
    match callee:
        case Function():
            if not is_plain(callee, resolver):
                return False
            return callee.is_coroutine or _is_procedure(callee.scope) or _is_data(given, resolver)
        case Class():
            return _is_data(given, resolver)
        case External():
            facts = resolver.catalogue.facts(callee.name)
            return callee.name in named("callables.plain") or (facts is not None and facts.work in _ANSWERS)
    return False


def is_plain(function: Function, resolver: Resolver) -> bool:
    """Whether no decorator changes what naming or calling a function of the project gives."""
    node = function.scope.node
    if isinstance(node, ast.Lambda):
        return True
    language = resolver.language
    harmless = language.identity | language.method["static"] | language.method["class"]
    around = function.scope.parent or function.scope
    decorators = (resolver.value(decorator, around) for decorator in getattr(node, "decorator_list", []))
    return all(isinstance(value, External) and value.name.removesuffix("()") in harmless for value in decorators)


def _is_data(value: Value | None, resolver: Resolver) -> bool:
    match value:
        case Collection() | Several() | Coroutine():
            return True
        case External():
            return value == NOTHING or value.name.removesuffix("()") in named("callables.plain")
        case Instance():
            return _is_whole(value.type, resolver) and resolver.attribute(value, "__call__") is None
    return False


def _is_procedure(scope: Scope) -> bool:
    """Whether a function surely gives None: it returns nothing, and is no stub that a subclass fills."""
    node = scope.node
    if not isinstance(node, FUNCTIONS) or isinstance(node, ast.Lambda) or node.returns or scope.yields:
        return False
    real = [statement for statement in node.body if not _is_stub(statement)]
    return bool(real) and all(found.value is None for found in scope.returns)


def _is_stub(statement: ast.stmt) -> bool:
    constant = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    return constant or isinstance(statement, ast.Pass | ast.Raise)


def _is_whole(cls: Class, resolver: Resolver) -> bool:
    """Whether every base of a class is known, up to the top: none can bring `__call__` unseen."""
    seen: list[Class] = []
    stack: list[Value | None] = [cls]
    while stack:
        current = stack.pop()
        if isinstance(current, External):
            if current.name not in resolver.language.plain_bases:
                return False
        elif not isinstance(current, Class) or not isinstance(current.scope.node, ast.ClassDef):
            return False
        elif current not in seen:
            seen.append(current)
            around = current.scope.parent or current.scope
            bases = (base.value if isinstance(base, ast.Subscript) else base for base in current.scope.node.bases)
            stack += [resolver.value(base, around) for base in bases]
    return True
