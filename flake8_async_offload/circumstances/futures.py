"""A future that is asked for its result: the call that gave it, and whether something has waited for it before."""

from __future__ import annotations

import ast

from flake8_async_offload.bindings import Assignment, Binding, Iteration
from flake8_async_offload.catalog.circumstances import hazards
from flake8_async_offload.circumstances.uses import uses
from flake8_async_offload.resolve import External, Resolver
from flake8_async_offload.scopes import Called, Scope
from flake8_async_offload.syntax import last_name

_ASKED = ("result", "exception", "cancel")
_FILLED = ("append", "add")


def origin(function: ast.expr, scope: Scope, resolver: Resolver) -> ast.Call | None:
    """Return the call that gave the receiver of a method, itself, through one name, or as an element of one list."""
    node = function.value if isinstance(function, ast.Attribute) else None
    if isinstance(node, ast.Name):
        match _binding(node.id, scope):
            case Assignment(path=(), value=value):
                node = value
            case Iteration(path=(), iterable=ast.Name(id=name)):
                node = _element(name, scope, resolver)
            case _:
                node = None
    return node if isinstance(node, ast.Call) else None


def is_only_asked(called: Called) -> bool:
    """Whether a function only asks a future for its result: nothing awaits it, or looks whether it is done."""
    function = called.node.func
    receiver = function.value if isinstance(function, ast.Attribute) else None
    if not isinstance(receiver, ast.Name):
        return True
    around = called.scope.owner(receiver.id) or called.scope
    return all(isinstance(parent, ast.Attribute) and parent.attr in _ASKED for _, parent in uses(receiver.id, around))


def is_done(called: Called, submitted: ast.Call) -> bool:
    """Whether a result is asked for behind the `with` block of its pool, whose end has waited for all work."""
    pool = submitted.func.value if isinstance(submitted.func, ast.Attribute) else None
    asked = set(called.ancestors())
    for other in called.scope.home.calls:
        for node in other.ancestors() if other.node is submitted else ():
            entered = [item.optional_vars for item in node.items] if isinstance(node, ast.With) else []
            if any(isinstance(pool, ast.Name) and last_name(name) == pool.id for name in entered):
                return node not in asked
    return False


def _binding(name: str, scope: Scope) -> Binding | None:
    """Return what binds a name, where one statement alone does."""
    owner = scope.owner(name)
    bindings = owner.own_bindings.get(name, []) if owner else []
    return bindings[0] if len(bindings) == 1 else None


def _element(name: str, scope: Scope, resolver: Resolver) -> ast.expr | None:
    """Return what gives the elements of a list that a function fills and iterates once, and that nothing awaits."""
    home = scope.home
    stored = _binding(name, scope)
    if not isinstance(stored, Assignment) or stored.path:
        return None
    iterated = 0
    for _, parent in uses(name, home):
        if isinstance(parent, ast.For | ast.comprehension):
            iterated += 1
        elif not _is_harmless(parent, home, resolver):
            return None
    match stored.value:
        case ast.ListComp(elt=element) | ast.SetComp(elt=element) if iterated == 1:
            return element
        case ast.List(elts=[]) if iterated == 1:
            return next((called.node.args[0] for called in home.calls if _fills(called.node, name)), None)
    return None


def _is_harmless(parent: ast.AST, scope: Scope, resolver: Resolver) -> bool:
    """Whether a list is filled there, or waited for in a way that is reported itself."""
    value = resolver.value(parent.func, scope) if isinstance(parent, ast.Call) else None
    known = isinstance(value, External) and value.name in hazards()
    return known or (isinstance(parent, ast.Attribute) and parent.attr in _FILLED)


def _fills(node: ast.Call, name: str) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=receiver), attr=method), args=[_]):
            return receiver == name and method in _FILLED
    return False
