"""What calling somebody else's callable gives: factories, partials, offloads, opened files, lazily imported modules."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flake8_async_offload.catalog.offloaders import Offloader, offloaders
from flake8_async_offload.resolve.lazily import imported
from flake8_async_offload.resolve.values import (
    Collection,
    Coroutine,
    External,
    Function,
    Partial,
    Value,
)
from flake8_async_offload.scopes import Scope

if TYPE_CHECKING:
    from flake8_async_offload.resolve import Resolver


def of_external(resolver: Resolver, callee: External, node: ast.Call | None, scope: Scope | None) -> Value | None:
    """Return what calling somebody else's callable gives; `node` and `scope` are the call where there is one."""
    language = resolver.language
    name = callee.name
    if node is not None and scope is not None:
        first = node.args[0] if node.args else None
        if name in language.factory:
            return _from_factory(resolver, node, scope, language.factory[name])
        if first is not None and name in language.cast and len(node.args) > 1:
            return resolver.annotated(first, scope) or resolver.value(node.args[1], scope)
        if first is not None and name in language.partial:
            inner = resolver.value(first, scope)
            return Partial(inner, node, scope) if inner is not None else None
        if first is not None and name in language.calls:
            return _dependency(resolver.called(resolver.value(first, scope)))
        if first is not None and name in language.gathers:
            return Collection("dict", resolver.called(resolver.value(first, scope)))
        if first is not None and (name in language.identity or name.removesuffix("()") in language.decorator):
            return resolver.value(first, scope)
        if first is not None and name in language.imports:
            return imported(resolver, node, scope)
        if name in language.opens:
            return External(_file(node, language.opens[name]), (scope, node))
        if offloader := offloaders().get(name):
            return offloaded(resolver, offloader, node, scope)
    returned = resolver.catalogue.returns(name)
    made = (scope, node) if scope and node else None
    return resolver.external(returned or f"{name}()", made)


def _dependency(value: Value | None) -> Value | None:
    """Return what a dependency gives its user: what its generator yields, what its coroutine returns."""
    value = value.result if isinstance(value, Coroutine) else value
    return value.element if isinstance(value, Collection) and value.kind == "generator" else value


def _from_factory(resolver: Resolver, node: ast.Call, scope: Scope, keyword: str) -> Value | None:
    for argument in node.keywords:
        if argument.arg == keyword:
            return resolver.called(resolver.value(argument.value, scope))
        if argument.arg == "default":
            return resolver.value(argument.value, scope)
    return None


def offloaded(resolver: Resolver, offloader: Offloader, node: ast.Call, scope: Scope) -> Value | None:
    """Return what an offload call gives: awaited, the result of what it runs."""
    if len(node.args) <= offloader.callee:
        return None
    callee = resolver.value(node.args[offloader.callee], scope)
    if offloader.passes == "none":
        return Partial(callee, node, scope) if callee else None
    return Coroutine(handed(resolver, callee, node, offloader.callee, scope), offloader.future)


def _file(node: ast.Call, position: int) -> str:
    """Return what opening a file gives, by its mode: "r" where there is none, any file where nobody can tell."""
    given = next((word.value for word in node.keywords if word.arg == "mode"), None)
    given = given or (node.args[position] if len(node.args) > position else ast.Constant("r"))
    unpacked = any(isinstance(each, ast.Starred) for each in node.args) or any(not word.arg for word in node.keywords)
    if unpacked or not isinstance(given, ast.Constant) or not isinstance(given.value, str):
        return "typing.IO()"
    if "b" not in given.value:
        return "io.TextIOWrapper()"
    if "+" in given.value:
        return "io.BufferedRandom()"
    return "io.BufferedReader()" if "r" in given.value else "io.BufferedWriter()"


def handed(resolver: Resolver, callee: Value | None, node: ast.Call, position: int, scope: Scope) -> Value | None:
    """Return what calling a callable gives that stands among a call's arguments, before its own."""
    opens = isinstance(callee, External) and callee.name in resolver.language.opens
    if not opens and not isinstance(callee, Function):
        return resolver.called(callee)
    own = ast.Call(node.args[position], node.args[position + 1 :], node.keywords)
    return resolver.called(callee, ast.copy_location(own, node), scope)
