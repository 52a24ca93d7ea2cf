"""What type variables stand for in a call: `def first(several: Iterable[T]) -> T`, given a list of clients."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flake8_async_offload.bindings import FunctionNode
from flake8_async_offload.resolve import calls, hints
from flake8_async_offload.resolve.values import Class, Collection, Coroutine, External, Function, Value
from flake8_async_offload.scopes import Scope

if TYPE_CHECKING:
    from flake8_async_offload.resolve import Resolver

_VARIABLE = External("typing.TypeVar()")


def is_open(value: Value | None) -> bool:
    """Whether a function's annotation leaves open what it gives, itself or in what it gives."""
    match value:
        case Coroutine(result=inner) | Collection(element=inner):
            return is_open(inner)
    return value is None


def result(resolver: Resolver, function: Function, node: ast.Call, scope: Scope) -> Value | None:
    """Return what a function's annotation promises this call; None where type variables do not tell."""
    definition = function.scope.node
    if not isinstance(definition, ast.FunctionDef | ast.AsyncFunctionDef) or definition.returns is None:
        return None
    home = function.scope.parent or function.scope
    variables = _variables(resolver, definition, definition.returns, home)
    if not variables:
        return None
    given: dict[str, Value | None] = {}
    for parameter in (*definition.args.posonlyargs, *definition.args.args, *definition.args.kwonlyargs):
        passed = calls.argument(node, function, parameter.arg) if parameter.annotation else None
        if passed and parameter.annotation:
            _match(resolver, parameter.annotation, resolver.value(passed, scope), home, given, variables)
    return hints.value(resolver, definition.returns, home, given) if given else None


def _variables(resolver: Resolver, definition: FunctionNode, annotation: ast.expr, home: Scope) -> set[str]:
    """Return the names of the type variables in an annotation."""
    annotation = hints.unquoted(annotation, home.module)
    own = {variable.name for variable in getattr(definition, "type_params", ())}
    names = [node for node in ast.walk(annotation) if isinstance(node, ast.Name)]
    return {node.id for node in names if node.id in own or resolver.value(node, home) == _VARIABLE}


def _match(
    resolver: Resolver,
    annotation: ast.expr,
    value: Value | None,
    home: Scope,
    given: dict[str, Value | None],
    variables: set[str],
) -> None:
    """Put down what a parameter's annotation and its value say of type variables."""
    match hints.unquoted(annotation, home.module):
        case ast.Name(id=name) if name in variables:
            given.setdefault(name, value)
        case ast.BinOp(left=left, right=right):
            for part in (left, right):
                _match(resolver, part, value, home, given, variables)
        case ast.Subscript(value=of, slice=inner):
            parts = inner.elts if isinstance(inner, ast.Tuple) else [inner]
            base = resolver.value(of, home)
            name = base.name if isinstance(base, External) else ""
            for part, held in _inside(resolver, name, parts, value):
                _match(resolver, part, held, home, given, variables)


def _inside(
    resolver: Resolver, name: str, parts: list[ast.expr], value: Value | None
) -> list[tuple[ast.expr, Value | None]]:
    """Return the parts of a subscripted annotation, each with what a value has in that place."""
    kinds = resolver.language.annotation
    if name in ("type", "typing.Type"):
        named = isinstance(value, Class) or (isinstance(value, External) and not value.name.endswith("()"))
        return [(parts[0], resolver.called(value))] if named else []
    if name in kinds["union"]:
        return [(part, value) for part in parts]
    if name in kinds["first"]:
        return [(parts[0], value)]
    if name in kinds["collection"]:
        return [(parts[-1], resolver.iterated(value))]
    if name in kinds["iterator"]:
        return [(parts[0], resolver.iterated(value))]
    if name in kinds["awaitable"]:
        return [(parts[-1], calls.awaited(value))]
    if name in hints.CALLABLE:
        return [(parts[-1], resolver.called(value))]
    return []
