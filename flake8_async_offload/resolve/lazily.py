"""What is imported only when it is asked for: by `importlib.import_module`, by a module's `__getattr__`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flake8_async_offload.bindings import Assignment, Definition
from flake8_async_offload.resolve.values import External, Package, Value
from flake8_async_offload.scopes import Module, Scope

if TYPE_CHECKING:
    from flake8_async_offload.resolve import Resolver


def text(node: ast.expr, scope: Scope) -> str | None:
    """Return the string an expression stands for: a constant, or a name that is only ever bound to one."""
    if isinstance(node, ast.Name) and (owner := scope.owner(node.id)):
        match owner.own_bindings.get(node.id):
            case [Assignment(value=ast.Constant(value=str(constant)), path=())]:
                return constant
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def imported(resolver: Resolver, node: ast.Call, scope: Scope) -> Value | None:
    """Return the module that a call imports by its name: `import_module("shop.db")`, `import_module(".db", "shop")`."""
    name = text(node.args[0], scope)
    if name is None or not name.startswith("."):
        return _module(resolver, scope.module, name) if name else None
    given = node.args[1] if len(node.args) > 1 else None
    package = text(given, scope) if given else None
    if package:
        return _module(resolver, scope.module, f"{package}{name}")
    own = isinstance(given, ast.Name) and given.id in ("__name__", "__package__")
    return _module(resolver, scope.module, name) if own else None


def member(resolver: Resolver, module: Module, name: str) -> Value | None:
    """Return what a module's `__getattr__` gives for a name: in a branch for it, or by a table of what is where."""
    match module.scope.own_bindings.get("__getattr__"):
        case [Definition(node=ast.FunctionDef() as function)]:
            if (found := _in_branch(resolver, module.scope.child(function), name)) is not None:
                return found
        case None:
            return None
    for place in _places(module, name):
        if (found := _at(resolver, module, place, name)) is not None:
            return found
    return None


def _in_branch(resolver: Resolver, function: Scope, name: str) -> Value | None:
    """Return what is returned where the name that is asked for is one of those in a test."""
    for node in ast.walk(function.node):
        if isinstance(node, ast.If) and any(_is(part, name) for part in ast.walk(node.test)):
            for statement in node.body:
                if isinstance(statement, ast.Return) and statement.value:
                    return _asked(resolver, statement.value, function, name)
    return None


def _asked(resolver: Resolver, node: ast.expr, function: Scope, name: str) -> Value | None:
    match node:
        case ast.Call(func=ast.Name(id="getattr"), args=[owner, ast.Name(), *_]):
            return resolver.attribute(resolver.value(owner, function), name)
    return resolver.value(node, function)


def _places(module: Module, name: str) -> Iterator[str]:
    """Yield where the module's tables say a name is from: `{"Store": "shop.db"}`, `{"shop.db": ["Store"]}`."""
    for bindings in module.scope.own_bindings.values():
        for binding in bindings:
            table = binding.value if isinstance(binding, Assignment) else None
            for key, held in zip(table.keys, table.values, strict=True) if isinstance(table, ast.Dict) else ():
                parts = held.elts if isinstance(held, ast.Tuple | ast.List | ast.Set) else [held]
                if key is not None and _is(key, name):
                    yield ".".join(part.value for part in parts if _is_text(part))  # type: ignore[attr-defined]
                elif key is not None and _is_text(key) and any(_is(part, name) for part in parts):
                    yield f"{key.value}.{name}"  # type: ignore[attr-defined]


def _at(resolver: Resolver, module: Module, place: str, name: str) -> Value | None:
    """Return what is at a place: a module's member of the name, the member itself, or a module below the package."""
    path = place.replace(":", ".").removesuffix(f".{name}")
    found = _module(resolver, module, path)
    if not isinstance(found, Package) and (below := resolver.project.submodule(module, path.lstrip("."))):
        found = Package(below)
    return resolver.attribute(found, name) if found else None


def _module(resolver: Resolver, importer: Module, path: str) -> Value | None:
    """Return a module by its name, relative to the importer's package where it starts with dots."""
    name = path.lstrip(".")
    level = len(path) - len(name)
    found = resolver.project.find(importer, name, level)
    return Package(found) if found else External(name) if name and not level else None


def _is(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Constant) and node.value == name


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
