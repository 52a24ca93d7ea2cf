"""What offloads that are gathered in one function share."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_async_offload.bindings import COMPREHENSIONS, Assignment
from flake8_async_offload.catalog.circumstances import named
from flake8_async_offload.circumstances.uses import assigned
from flake8_async_offload.offload import Offload
from flake8_async_offload.resolve import External, Resolver
from flake8_async_offload.scopes import Scope
from flake8_async_offload.syntax import Trail, around


def shared(offload: Offload, resolver: Resolver) -> str | None:
    """Return an object that two threads must not use, and that offloads gathered with this one use at the same time."""
    found = _gathering(offload, resolver)
    if found is None:
        return None
    several, repeated = found
    for node, scope in _used(offload):
        value = resolver.value(node, scope)
        if not isinstance(value, External) or value.name not in named("shared.objects"):
            continue
        root = _root(node)
        again = repeated and root is not None and _is_from_outside(root, scope)
        if again or sum(_mentions(part, node) for part in several) > 1:
            return value.name
    return None


def _gathering(offload: Offload, resolver: Resolver) -> tuple[list[ast.expr], bool] | None:
    """Return what is run side by side with an offload, and whether the offload itself is repeated there."""
    repeated, home = False, offload.scope.home
    link = offload.trail
    while link:
        node, link = link
        if isinstance(node, ast.Assign):
            gather = _gather_of(list(assigned(node)), home, resolver)
            return (_spread(gather, home), repeated) if gather else None
        if isinstance(node, ast.Await | ast.stmt):
            return None
        repeated = repeated or isinstance(node, COMPREHENSIONS)
        name = _name(node, offload.scope, resolver)
        if isinstance(node, ast.Call) and name in named("shared.gather"):
            return _spread(node, home), repeated
        if isinstance(node, ast.Call) and name in named("shared.groups"):
            return _of_group(node, home), _in_loop(link)
    return None


def _name(node: ast.AST, scope: Scope, resolver: Resolver) -> str:
    value = resolver.value(node.func, scope) if isinstance(node, ast.Call) else None
    return value.name if isinstance(value, External) else ""


def _gather_of(names: list[str], scope: Scope, resolver: Resolver) -> ast.Call | None:
    """Return the call that gathers what a function has given one of these names before."""
    for called in scope.calls:
        given = (argument.value if isinstance(argument, ast.Starred) else argument for argument in called.node.args)
        mentioned = any(isinstance(argument, ast.Name) and argument.id in names for argument in given)
        if mentioned and _name(called.node, scope, resolver) in named("shared.gather"):
            return called.node
    return None


def _of_group(node: ast.Call, scope: Scope) -> list[ast.expr]:
    """Return what the other calls of the same group's method run."""
    same = ast.dump(node.func)
    return [argument for called in scope.calls if ast.dump(called.node.func) == same for argument in called.node.args]


def _spread(gather: ast.Call, scope: Scope) -> list[ast.expr]:
    """Return what a gathering call runs, piece by piece: a name stands for what the function gave it."""
    found: list[ast.expr] = []
    for argument in gather.args:
        inner = argument.value if isinstance(argument, ast.Starred) else argument
        bindings = scope.own_bindings.get(inner.id, []) if isinstance(inner, ast.Name) else []
        values = [binding.value for binding in bindings if isinstance(binding, Assignment) and binding.value]
        for piece in values or [inner]:
            found += piece.elts if isinstance(piece, ast.List | ast.Tuple | ast.Set) else [piece]
    return found


def _in_loop(trail: Trail | None) -> bool:
    return any(isinstance(node, (ast.For, ast.AsyncFor, ast.While, *COMPREHENSIONS)) for node in around(trail))


def _used(offload: Offload) -> Iterator[tuple[ast.expr, Scope]]:
    """Yield the expressions that an offload hands to its thread: arguments, and the receivers of what runs."""
    if not isinstance(offload.node, ast.Call):
        return
    stack: list[tuple[ast.AST, Scope]] = [(node, offload.scope) for node in offload.node.args]
    stack += [(word.value, offload.scope) for word in offload.node.keywords]
    while stack:
        node, scope = stack.pop()
        if isinstance(node, ast.Name | ast.Attribute):
            yield node, scope
        inner = scope.child(node) if isinstance(node, (ast.Lambda, *COMPREHENSIONS)) else scope
        stack += [(child, inner) for child in ast.iter_child_nodes(node)]


def _root(node: ast.expr) -> str | None:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def _is_from_outside(name: str, scope: Scope) -> bool:
    """Whether every turn of a comprehension or loop sees the same object under a name."""
    owner = scope.owner(name)
    return owner is None or not isinstance(owner.node, COMPREHENSIONS)


def _mentions(part: ast.expr, node: ast.expr) -> bool:
    wanted = ast.dump(node)
    return any(ast.dump(found) == wanted for found in ast.walk(part) if isinstance(found, type(node)))
