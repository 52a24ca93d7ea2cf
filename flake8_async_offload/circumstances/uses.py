"""How a function uses what one of its calls gives: the names it goes to, and what iterates it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_async_offload.bindings import COMPREHENSIONS, FUNCTIONS
from flake8_async_offload.catalog.circumstances import named
from flake8_async_offload.resolve import External, Resolver
from flake8_async_offload.scopes import Scope


def is_iterated(node: ast.AST, parent: ast.AST, scope: Scope, resolver: Resolver) -> bool:
    """Whether a function iterates what an expression gives, there or through a name it gives it to."""
    if _iterates(node, parent, scope, resolver):
        return True
    found = (use for name in assigned(parent) for use in uses(name, scope))
    return any(_iterates(use, around, scope, resolver) for use, around in found)


def _iterates(node: ast.AST, parent: ast.AST, scope: Scope, resolver: Resolver) -> bool:
    match parent:
        case ast.For() | ast.comprehension():
            return parent.iter is node
        case ast.Starred():
            return True
        case ast.Call() if node in parent.args:
            value = resolver.value(parent.func, scope)
            return isinstance(value, External) and value.name in named("callables.consumers")
    return isinstance(parent, COMPREHENSIONS) and any(part.iter is node for part in parent.generators)


def assigned(statement: ast.AST) -> Iterator[str]:
    """Yield the names that a statement gives the result to, the parts of a tuple among them."""
    targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
    for target in targets:
        for node in target.elts if isinstance(target, ast.Tuple) else [target]:
            if isinstance(node, ast.Name):
                yield node.id


def uses(name: str, scope: Scope, block: ast.With | None = None) -> Iterator[tuple[ast.AST, ast.AST]]:
    """Yield where a function, or a block of it, reads a name, each with the node around it; nested functions aside."""
    place = block or scope.home.node
    memo, key = scope.module.memo, ("uses", id(place), 0)
    if key not in memo:
        memo[key] = _read(place)
    known: dict[str, list[tuple[ast.AST, ast.AST]]] = memo[key]
    yield from known.get(name, ())


def _read(place: ast.AST) -> dict[str, list[tuple[ast.AST, ast.AST]]]:
    """Return where each name is read; a function is asked about each of its results, and walked once."""
    found: dict[str, list[tuple[ast.AST, ast.AST]]] = {}
    body = getattr(place, "body", [])
    stack: list[ast.AST] = list(body) if isinstance(body, list) else [body]
    while stack:
        parent = stack.pop()
        if isinstance(parent, FUNCTIONS):
            continue
        for node in ast.iter_child_nodes(parent):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                found.setdefault(node.id, []).append((node, parent))
            stack.append(node)
    return found
