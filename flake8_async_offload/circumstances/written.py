"""How an offload call is written: what it is handed, and whether its API, and a process, can take that."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from flake8_async_offload.bindings import COMPREHENSIONS, FUNCTIONS, Parameter
from flake8_async_offload.catalog.circumstances import named
from flake8_async_offload.circumstances.callables import cannot_be_called, is_plain
from flake8_async_offload.circumstances.uses import assigned, uses
from flake8_async_offload.cure import Run
from flake8_async_offload.model import Duration, Facts, Work
from flake8_async_offload.offload import Offload
from flake8_async_offload.resolve import External, Function, Instance, Resolver, Value, dotted_name
from flake8_async_offload.scopes import Scope
from flake8_async_offload.syntax import around, last_name

_WAITS = (Work.ASYNC_TWIN, Work.STDLIB_TWIN, Work.ASYNC_PACKAGE, Work.BLOCKING_IO, Work.WAIT, Work.FOREVER)
# What may catch StopIteration on the way, or turn it into something else.
_GUARDS = (ast.Try, ast.TryStar, ast.With, ast.GeneratorExp)
_SOON = (Duration.INSTANT, Duration.UNKNOWN)


def is_direct(offload: Offload) -> bool:
    """Whether the call is one of the offloader itself, not of a wrapper of the project's, which may do more."""
    return offload.name == offload.offloader.name


def is_sure(offload: Offload, resolver: Resolver) -> bool:
    """Whether the call surely is one of the offloader: by its name, or by what its receiver is usually called."""
    if not is_direct(offload) or not isinstance(offload.node, ast.Call):
        return False
    function = offload.node.func
    if isinstance(resolver.value(function, offload.scope), External) or not isinstance(function, ast.Attribute):
        return True
    receiver = function.value
    if isinstance(receiver, ast.Call):
        return False
    return last_name(receiver) in named("offloaders.receivers")


def called(offload: Offload, resolver: Resolver) -> str | None:
    """Return the call whose result is handed over although that result cannot be called."""
    handed = offload.callee
    calls_it = is_direct(offload) and offload.offloader.name not in named("offloaders.consuming")
    if not calls_it or handed is None or not isinstance(handed.node, ast.Call):
        return None
    callee = resolver.value(handed.node.func, handed.scope)
    return dotted_name(callee) if cannot_be_called(handed.node, handed.scope, resolver) else None


def coroutine(offload: Offload, runs: Value | None, resolver: Resolver) -> str | None:
    """Return the coroutine function that is handed over, itself or called by a lambda."""
    consumes = offload.offloader.name in named("offloaders.consuming")
    if not is_direct(offload) or offload.callee is None or consumes or _is_awaited_after_all(offload):
        return None
    pool = resolver.value(offload.executor.node, offload.executor.scope) if offload.executor else None
    if isinstance(pool, External) and pool.name in named("callables.any-executor"):
        return None
    if isinstance(runs, Function) and isinstance(runs.scope.node, ast.Lambda):
        body = runs.scope.node.body
        runs = resolver.value(body.func, runs.scope) if isinstance(body, ast.Call) else None
    if isinstance(runs, Function) and runs.is_coroutine and is_plain(runs, resolver):
        return dotted_name(runs)
    known = isinstance(runs, External) and runs.name in named("callables.coroutine")
    return dotted_name(runs) if known else None


def rejected(offload: Offload, resolver: Resolver) -> tuple[str, ...]:
    """Return the keywords that the offloader does not take."""
    if offload.offloader.passes != "positional" or not is_sure(offload, resolver):
        return ()
    return tuple(word.arg for word in offload.keywords if word.arg and word.arg not in offload.offloader.keywords)


def eager(offload: Offload, resolver: Resolver) -> tuple[str, ...]:
    """Return the blocking calls in the arguments and the receiver: they run on the loop, before the offload begins."""
    if not isinstance(offload.node, ast.Call) or not offload.scope.in_coroutine:
        return ()
    parts: list[tuple[ast.AST, Scope]] = []
    for argument in (*offload.node.args, *(word.value for word in offload.node.keywords)):
        # A call handed over as the callee is another mistake; what it is given is evaluated all the same.
        handed = offload.callee is not None and argument is offload.callee.node
        within = [argument.func, *argument.args] if handed and isinstance(argument, ast.Call) else [argument]
        parts += [(node, offload.scope) for node in within]
    found = (resolver.value(call.func, scope) for call, scope in _evaluated(parts))
    names = (value.name for value in found if isinstance(value, External))
    return tuple(dict.fromkeys(name for name in names if _holds_the_loop(resolver.catalogue.facts(name))))


def stop_iteration(offload: Offload, runs: Value | None, run: Run | None, resolver: Resolver) -> str | None:
    """Return the call that may raise StopIteration into an asyncio future: `next` without a default."""
    if offload.offloader.name not in named("offloaders.asyncio-future"):
        return None
    if run and isinstance(run.callee.node, ast.Attribute) and run.callee.node.attr == "__next__":
        return "__next__"
    if run and (name := _raises_stop(run.callee.node, [*run.arguments, *run.keywords], run.callee.scope, resolver)):
        return name
    if not isinstance(runs, Function) or runs.scope.yields:
        return None
    for found in runs.scope.calls:
        # A step of an iterator from outside; `next(x for x in ...)` looks for what its author knows to be there.
        steps = len(found.node.args) == 1 and _is_from_outside(found.node.args[0], runs.scope)
        if steps and not any(isinstance(node, _GUARDS) for node in found.ancestors()):
            given = [*found.node.args, *found.node.keywords]
            if name := _raises_stop(found.node.func, given, found.scope, resolver):
                return name
    return None


def _is_from_outside(node: ast.expr, scope: Scope) -> bool:
    if isinstance(node, ast.Attribute):
        return True
    own = scope.own_bindings.get(node.id, ()) if isinstance(node, ast.Name) else None
    return own is not None and all(isinstance(binding, Parameter) for binding in own)


def _raises_stop(callee: ast.expr, given: Sequence[ast.AST], scope: Scope, resolver: Resolver) -> str | None:
    value = resolver.value(callee, scope) if len(given) == 1 and not isinstance(given[0], ast.Starred) else None
    if not isinstance(value, External) or value.name not in named("callables.stop-iteration"):
        return None
    iterator = resolver.value(given[0], scope) if isinstance(given[0], ast.expr) else None
    endless = isinstance(iterator, External) and iterator.name in named("callables.endless")
    return None if endless else value.name


def unpicklable(offload: Offload, runs: Value | None, run: Run | None, resolver: Resolver) -> str | None:
    """Return what of a call cannot go to another process, in words."""
    pool = resolver.value(offload.executor.node, offload.executor.scope) if offload.executor else None
    if isinstance(pool, External) and pool.name in named("callables.cloudpickle"):
        return None
    handed = (*run.arguments, *(word.value for word in run.keywords)) if run else offload.arguments
    if any(isinstance(argument, ast.Lambda) for argument in handed):
        return "a lambda among the arguments"
    if isinstance(runs, Function):
        return _of_function(runs, resolver)
    if isinstance(runs, External):
        receiver, _, method = runs.name.rpartition(".")
        twin = resolver.catalogue.twin(runs.name)
        client = twin is not None and twin.package is None and "()" in receiver and method
        if client or receiver in named("callables.unpicklable"):
            return f"a method bound to {receiver}"
    return None


def _of_function(function: Function, resolver: Resolver) -> str | None:
    node, around = function.scope.node, function.scope.parent
    if isinstance(node, ast.Lambda):
        return "a lambda"
    if around and function.scope.name in around.declared_global:
        return None
    while around and not isinstance(around.node, FUNCTIONS):
        around = around.parent
    if around:
        return f"the nested function {function.scope.name}"
    return _of_instance(function.receiver, resolver) if isinstance(function.receiver, Instance) else None


def _of_instance(receiver: Instance, resolver: Resolver) -> str | None:
    """Return what an instance keeps that pickle refuses, where its class does not say how to pickle it."""
    owner = receiver.type.scope
    if any(name in owner.own_bindings for name in ("__getstate__", "__reduce__", "__reduce_ex__")):
        return None
    for attribute, stores in owner.self_stores.items():
        value = resolver.bound(stores)
        if isinstance(value, External) and value.name in named("callables.unpicklable"):
            return f"a method of {owner.name}, which keeps {value.name} in {attribute}"
    return None


def _is_awaited_after_all(offload: Offload) -> bool:
    """Whether the coroutine that the thread gives back is awaited in its turn, or known for one, at once or by name."""
    has_it = False
    for node in around(offload.trail):
        if has_it and isinstance(node, ast.Await):
            return True
        if has_it and isinstance(node, ast.Assign):
            found = (parent for name in assigned(node) for _, parent in uses(name, offload.scope))
            return any(isinstance(parent, ast.Await) or _asks_for_coroutine(parent) for parent in found)
        asked = isinstance(node, ast.Call) and last_name(node.func) == "result"
        has_it = has_it or asked or isinstance(node, ast.Await)
    return False


def _asks_for_coroutine(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and last_name(node.func) in named("callables.coroutine-checks")


def _evaluated(parts: list[tuple[ast.AST, Scope]]) -> Iterator[tuple[ast.Call, Scope]]:
    """Yield the calls that evaluating expressions makes, awaited ones and the bodies of lambdas aside."""
    while parts:
        node, scope = parts.pop()
        if isinstance(node, ast.Lambda):
            continue
        if isinstance(node, ast.Await) and isinstance(node.value, ast.Call):
            parts += [(argument, scope) for argument in node.value.args]
            continue
        if isinstance(node, ast.Call):
            yield node, scope
        inner = scope.child(node) if isinstance(node, COMPREHENSIONS) else scope
        parts += [(child, inner) for child in ast.iter_child_nodes(node)]


def _holds_the_loop(facts: Facts | None) -> bool:
    if facts is None or facts.lazy:
        return False
    if facts.work is Work.CPU:
        return facts.long or facts.duration in (Duration.SECONDS, Duration.LONG)
    return facts.work in _WAITS and facts.duration not in _SOON
