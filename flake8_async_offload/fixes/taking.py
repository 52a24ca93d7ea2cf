"""Where an offload's coroutine or future goes, and whether the asynchronous form's coroutine can go there as well."""

from __future__ import annotations

import ast

from flake8_async_offload.catalog.circumstances import named
from flake8_async_offload.catalog.contexts import takes
from flake8_async_offload.fixes.layout import UnclearError
from flake8_async_offload.offload import Offload
from flake8_async_offload.resolve import Resolver, dotted_name
from flake8_async_offload.scopes import Scope
from flake8_async_offload.syntax import Trail, around

_LISTS = (ast.List, ast.Tuple, ast.ListComp, ast.GeneratorExp, ast.Starred)


def given(offload: Offload) -> tuple[ast.AST, Trail | None]:
    """Return the expression that gives an offload's coroutine or future, and what is around it. Raises UnclearError."""
    if offload.offloader.passes != "none":
        return offload.node, offload.trail
    if offload.trail and isinstance(offload.trail[0], ast.Call) and offload.trail[0].func is offload.node:
        return offload.trail
    raise UnclearError("the offload is not called where it is made")


def exchangeable(offload: Offload, resolver: Resolver) -> None:
    """Raise UnclearError unless a coroutine can stand where the offload does, and begins no later.

    Where the offload gives a coroutine, any other one does as well. A future's work has begun already: a coroutine has
    to be awaited on the spot, or handed to what begins with it at once.
    """
    offloader, (_, trail) = offload.offloader, given(offload)
    dropped = trail is not None and isinstance(trail[0], ast.Expr)
    if dropped or not (offloader.passes == "none" or offloader.name in named("offloaders.coroutine")):
        begun(offload, resolver)


def begun(offload: Offload, resolver: Resolver) -> None:
    """Raise UnclearError unless a coroutine and a future in the offload's place would both begin at once."""
    for above in around(given(offload)[1]):
        name = taker(above, offload.scope, resolver)
        if isinstance(above, ast.Await):
            return
        if name in takes().later or isinstance(above, _LISTS):
            continue
        if not name or name in takes().tasks or any(isinstance(inner, ast.Await) for inner in ast.walk(above)):
            break
        return
    raise UnclearError("the offload is handed on, not awaited where it is made")


def taker(node: ast.AST, scope: Scope, resolver: Resolver) -> str:
    """Return the public name of a call that takes coroutines and gives what they give; an empty string for others."""
    name = (dotted_name(resolver.value(node.func, scope)) or "") if isinstance(node, ast.Call) else ""
    known = takes()
    return name if name in known.several | known.one | known.tasks else ""
