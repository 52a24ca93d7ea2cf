"""What coroutines call themselves, on the event loop, where an offload might be."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_async_offload.bindings import Definition, Import
from flake8_async_offload.catalog.contexts import takes
from flake8_async_offload.offload import given_to
from flake8_async_offload.resolve import External, Function, Resolver
from flake8_async_offload.scopes import Called, Module, Scope
from flake8_async_offload.syntax import dotted, last_name

MOST_HOPS = 3  # from a function of the module down to the one that calls what takes long


def direct_calls(module: Module, words: frozenset[str], resolver: Resolver) -> Iterator[tuple[Called, External]]:
    """Yield the calls of other people's callables that coroutines make without awaiting them.

    `words` are what the wanted ones end in, * for anything.
    """
    for scope in module.scope.everything(module.source.lines_saying("async def ")):
        if not scope.in_coroutine:
            continue
        resolver.restart()
        for called in scope.calls:
            if called.is_awaited or not _may_end_in(words, called):
                continue
            value = resolver.value(called.node.func, called.scope)
            if isinstance(value, External):
                yield called, value


def direct_functions(module: Module, words: frozenset[str], resolver: Resolver) -> Iterator[tuple[Called, Function]]:
    """Yield the calls of a module's own functions that its coroutines make on the event loop.

    Only of those that name one of `words`, or call a function that does.
    """
    names = _naming(module, words)
    for scope in module.scope.everything(module.source.lines_saying("async def ")) if names else ():
        resolver.restart()
        for called in scope.calls if scope.in_coroutine else ():
            if called.is_awaited or last_name(called.node.func) not in names or _is_chosen(called):
                continue
            value = resolver.value(called.node.func, called.scope)
            runs_here = isinstance(value, Function) and not value.is_coroutine and not value.scope.yields
            if isinstance(value, Function) and runs_here and value.scope.module is module:
                yield called, value


def is_awaited_after_all(called: Called, resolver: Resolver) -> bool:
    """Whether what a call gives is awaited in the end: it was no blocking call."""
    if called.trail is None:
        return False
    match called.trail[0]:
        case ast.Call() as taker if called.node in taker.args:
            value = resolver.value(taker.func, called.scope)
            return isinstance(value, External) and any(value.name in names for names in takes())
        case ast.Assign(targets=[target]):
            return dotted(target) in _awaited(called.scope.home)
    return False


def is_given_on(called: Called, resolver: Resolver) -> bool:
    """Whether what a call gives goes to a function of the project, which may use it anywhere."""
    match called.trail:
        case (ast.Call() as taker, _) if called.node in taker.args:
            return not isinstance(resolver.value(taker.func, called.scope), External)
    return False


def _awaited(function: Scope) -> frozenset[str]:
    """Return the names, and attributes of names, that a function awaits, enters or iterates asynchronously."""
    memo, key = function.module.memo, ("awaited", id(function), 0)
    if key not in memo:
        memo[key] = frozenset(dotted(node) for each in ast.walk(function.node) for node in _waits_for(each)) - {""}
    known: frozenset[str] = memo[key]
    return known


def _waits_for(node: ast.AST) -> list[ast.expr]:
    match node:
        case ast.Await(value=ast.Call(func=ast.Attribute(value=given, attr="__aenter__" | "__anext__"))):
            return [given]
        case ast.Await(value=given) | ast.AsyncFor(iter=given):
            return [given]
        case ast.AsyncWith():
            return [item.context_expr for item in node.items]
    return []


def _naming(module: Module, words: frozenset[str]) -> frozenset[str]:
    """Return the names of a module's synchronous functions whose lines name one of the words, or such a function."""
    names: frozenset[str] = frozenset()
    fresh = words
    for _ in range(MOST_HOPS if words else 0):
        scopes = module.scope.everything(None if "*" in fresh else module.source.lines_naming(fresh))
        fresh = frozenset(scope.name for scope in scopes if isinstance(scope.node, ast.FunctionDef)) - names
        names |= fresh
    return names


def _may_end_in(words: frozenset[str], called: Called) -> bool:
    """Whether the name of what is called may end in one of the words, as far as can be seen without following it."""
    function = called.node.func
    if isinstance(function, ast.Attribute):
        return function.attr in words or "*" in words
    if not isinstance(function, ast.Name):
        return True
    owner = called.scope.owner(function.id)
    if owner is None:
        return function.id in words
    bindings = owner.own_bindings.get(function.id, ())
    given = {binding.name for binding in bindings if isinstance(binding, Import) and binding.name}
    return bool(given & words or (given and "*" in words)) or any(
        not isinstance(binding, Import | Definition) for binding in bindings
    )


def _is_chosen(called: Called) -> bool:
    """Whether the coroutine that calls a function hands it to something as well: somebody chose when to do which."""
    function = ast.dump(called.node.func)
    handed = (argument for other in called.scope.home.calls for argument in given_to(other.node))
    return any(isinstance(argument, ast.Name | ast.Attribute) and ast.dump(argument) == function for argument in handed)
