"""What an annotation promises of a value."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from flake8_async_offload.bindings import Assignment, Import, Parameter
from flake8_async_offload.resolve.attributes import enclosing_class, shared
from flake8_async_offload.resolve.values import (
    NOTHING,
    Argument,
    Class,
    Collection,
    Coroutine,
    External,
    Instance,
    Package,
    Several,
    Value,
    known,
)
from flake8_async_offload.scopes import Module, Scope

if TYPE_CHECKING:
    from flake8_async_offload.resolve import Resolver

Given: TypeAlias = Mapping[str, Value | None]
CALLABLE = frozenset({"typing.Callable", "collections.abc.Callable"})
_ALIASES = (ast.Subscript, ast.BinOp, ast.Constant)


def value(resolver: Resolver, node: ast.expr, scope: Scope, given: Given | None = None) -> Value | None:
    """Return the value that an annotation standing in a scope promises; None where it says nothing.

    `given` are the values of type variables by name, where a caller tells them.
    """
    key = ("annotation", id(node), id(scope))
    if not resolver.enter(key):
        return None
    try:
        return _promise(resolver, node, scope, given or {})
    finally:
        resolver.leave(key)


def given_back(resolver: Resolver, argument: Argument) -> Value | None:
    """Return what the annotation of a parameter promises of a call of it: X for `Callable[[], X] | None`."""
    home = argument.scope.parent or argument.scope
    match argument.scope.own_bindings.get(argument.name):
        case [Parameter(arg=ast.arg(annotation=ast.expr() as annotation))]:
            promised = _called(resolver, annotation, home)
            return None if promised == NOTHING else promised
    return None


def _called(resolver: Resolver, annotation: ast.expr, scope: Scope) -> Value | None:
    match unquoted(annotation, scope.module):
        case ast.BinOp(left=left, right=right):
            return _called(resolver, left, scope) or _called(resolver, right, scope)
        case ast.Subscript(value=of, slice=inner):
            base = resolver.value(of, scope)
            name = base.name if isinstance(base, External) else ""
            parts = inner.elts if isinstance(inner, ast.Tuple) else [inner]
            if name in resolver.language.annotation["union"]:
                return shared(resolver, known(_called(resolver, part, scope) for part in parts))
            return value(resolver, parts[-1], scope) if name in CALLABLE else None
    return None


def _promise(resolver: Resolver, node: ast.expr, scope: Scope, given: Given) -> Value | None:
    match node:
        case ast.Constant(value=None):
            return NOTHING
        case ast.Constant(value=str() as text):
            parsed = _parsed(text, scope.module)
            return value(resolver, parsed, scope, given) if parsed else None
        case ast.BinOp(op=ast.BitOr(), left=left, right=right):
            return shared(resolver, (value(resolver, left, scope, given), value(resolver, right, scope, given)))
        case ast.Subscript():
            return _subscript(resolver, node, scope, given)
        case ast.Name(id=name) if name in given:
            return given[name]
        case ast.Name() | ast.Attribute():
            if alias := _alias(resolver, node, scope):
                return value(resolver, *alias)
            return _instance(resolver, resolver.value(node, scope), scope)
    return None


def unquoted(node: ast.expr, module: Module) -> ast.expr:
    """Return the annotation in a string; what is no annotation, or not in one, as it is."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return _parsed(node.value, module) or node
    return node


def _parsed(text: str, module: Module) -> ast.expr | None:
    """Return the annotation in a string; kept with its module, whose memory of answers goes by identity."""
    if text not in module.parsed_annotations:
        try:
            module.parsed_annotations[text] = ast.parse(text.strip(), mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            module.parsed_annotations[text] = None
    return module.parsed_annotations[text]


def _instance(resolver: Resolver, named: Value | None, scope: Scope) -> Value | None:
    kinds = resolver.language.annotation
    match named:
        case Class():
            return Instance(named)
        case External(name=name) if name in kinds["myself"]:
            return _myself(scope)
        case External(name=name) if name in kinds["empty"] or name.endswith("()"):
            return None
        case External(name=name) if name in kinds["awaitable"]:
            return Coroutine(None)
        case External(name=name) if name in kinds["collection"]:
            return Collection(_kind(resolver, name), None)
        case External(name=name):
            return resolver.external(f"{name}()")
    return None


def _myself(scope: Scope) -> Value | None:
    around: Scope | None = scope
    while around:
        if isinstance(around.node, ast.ClassDef):
            return Instance(Class(around))
        around = enclosing_class(around) or around.parent
    return None


def _subscript(resolver: Resolver, node: ast.Subscript, scope: Scope, given: Given) -> Value | None:
    kinds = resolver.language.annotation
    base = resolver.value(node.value, scope)
    name = base.name if isinstance(base, External) else ""
    arguments = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    if name in kinds["union"]:
        return shared(resolver, (value(resolver, argument, scope, given) for argument in arguments))
    if name in kinds["first"]:
        return _annotated(resolver, arguments, scope)
    if name in ("tuple", "typing.Tuple") and not _repeats(arguments):
        return Several(tuple(value(resolver, argument, scope, given) for argument in arguments))
    if name in kinds["collection"]:
        element = arguments[0] if _repeats(arguments) else arguments[-1]
        return Collection(_kind(resolver, name), value(resolver, element, scope, given))
    if name in kinds["iterator"]:
        return Collection("generator", value(resolver, arguments[0], scope, given))
    if name in kinds["awaitable"]:
        return Coroutine(value(resolver, arguments[-1], scope, given))
    if name in ("type", "typing.Type"):
        return _class(resolver, arguments[0], scope)
    return _instance(resolver, base, scope)


def _kind(resolver: Resolver, name: str) -> str:
    """Return the builtin that has a collection's methods: `dict` for `collections.abc.Mapping`."""
    last = name.rpartition(".")[2].lower()
    return resolver.language.like.get(last, last)


def _class(resolver: Resolver, node: ast.expr, scope: Scope) -> Value | None:
    """Return the class that `type[X]` stands for, where X may be in a string."""
    return resolver.value(unquoted(node, scope.module), scope)


def _repeats(arguments: list[ast.expr]) -> bool:
    return len(arguments) == 2 and isinstance(arguments[1], ast.Constant) and arguments[1].value is Ellipsis


def _annotated(resolver: Resolver, arguments: list[ast.expr], scope: Scope) -> Value | None:
    """Return what `Annotated[X, Depends(f)]` promises: X, or what f gives where X says nothing."""
    promised = value(resolver, arguments[0], scope)
    if promised is not None:
        return promised
    given = (resolver.value(argument, scope) for argument in arguments[1:] if isinstance(argument, ast.Call))
    return next((found for found in given if isinstance(found, Instance)), None)


def _alias(resolver: Resolver, node: ast.expr, scope: Scope) -> tuple[ast.expr, Scope] | None:
    """Return the annotation a type alias stands for, with its scope, followed through the project's imports."""
    if isinstance(node, ast.Attribute):
        module = resolver.value(node.value, scope)
        return _alias_in(resolver, module.module.scope, node.attr, 8) if isinstance(module, Package) else None
    owner = scope.owner(node.id) if isinstance(node, ast.Name) else None
    return _alias_in(resolver, owner, node.id, 8) if owner and isinstance(node, ast.Name) else None


def _alias_in(resolver: Resolver, owner: Scope, name: str, hops: int) -> tuple[ast.expr, Scope] | None:
    bindings = owner.own_bindings.get(name, [])
    if len(bindings) != 1 or hops == 0:
        return None
    binding = bindings[0]
    if isinstance(binding, Assignment) and isinstance(binding.value, _ALIASES) and not binding.path:
        return binding.value, owner
    if isinstance(binding, Import) and binding.name:
        module: Module | None = resolver.project.find(owner.module, binding.module, binding.level)
        return _alias_in(resolver, module.scope, binding.name, hops - 1) if module else None
    return None
