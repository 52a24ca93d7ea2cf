"""The asynchronous form as it can be written at a place: on the same object, beside its callee, of another module."""

from __future__ import annotations

import ast
from typing import NamedTuple

from flake8_async_offload.fixes.importing import beside
from flake8_async_offload.fixes.layout import UnclearError, expression
from flake8_async_offload.model import Edit, Place, Twin
from flake8_async_offload.offload import Handed, Offload
from flake8_async_offload.resolve import External, Resolver, dotted_name
from flake8_async_offload.scopes import Called
from flake8_async_offload.source import Source


class Written(NamedTuple):
    """The text that names an asynchronous form, and the edits of the imports that it needs."""

    text: str
    imports: tuple[Edit, ...] = ()


def named(offload: Offload) -> Handed:
    """Return what an offload runs as it is named there, in a partial or a lambda too."""
    handed = offload.callee or Handed(offload.node, offload.scope)
    match handed.node:
        case ast.Call(args=[callee, *_]):
            return Handed(callee, handed.scope)
        case ast.Lambda(body=ast.Call(func=callee)):
            return Handed(callee, handed.scope.child(handed.node))
    return handed


def of_offload(
    twin: Twin, offload: Offload, target: str | None, where: Place, resolver: Resolver, source: Source
) -> Written:
    """Return a twin as it can be written for what an offload runs. Raises UnclearError."""
    found = _in_place(twin, named(offload), resolver, source)
    if found:
        return found
    owner, _, name = twin.name.rpartition(".")
    of_loop = owner.endswith("()") and twin.positional is not None and offload.scope.in_coroutine
    module = owner.rpartition(".")[0] if of_loop else owner
    if twin.package or "()" in module or not target or target.rpartition(".")[2] != name:
        raise UnclearError(f"the asynchronous form is made or called in another way: {twin.name}")
    if resolver.named(module, offload.scope) != External(module):
        raise UnclearError(f"{module} is not imported by that name")
    if where is Place.LIMITER:
        raise UnclearError("it may run under another event loop than asyncio's")
    return Written(twin.name)


def of_call(twin: Twin, called: Called, resolver: Resolver, source: Source) -> Written:
    """Return a twin as it can be written for a call's function. Raises UnclearError."""
    found = _in_place(twin, Handed(called.node.func, called.scope), resolver, source)
    if found is None:
        raise UnclearError(f"the asynchronous form is made or called in another way: {twin.name}")
    return found


def _in_place(twin: Twin, handed: Handed, resolver: Resolver, source: Source) -> Written | None:
    """Return a twin on the object that a callee is on, or beside the function that it is. Raises UnclearError."""
    _awaitable(twin)
    node, scope = handed.node, handed.scope
    callee = dotted_name(resolver.value(node, scope)) or ""
    module, _, name = twin.name.rpartition(".")
    if twin.same_object:
        if isinstance(node, ast.Name):
            raise UnclearError("what runs is bound to a name elsewhere")
        if "()" not in callee and module not in (callee, callee.rpartition(".")[0]):
            raise UnclearError(f"{module} may not be imported")
        _same_root(twin.callee, node)
        return Written(twin.callee)
    if twin.package or "()" in module or not isinstance(node, ast.Name) or callee != f"{module}.{node.id}":
        return None
    return Written(name, tuple(beside(node.id, name, module, scope, source)))


def _awaitable(twin: Twin) -> None:
    """Raise UnclearError where it takes more than an `await` to call the twin in the callee's place."""
    if twin.near or twin.shape != "await":
        raise UnclearError(f"it takes another form: {twin.cure}")
    for problem in filter(None, (twin.upgrade, *twin.conditions)):
        raise UnclearError(problem)
    if twin.differs:
        raise UnclearError(f"{twin.name} gives an object of another class")
    if twin.errors and twin.errors != "shared":
        raise UnclearError(f"exceptions differ: {twin.errors}")


def _same_root(text: str, node: ast.expr) -> None:
    """Raise UnclearError unless a text begins with the very object that a callee does."""
    found = expression(text)
    if found is None or "\n" in text:
        raise UnclearError("the receiver spans several lines")
    if _bare(found) != _bare(node):
        raise UnclearError("the receiver is no plain name or attribute")


def _bare(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute):
        node = node.value
    return ast.dump(node)
