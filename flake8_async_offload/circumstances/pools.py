"""An executor made in a coroutine: whether it lives for one call only, and whether it ends with work still running."""

from __future__ import annotations

import ast
from itertools import islice

from flake8_async_offload.bindings import Parameter
from flake8_async_offload.catalog.offloaders import by_last_name
from flake8_async_offload.circumstances.uses import assigned, uses
from flake8_async_offload.scopes import Called
from flake8_async_offload.syntax import Trail, last_name

_OWN = ("submit", "map", "shutdown")
_LONG_LIVED = (ast.While, ast.AsyncFor)
_GATHERS = ("gather", "wait")


def is_per_call(made: Called) -> bool:
    """Whether an executor serves one run of the coroutine that makes it: nothing else gets hold of it.

    A generator's may serve what happens between its steps: the body of a `with` of its caller's.
    """
    if made.scope.yields:
        return False
    parent = made.trail[0] if made.trail else None
    match parent:
        case ast.withitem():
            return parent.optional_vars is None or not _is_handed_on(parent.optional_vars, made)
        case ast.Assign(targets=[ast.Name() as target]) | ast.AnnAssign(target=ast.Name() as target):
            return not _is_handed_on(target, made)
        case ast.Call():
            return made.node in parent.args and _offloads(parent)
    return False


def leaves_work(made: Called) -> bool:
    """Whether the end of `with Executor() as pool` finds work of the pool's that nobody has waited for."""
    match list(islice(made.ancestors(), 2)):
        case [ast.withitem(optional_vars=ast.Name(id=name)), ast.With() as block]:
            inside = (called for called in made.scope.calls if any(node is block for node in called.ancestors()))
            return any(_is_of(called.node, name) and _is_left(called, block) for called in inside)
    return False


def finds_work(shutdown: Called) -> bool:
    """Whether `pool.shutdown()` may find work: of a pool of the function's own, only what it has not waited for."""
    function, scope = shutdown.node.func, shutdown.scope
    receiver = function.value if isinstance(function, ast.Attribute) else None
    if isinstance(receiver, ast.Attribute):
        return not _is_awaited_before(receiver.value, shutdown)
    if not isinstance(receiver, ast.Name) or receiver.id not in scope.own_bindings:
        return True
    if any(isinstance(binding, Parameter) for binding in scope.own_bindings[receiver.id]):
        return True
    return any(_is_of(called.node, receiver.id) and _is_left(called, None) for called in scope.calls)


def _is_awaited_before(owner: ast.expr, shutdown: Called) -> bool:
    """Whether a function has awaited what an object keeps, before it shuts that object's pool down."""
    wanted = ast.dump(owner)
    for called in shutdown.scope.calls:
        gathers = called.is_awaited and last_name(called.node.func) in _GATHERS
        if gathers and called.node.lineno < shutdown.node.lineno:
            kept = (node for given in called.node.args for node in ast.walk(given) if isinstance(node, ast.Attribute))
            if any(ast.dump(node.value) == wanted for node in kept):
                return True
    return False


def _block(made: Called) -> ast.With | None:
    """Return the `with` block that a pool is made for."""
    match list(islice(made.ancestors(), 2)):
        case [ast.withitem(), ast.With() as block]:
            return block
    return None


def _is_handed_on(target: ast.expr, made: Called) -> bool:
    """Whether a pool goes anywhere but to offloads of the same function, or serves a loop that goes on and on."""
    scope = made.scope
    if not isinstance(target, ast.Name) or target.id in scope.declared_global | scope.declared_nonlocal:
        return True
    if not all(_is_own(parent) for _, parent in uses(target.id, scope, _block(made))):
        return True
    below = (called.node for inner in scope.inner for called in inner.calls if not _offloads(called.node))
    if any(_takes(node, target.id) for node in below):
        return True
    used = (called for called in scope.calls if _is_of(called.node, target.id))
    outside = set(made.ancestors())
    return any(isinstance(node, _LONG_LIVED) and node not in outside for called in used for node in called.ancestors())


def _takes(node: ast.Call, pool: str) -> bool:
    """Whether a call is given what has this name."""
    given = (*node.args, *(word.value for word in node.keywords))
    return any(isinstance(part, ast.Name) and part.id == pool for part in given)


def _is_own(parent: ast.AST) -> bool:
    """Whether a use of a pool, by the node around it, lets nothing else get hold of it."""
    match parent:
        case ast.Attribute(attr=method):
            return method in _OWN
        case ast.Call():
            return _offloads(parent)
    return isinstance(parent, ast.withitem)


def _offloads(node: ast.Call) -> bool:
    return last_name(node.func) in by_last_name()


def _is_of(node: ast.Call, pool: str) -> bool:
    """Whether a call hands work to a pool of this name."""
    if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name) and node.func.value.id == pool:
        return node.func.attr == "submit"
    return _offloads(node) and any(isinstance(given, ast.Name) and given.id == pool for given in node.args[:1])


def _is_left(called: Called, block: ast.With | None) -> bool:
    """Whether nothing in the block waits for a call's result: it is dropped, returned, or never looked at again."""
    link: Trail | None = called.trail
    below: ast.AST = called.node
    while link and link[0] is not block:
        node, link = link
        names = [*assigned(node), *_appended_to(node, below)]
        if names:
            return all(_is_put_in(parent) for name in names for _, parent in uses(name, called.scope, block))
        if isinstance(node, ast.Await) or (isinstance(node, ast.Call) and below is not node.func):
            return False
        if isinstance(node, ast.Return | ast.Expr):
            return True
        below = node
    return False


def _appended_to(node: ast.AST, below: ast.AST) -> list[str]:
    """Return the list that a method call puts its argument into: `futures` of `futures.append(call)`."""
    if isinstance(node, ast.Call) and below in node.args and isinstance(node.func, ast.Attribute):
        receiver = node.func.value
        return [receiver.id] if isinstance(receiver, ast.Name) else []
    return []


def _is_put_in(parent: ast.AST) -> bool:
    return isinstance(parent, ast.Attribute) and parent.attr in ("append", "add", "extend")
