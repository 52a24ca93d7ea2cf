"""Calls that hold the event loop, or break it, by themselves: executors made, shut down, waited for in a coroutine."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TypeAlias

from flake8_async_offload.catalog.circumstances import hazard_words, hazards, named
from flake8_async_offload.catalog.offloaders import offloaders
from flake8_async_offload.circumstances.futures import is_done, is_only_asked, origin
from flake8_async_offload.circumstances.pools import finds_work, is_per_call, leaves_work
from flake8_async_offload.circumstances.uses import is_iterated
from flake8_async_offload.model import Hazard
from flake8_async_offload.resolve import Class, External, Resolver, Value, dotted_name
from flake8_async_offload.resolve.attributes import ancestors
from flake8_async_offload.routes import looks_like_route
from flake8_async_offload.scopes import Called, Module
from flake8_async_offload.syntax import last_name

Found: TypeAlias = tuple[Called, str, tuple[Hazard, ...]]


def of_module(module: Module, resolver: Resolver) -> Iterator[Found]:
    """Yield the hazardous calls of a module, each with the public dotted name of what it is about."""
    words, ends, source = hazard_words(), tuple(named("callables.executors-end-in")), module.source
    near = {*source.lines_naming(words), *(line for end in ends for line in source.lines_saying(f"{end}("))}
    for scope in module.scope.everything(sorted(near)):
        for called in scope.calls:
            last = last_name(called.node.func)
            if last in words or last.endswith(ends):
                resolver.restart()
                name, found = _of_call(called, resolver)
                if found:
                    yield called, name, found


def _of_call(called: Called, resolver: Resolver) -> tuple[str, tuple[Hazard, ...]]:
    """Return what a call is about, and what is wrong with it: nothing, unless that is known."""
    value = resolver.value(called.node.func, called.scope)
    name, kind = dotted_name(value) or "", _kind(value, resolver)
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


def _kind(value: Value | None, resolver: Resolver) -> str | None:
    """Return the kind of hazard that a call of something is; a class of the project's is what its base is."""
    bases = ancestors(resolver, value) if isinstance(value, Class) else [value]
    kinds = (hazards().get(base.name) for base in bases if isinstance(base, External))
    return next((kind for kind in kinds if kind), None)


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
        case _ if _is_at_once(called) or (kind is Hazard.SELF_DEADLOCK and not is_only_asked(called)):
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
    threadsafe = origin(called.node.func, called.scope, resolver)
    loop = threadsafe.args[1] if threadsafe and len(threadsafe.args) > 1 else None
    value = resolver.value(loop, called.scope) if loop is not None else None
    if not isinstance(value, External) or value.made is None or value.name not in named("callables.running-loops"):
        return False
    return value.made[0].in_coroutine and value.made[0].home is called.scope.home


def _result_of_submitted(called: Called, resolver: Resolver) -> tuple[str, tuple[Hazard, ...]]:
    """Return the hazard of `result()` on what a pool's `submit` gave in the same coroutine, and nobody awaited."""
    submitted = origin(called.node.func, called.scope, resolver)
    value = resolver.value(submitted.func, called.scope) if submitted else None
    if not isinstance(value, External) or value.name not in offloaders() or _is_at_once(called):
        return "", ()
    submits = offloaders()[value.name].name in named("callables.submit")
    blocks = submitted and submits and is_only_asked(called) and not is_done(called, submitted)
    return f"{value.name}().result", (Hazard.RESULT,) if blocks else ()


def _is_at_once(called: Called) -> bool:
    """Whether a time limit of zero makes the call no wait."""
    told = [word.value for word in called.node.keywords if word.arg == "timeout"] + called.node.args[-1:]
    return any(isinstance(value, ast.Constant) and value.value == 0 for value in told)
