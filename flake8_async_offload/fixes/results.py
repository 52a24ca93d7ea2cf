"""What is done with a call's result where it stands: an asynchronous result cannot always be used the same way."""

from __future__ import annotations

import ast

from flake8_async_offload.fixes.layout import UnclearError
from flake8_async_offload.scopes import Scope
from flake8_async_offload.syntax import Trail, around

_CONSUMERS = frozenset(
    {"all", "any", "dict", "enumerate", "filter", "frozenset", "iter", "list", "map", "max", "min", "next", "set"}
    | {"sorted", "sum", "tuple", "zip"}
)


def usable(node: ast.AST, trail: Trail | None, scope: Scope) -> None:
    """Raise UnclearError where the result of `node`, below `trail`, may not be what the code around it takes."""
    above = trail[0] if trail else None
    if above and _consumes(above, node):
        raise UnclearError("its result is iterated or entered at once, and the asynchronous one may not be")
    if (name := _name_for(above)) and _consumed(name, scope):
        raise UnclearError(f"its result, {name}, is iterated or entered, and the asynchronous one may not be")
    if any(isinstance(outer, ast.JoinedStr) for outer in around(trail)):
        raise UnclearError("it stands in an f-string")


def _name_for(above: ast.AST | None) -> str | None:
    """Return the variable that a value is assigned to."""
    match above:
        case ast.Assign(targets=[target]) | ast.AnnAssign(target=target) | ast.NamedExpr(target=target):
            return target.id if isinstance(target, ast.Name) else None
    return None


def _consumed(name: str, scope: Scope) -> bool:
    """Whether a scope iterates over a variable, or enters it."""
    return any(
        isinstance(node, ast.Name) and node.id == name and _consumes(above, node)
        for above in ast.walk(scope.node)
        for node in ast.iter_child_nodes(above)
    )


def _consumes(above: ast.AST, node: ast.AST) -> bool:
    """Whether what stands around an expression iterates over its value, or enters it."""
    match above:
        case ast.For(iter=iterated) | ast.comprehension(iter=iterated):
            return iterated is node
        case ast.Call(func=ast.Name(id=name)):
            return name in _CONSUMERS
        case ast.Starred() | ast.withitem() | ast.YieldFrom():
            return True
    generators = getattr(above, "generators", None)  # of a comprehension, whose first iterable is the outer scope's
    return bool(generators and generators[0].iter is node)
