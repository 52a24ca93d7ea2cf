"""Calls that hold the event loop, or break it, by themselves: executors made, shut down, waited for in a coroutine."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TypeAlias

from flake8_async_offload.bindings import Assignment, Iteration
from flake8_async_offload.catalog.circumstances import hazard_words, hazards, named
from flake8_async_offload.catalog.offloaders import offloaders
from flake8_async_offload.circumstances.pools import finds_work, is_per_call, leaves_work
from flake8_async_offload.circumstances.uses import function_of, is_iterated, uses
from flake8_async_offload.model import Hazard
from flake8_async_offload.resolve import External, Resolver
from flake8_async_offload.routes import looks_like_route
from flake8_async_offload.scopes import Called, Module, Scope
from flake8_async_offload.syntax import last_name

Found: TypeAlias = tuple[Called, str, tuple[Hazard, ...]]


def of_module(module: Module, resolver: Resolver) -> Iterator[Found]:
    """Yield the hazardous calls of a module, each with the public dotted name of what it is about."""
    words = hazard_words()
    for scope in module.scope.everything(module.source.lines_naming(words)):
        for called in scope.calls:
            if last_name(called.node.func) in words:
                resolver.restart()
                name, found = _of_call(called, resolver)
                if found:
                    yield called, name, found


def _of_call(called: Called, resolver: Resolver) -> tuple[str, tuple[Hazard, ...]]:
    """Return what a call is about, and what is wrong with it: nothing, unless that is known."""
    value = resolver.value(called.node.func, called.scope)
    name = value.name if isinstance(value, External) else ""
    kind = hazards().get(name)
    if kind == Hazard.PROCESS_DEFAULT:
        pool = resolver.value(called.node.args[0], called.scope) if called.node.args else None
        if isinstance(pool, External) and pool.name in named("callables.process-pools"):
            return pool.name.removesuffix("()"), (Hazard.PROCESS_DEFAULT,)
        return "", ()
    if not called.scope.in_coroutine:
        # A synchronous route runs once for each request as well.
        served = any(looks_like_route(decorator) for decorator in getattr(called.scope.node, "decorator_list", []))
        made = served and kind == Hazard.EXECUTOR_MADE and is_per_call(called)
        return name, (Hazard.EXECUTOR_MADE,) if made else ()
    if kind is None:
        return _result_of_submitted(called, resolver)
    return name, _in_coroutine(called, Hazard(kind), resolver)


def _in_coroutine(called: Called, kind: Hazard, resolver: Resolver) -> tuple[Hazard, ...]:
    """Return what is wrong with a call of a hazardous name in a coroutine."""
    match kind:
        case Hazard.EXECUTOR_MADE:
            left = (Hazard.SHUTDOWN,) if leaves_work(called) else ()
            return (Hazard.EXECUTOR_MADE, *left) if is_per_call(called) else ()
        case Hazard.SHUTDOWN:
            told = [word.value for word in called.node.keywords if word.arg == "wait"] + called.node.args[:1]
            waits = all(isinstance(value, ast.Constant) and value.value for value in told)
            return (Hazard.SHUTDOWN,) if waits and finds_work(called) else ()
        case _ if _is_at_once(called) or (kind is Hazard.SELF_DEADLOCK and not _is_only_asked(called)):
            return ()
        case Hazard.ITERATES:
            parent = called.trail[0] if called.trail else None
            iterated = parent is not None and is_iterated(called.node, parent, called.scope, resolver)
            return (Hazard.ITERATES,) if iterated else ()
        case Hazard.SELF_DEADLOCK:
            return (Hazard.SELF_DEADLOCK,) if _is_on_own_loop(called, resolver) else (Hazard.RESULT,)
    return (kind,)


def _is_on_own_loop(called: Called, resolver: Resolver) -> bool:
    """Whether a coroutine asks its own loop to run what it then waits for, blocking that loop."""
    threadsafe = _origin(called.node.func, called.scope)
    loop = threadsafe.args[1] if threadsafe and len(threadsafe.args) > 1 else None
    value = resolver.value(loop, called.scope) if loop is not None else None
    if not isinstance(value, External) or value.made is None or value.name not in named("callables.running-loops"):
        return False
    return value.made[0].in_coroutine and function_of(value.made[0]) is function_of(called.scope)


def _result_of_submitted(called: Called, resolver: Resolver) -> tuple[str, tuple[Hazard, ...]]:
    """Return the hazard of `result()` on what a pool's `submit` gave in the same coroutine, and nobody awaited."""
    submitted = _origin(called.node.func, called.scope)
    value = resolver.value(submitted.func, called.scope) if submitted else None
    if not isinstance(value, External) or value.name not in offloaders() or _is_at_once(called):
        return "", ()
    submits = offloaders()[value.name].name in named("callables.submit") and _is_only_asked(called)
    return f"{value.name}().result", (Hazard.RESULT,) if submits else ()


def _origin(function: ast.expr, scope: Scope) -> ast.Call | None:
    """Return the call that gave the receiver of a method, through one name, or the elements of one list."""
    node = function.value if isinstance(function, ast.Attribute) else None
    if isinstance(node, ast.Name):
        owner = scope.owner(node.id)
        bindings = owner.own_bindings.get(node.id, []) if owner else []
        if len(bindings) != 1:
            return None
        binding = bindings[0]
        node = binding.value if isinstance(binding, Assignment) and not binding.path else None
        if isinstance(binding, Iteration) and isinstance(binding.iterable, ast.Name) and not binding.path:
            listed = scope.owner(binding.iterable.id)
            stored = listed.own_bindings.get(binding.iterable.id, []) if listed else []
            several = stored[0].value if len(stored) == 1 and isinstance(stored[0], Assignment) else None
            node = several.elt if isinstance(several, ast.ListComp | ast.SetComp) else None
    return node if isinstance(node, ast.Call) else None


def _is_only_asked(called: Called) -> bool:
    """Whether a function only asks a future for its result: nothing awaits it, or looks whether it is done."""
    function = called.node.func
    receiver = function.value if isinstance(function, ast.Attribute) else None
    if not isinstance(receiver, ast.Name):
        return True
    asked = ("result", "exception", "cancel")
    around = called.scope.owner(receiver.id) or called.scope
    return all(isinstance(parent, ast.Attribute) and parent.attr in asked for _, parent in uses(receiver.id, around))


def _is_at_once(called: Called) -> bool:
    """Whether a time limit of zero makes the call no wait."""
    told = [word.value for word in called.node.keywords if word.arg == "timeout"] + called.node.args[-1:]
    return any(isinstance(value, ast.Constant) and value.value == 0 for value in told)
