"""What offloads that are gathered in one function share."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_async_offload.bindings import COMPREHENSIONS
from flake8_async_offload.catalog.circumstances import named
from flake8_async_offload.discover import Offload
from flake8_async_offload.resolve import External, Resolver
from flake8_async_offload.scopes import Scope


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
    repeated = False
    link = offload.trail
    while link:
        node, link = link
        if isinstance(node, ast.Await | ast.stmt):
            return None
        repeated = repeated or isinstance(node, COMPREHENSIONS)
        value = resolver.value(node.func, offload.scope) if isinstance(node, ast.Call) else None
        if not isinstance(node, ast.Call) or not isinstance(value, External):
            continue
        if value.name in named("shared.gather"):
            return _spread(node.args), repeated
        if value.name in named("shared.groups"):
            return _of_group(node, offload.scope), _in_loop(link)
    return None


def _of_group(node: ast.Call, scope: Scope) -> list[ast.expr]:
    """Return what the other calls of the same group's method run."""
    same = ast.dump(node.func)
    return [argument for called in scope.calls if ast.dump(called.node.func) == same for argument in called.node.args]


def _spread(arguments: list[ast.expr]) -> list[ast.expr]:
    found: list[ast.expr] = []
    for argument in arguments:
        inner = argument.value if isinstance(argument, ast.Starred) else argument
        found += inner.elts if isinstance(inner, ast.List | ast.Tuple | ast.Set) else [inner]
    return found


def _in_loop(link: object) -> bool:
    while isinstance(link, tuple):
        node, link = link
        if isinstance(node, (ast.For, ast.AsyncFor, ast.While, *COMPREHENSIONS)):
            return True
    return False


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
