"""What becomes of an offload's result, and which time limit stands around the call."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_async_offload.catalog.circumstances import named
from flake8_async_offload.catalog.offloaders import Offloader, offloaders
from flake8_async_offload.circumstances.callables import is_plain
from flake8_async_offload.circumstances.uses import assigned, is_iterated
from flake8_async_offload.circumstances.written import is_direct, is_sure
from flake8_async_offload.model import Fate
from flake8_async_offload.offload import Offload
from flake8_async_offload.resolve import External, Function, Resolver, Value, dotted_name
from flake8_async_offload.scopes import Scope
from flake8_async_offload.syntax import Trail, last_name

_LIMITS_BY_ARGUMENT = ("timeout", "deadline", "time_limit", "request_timeout")


def fate(offload: Offload, runs: Value | None, resolver: Resolver) -> Fate:
    """Return what becomes of the result; kept, where anything at all takes it."""
    if not isinstance(offload.node, ast.Call) or not offload.trail or not isinstance(offload.trail[0], ast.Expr):
        return Fate.KEPT
    if not is_direct(offload):
        wrapper = resolver.value(offload.node.func, offload.scope)
        runs_never = isinstance(wrapper, Function) and wrapper.is_coroutine and is_plain(wrapper, resolver)
        return Fate.NEVER_RUN if runs_never else Fate.KEPT
    if offload.offloader.name in named("offloaders.coroutine"):
        return Fate.NEVER_RUN
    sure = offload.offloader.name in named("offloaders.future") and is_sure(offload, resolver)
    return Fate.DROPPED if sure and not _handles_its_errors(runs) else Fate.KEPT


def limit(offload: Offload, resolver: Resolver) -> tuple[str | None, bool]:
    """Return the nearest time limit around a call, and whether reaching it waits for the thread."""
    for name, call, looped in _limits(offload, resolver):
        waits = name in named("limits.scope") and _is_shielded(offload, resolver)
        # A limit around a loop is one for the loop: the one call that it may catch is most likely short.
        if not _is_endless(call) and (waits or not looped):
            return name, waits
    return None, False


def has_own_limit(offload: Offload) -> bool:
    """Whether the callee is given a time limit of its own."""
    return any(word.arg in _LIMITS_BY_ARGUMENT for word in offload.keywords)


def escapes(offload: Offload, runs: Value | None, resolver: Resolver) -> str | None:
    """Return the lazy callable whose result is iterated on the loop, where its work is then done."""
    if not _is_lazy(runs, resolver) or not offload.trail or not isinstance(offload.trail[0], ast.Await):
        return None
    awaited, around = offload.trail
    return dotted_name(runs) if around and is_iterated(awaited, around[0], offload.scope, resolver) else None


def _handles_its_errors(runs: Value | None) -> bool:
    """Whether a function catches all errors somewhere, and keeps them: its author has thought of them."""
    calls = runs.scope.calls if isinstance(runs, Function) else []
    return any(_catches_all(node) for called in calls for node in called.ancestors())


def _catches_all(node: ast.AST) -> bool:
    names = ("Exception", "BaseException")
    handlers = node.handlers if isinstance(node, ast.Try) else []
    keep = (handler for handler in handlers if _is_told(handler.body) or not _raises(handler.body))
    return any(handler.type is None or getattr(handler.type, "id", "") in names for handler in keep)


def _raises(body: list[ast.stmt]) -> bool:
    return any(isinstance(node, ast.Raise) for node in body)


def _is_told(body: list[ast.stmt]) -> bool:
    """Whether a handler reports the error, whatever it does then."""
    calls = (node.value for node in body if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call))
    return any(last_name(call.func) in named("callables.reports") for call in calls)


def _limits(offload: Offload, resolver: Resolver) -> Iterator[tuple[str, ast.Call, bool]]:
    """Yield the calls around that limit the time, innermost first, and whether a loop is between."""
    wanted = named("limits.around") | named("limits.scope")
    below: ast.AST = offload.node
    awaited = looped = False
    link: Trail | None = offload.trail
    while link:
        node, link = link
        calls: list[ast.expr] = []
        if isinstance(node, ast.Call) and below in node.args[:1] and not awaited:
            calls = [node]
        elif isinstance(node, ast.With | ast.AsyncWith) and not isinstance(below, ast.withitem) and awaited:
            calls = [item.context_expr for item in node.items]
        for call in calls:
            value = resolver.value(call.func, offload.scope) if isinstance(call, ast.Call) else None
            if isinstance(call, ast.Call) and isinstance(value, External) and value.name in wanted:
                yield value.name, call, looped
        if isinstance(node, ast.Assign) and below is offload.node:
            yield from ((name, call, False) for name, call in _on_names(set(assigned(node)), offload.scope, resolver))
        awaited = awaited or isinstance(node, ast.Await)
        looped = looped or isinstance(node, ast.For | ast.AsyncFor | ast.While)
        below = node


def _on_names(names: set[str], scope: Scope, resolver: Resolver) -> Iterator[tuple[str, ast.Call]]:
    """Yield the calls that limit the time of what a function keeps under a name: `wait_for(future, 5)`."""
    for called in scope.calls:
        given = called.node.args[0] if called.node.args else None
        if isinstance(given, ast.Name) and given.id in names:
            value = resolver.value(called.node.func, scope)
            if isinstance(value, External) and value.name in named("limits.around"):
                yield value.name, called.node


def _is_endless(call: ast.Call) -> bool:
    """Whether a limit is none: `timeout(None)`, `move_on_after(math.inf)`, or an argument missing."""
    given = [*call.args, *(word.value for word in call.keywords)]
    none = any(isinstance(value, ast.Constant) and value.value is None for value in given)
    return none or any(isinstance(value, ast.Attribute) and value.attr == "inf" for value in given)


def _is_shielded(offload: Offload, resolver: Resolver) -> bool:
    """Whether the offloader, a wrapper's too, waits for its thread when it is cancelled."""
    if offload.offloader.name not in named("offloaders.shielded") or not isinstance(offload.node, ast.Call):
        return False
    call = offload.node if is_direct(offload) else _inner(offload.node, offload.scope, offload.offloader, resolver, 4)
    if call is None:
        return False
    told = (word.value for word in call.keywords if word.arg is None or word.arg in named("offloaders.abandon"))
    return all(isinstance(value, ast.Constant) and not value.value for value in told)


def _inner(node: ast.Call, scope: Scope, wanted: Offloader, resolver: Resolver, hops: int) -> ast.Call | None:
    """Return the offloader's own call in a wrapper, or in one that the wrapper calls."""
    value = resolver.value(node.func, scope)
    if isinstance(value, External) and offloaders().get(value.name) is wanted:
        return node
    if not isinstance(value, Function) or hops == 0:
        return None
    inside = (_inner(called.node, called.scope, wanted, resolver, hops - 1) for called in value.scope.calls)
    return next((call for call in inside if call is not None), None)


def _is_lazy(runs: Value | None, resolver: Resolver) -> bool:
    if isinstance(runs, Function):
        return bool(runs.scope.yields) and not runs.is_coroutine and is_plain(runs, resolver)
    facts = resolver.catalogue.facts(runs.name) if isinstance(runs, External) else None
    return facts is not None and facts.lazy
