"""Fan-outs: calls made per item side by side, and whether anything keeps their number small."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from flake8_async_offload.bindings import COMPREHENSIONS, Assignment, Comprehension, Definition, Iteration
from flake8_async_offload.catalog.contexts import bounds, spawn_words
from flake8_async_offload.catalog.limits import fan_out
from flake8_async_offload.resolve import Class, External, Instance, Resolver
from flake8_async_offload.scopes import Scope
from flake8_async_offload.syntax import Trail, around, last_name

Loop: TypeAlias = ast.For | ast.AsyncFor | Comprehension

MOST = 100  # a constant number of calls up to this is somebody's choice
_DEEPEST = 5
_LONGEST = 60


def spread(
    scope: Scope, trail: Trail | None, resolver: Resolver, node: ast.AST | None = None, call: str = ""
) -> str | None:
    """Return the loop that makes a call once per item, in the source's words, where nothing keeps the number small.

    The work of some offloaders, named by `call`, starts with the call itself; that of others, and of coroutines,
    when something runs beside the loop what the calls gave.
    """
    home, at_once = scope.home, call in fan_out().at_once
    inside = [node] if node else []
    while trail:
        above, trail = trail
        if isinstance(above, ast.Await | ast.While):
            return None
        if isinstance(above, (ast.For, ast.AsyncFor, *COMPREHENSIONS)):
            kept = set(_keepers(inside) if isinstance(above, ast.For | ast.AsyncFor) else _keepers_of(trail))
            if _awaited(kept, above) or not (at_once or _spawned(inside, above, trail, kept, home)):
                return None
            return _unbounded(above, home, resolver)
        inside.append(above)
    return None


def few(scope: Scope, trail: Trail | None) -> str | None:
    """Return what the innermost loop around a place goes over, where that is a constant or a setting: `range(4)`."""
    for node in around(trail):
        if isinstance(node, (ast.For, ast.AsyncFor, *COMPREHENSIONS)):
            parts = [node.iter] if isinstance(node, ast.For | ast.AsyncFor) else [part.iter for part in node.generators]
            segment = scope.module.source.segment
            return next((_shortened(segment(part)) for part in parts if _is_setting(part)), None)
    return None


def _is_setting(node: ast.expr) -> bool:
    """Whether an iterable is a display, or a range up to a constant or a setting."""
    match node:
        case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts):
            return bool(parts) and not any(isinstance(part, ast.Starred) for part in parts)
        case ast.Call(func=ast.Name(id="range"), args=[*_, stop]):
            constant = isinstance(stop, ast.Constant) and isinstance(stop.value, int) and stop.value <= MOST
            return constant or isinstance(stop, ast.Attribute) or (isinstance(stop, ast.Name) and stop.id.isupper())
    return False


def held(scope: Scope, trail: Trail | None, resolver: Resolver) -> bool:
    """Whether a place is entered only with leave: in a semaphore, in something nobody can name, behind `acquire`."""
    for above in around(trail):
        for item in above.items if isinstance(above, ast.AsyncWith) else ():
            value = resolver.value(item.context_expr, scope)
            if isinstance(value, External) and value.name in bounds():
                return True
            if not isinstance(value, External) and item.optional_vars is None:
                return True
    return not scope.home.called_names.isdisjoint(fan_out().take)


def spawned(trail: Trail | None) -> bool:
    """Whether a call's coroutine is handed to something that runs it beside the caller."""
    return any(_spawns(node) for node in around(trail))


def _keepers(inside: Iterable[ast.AST]) -> Iterator[str]:
    """Yield the names that keep what a loop's call gives: `task = f(x)`, `tasks.append(f(x))`, `tasks[key] = f(x)`."""
    for node in inside:
        match node:
            case ast.Assign(targets=targets):
                for target in targets:
                    yield from _names(target)
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="append" | "add" | "extend")):
                yield name


def _keepers_of(trail: Trail | None) -> Iterator[str]:
    """Yield the names that a comprehension's value is kept under."""
    for node in around(trail):
        if isinstance(node, ast.Assign):
            yield from _keepers([node])
        elif isinstance(node, ast.AugAssign | ast.AnnAssign):
            yield from _names(node.target)


def _awaited(kept: set[str], loop: Loop) -> bool:
    """Whether a loop awaits in its own body what it keeps: one after the other, or some at a time."""
    return any(isinstance(node, ast.Await) and kept.intersection(_names(node)) for node in ast.walk(loop))


def _spawned(inside: Iterable[ast.AST], loop: Loop, trail: Trail | None, kept: set[str], home: Scope) -> bool:
    """Whether what the calls give is run side by side: spawned in the loop, gathered around it or after it."""
    if any(_spawns(node) for node in inside):
        return True
    if not isinstance(loop, ast.For | ast.AsyncFor):
        call = next((node for node in around(trail) if isinstance(node, ast.Call)), None)
        if call:
            return _spawns(call)
    return any(_spawns(called.node) and kept.intersection(_names(called.node)) for called in home.calls)


def _spawns(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and last_name(node.func) in spawn_words()


def _unbounded(loop: Loop, home: Scope, resolver: Resolver) -> str | None:
    parts = [loop] if isinstance(loop, ast.For | ast.AsyncFor) else loop.generators
    if any(_small(part.iter, home, resolver, _DEEPEST) for part in parts):
        return None
    segment = home.module.source.segment
    return _shortened(f"for {segment(parts[0].target)} in {segment(parts[0].iter)}")


def _shortened(said: str) -> str:
    said = " ".join(said.split())
    return said if len(said) <= _LONGEST else f"{said[: _LONGEST - 3]}..."


def _small(node: ast.expr, scope: Scope, resolver: Resolver, depth: int) -> bool:
    """Whether an iterable holds few items, or as many as somebody chose: a literal, a chunk, a constant, an enum."""
    if depth == 0:
        return False
    match node:
        case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts):
            return bool(parts) and not any(isinstance(part, ast.Starred) for part in parts)
        case ast.Dict(keys=keys):
            return bool(keys) and None not in keys
        case ast.Constant(value=str()) | ast.Subscript(slice=ast.Slice(upper=ast.expr())):
            return True
        case ast.Call():
            return _small_call(node, scope, resolver, depth - 1)
        case ast.BinOp(left=left, right=right) | ast.IfExp(body=left, orelse=right):
            return all(_small(part, scope, resolver, depth - 1) for part in (left, right))
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            return any(_small(part.iter, scope, resolver, depth - 1) for part in node.generators)
        case ast.Name(id=name):
            chosen = name.isupper() or name in fan_out().named
            return chosen or _small_name(name, scope, resolver, depth - 1) or _is_class(node, scope, resolver)
        case ast.Attribute(attr=name):
            return name.isupper() or _is_class(node, scope, resolver) or _small_member(node, scope, resolver, depth - 1)
    return False


def _small_member(node: ast.Attribute, scope: Scope, resolver: Resolver, depth: int) -> bool:
    """Whether an object's attribute is a display in its class, or a property that returns one."""
    owner = resolver.value(node.value, scope)
    cls = owner.type.scope if isinstance(owner, Instance) else None
    found = [(binding, cls) for binding in cls.own_bindings.get(node.attr, [])] if cls else []
    stores = cls.self_stores.get(node.attr, []) if cls else []
    if cls is None or len(found) + len(stores) != 1 or (stores and _grows_in(cls, node.attr)):
        return False
    match [*found, *stores]:
        case [(Definition(node=ast.FunctionDef() as method), _)]:
            returned = [given.value for given in cls.child(method).returns]
            return bool(returned) and all(
                given and _small(given, cls.child(method), resolver, depth) for given in returned
            )
        case [(Assignment(value=ast.expr() as given, path=()), scope)]:
            return _small(given, scope, resolver, depth)
    return False


def _grows_in(cls: Scope, attribute: str) -> bool:
    """Whether a method of a class puts something into an attribute: `self.jobs.append(job)`."""
    owners = (_grown_by(called.node) for scope in cls.everything() for called in scope.calls)
    return any(isinstance(owner, ast.Attribute) and owner.attr == attribute for owner in owners)


def _small_call(node: ast.Call, scope: Scope, resolver: Resolver, depth: int) -> bool:
    name = last_name(node.func)
    if name == "range":
        return _small_range(node.args, scope, resolver, depth)
    if name in fan_out().small:
        return True
    if name not in fan_out().through:
        return False
    if not node.args and isinstance(node.func, ast.Attribute):
        return _small(node.func.value, scope, resolver, depth)
    return any(_small(argument, scope, resolver, depth) for argument in node.args)


def _small_range(arguments: list[ast.expr], scope: Scope, resolver: Resolver, depth: int) -> bool:
    """Whether a range is one of a chosen number: a small constant, or anything but the length of something large."""
    if not arguments:
        return False
    stop = arguments[0] if len(arguments) == 1 else arguments[1]
    if isinstance(stop, ast.Constant):
        return isinstance(stop.value, int) and stop.value <= MOST
    lengths = (
        part for part in ast.walk(stop) if isinstance(part, ast.Call) and last_name(part.func) == "len" and part.args
    )
    return all(_small(length.args[0], scope, resolver, depth) for length in lengths)


def _small_name(name: str, scope: Scope, resolver: Resolver, depth: int) -> bool:
    """Whether all that a name is bound to is small; one that a loop gives is a part of something already."""
    owner = scope.owner(name)
    if owner is None or name in _grown(scope.home):
        return False
    found = owner.own_bindings.get(name, [])
    if any(isinstance(binding, Iteration) for binding in found):
        return True
    values = [binding.value for binding in found if isinstance(binding, Assignment) and not binding.path]
    given = [value for value in values if value and not isinstance(value, ast.Constant)]
    return bool(given) and len(values) == len(found) and all(_small(value, owner, resolver, depth) for value in given)


def _grown_by(node: ast.Call) -> ast.expr | None:
    """Return what a call adds something to."""
    match node.func:
        case ast.Attribute(value=owner, attr="append" | "extend" | "add" | "update" | "insert"):
            return owner
    return None


def _grown(function: Scope) -> frozenset[str]:
    """Return the names that a function adds something to."""
    memo, key = function.module.memo, ("grown", id(function), 0)
    if key not in memo:
        owners = (_grown_by(called.node) for called in function.calls)
        memo[key] = frozenset(owner.id for owner in owners if isinstance(owner, ast.Name))
    known: frozenset[str] = memo[key]
    return known


def _is_class(node: ast.expr, scope: Scope, resolver: Resolver) -> bool:
    return isinstance(resolver.value(node, scope), Class)


def _names(node: ast.AST) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
