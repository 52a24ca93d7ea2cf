"""What an offload's callee touches in its thread, through the project's own functions."""

from __future__ import annotations

import ast
from itertools import pairwise
from typing import NamedTuple

from flake8_async_offload.bindings import Parameter
from flake8_async_offload.catalog.circumstances import named, unlimited
from flake8_async_offload.cure import Run
from flake8_async_offload.offload import Offload
from flake8_async_offload.resolve import Class, External, Function, Instance, Partial, Resolver, Value
from flake8_async_offload.scopes import Called, Scope
from flake8_async_offload.syntax import Trail, around, last_name

DEEPEST = 4
MOST_CALLS = 400


class Touch(NamedTuple):
    """A call of somebody else's callable that the thread makes."""

    name: str
    function: ast.expr
    arguments: tuple[ast.expr, ...]
    keywords: tuple[ast.keyword, ...]
    scope: Scope
    trail: Trail | None

    @property
    def written(self) -> str:
        """The callable as the source names it, in one line: `request_id.get`."""
        return " ".join(self.scope.module.source.segment(self.function).split())


class Thread(NamedTuple):
    """All that a callee calls, and the functions of the project that it goes through."""

    touches: tuple[Touch, ...]
    functions: tuple[Scope, ...]

    def first(self, names: frozenset[str]) -> Touch | None:
        """Return the first touch of one of these names."""
        return next((touch for touch in self.touches if touch.name in names), None)


def of_callee(offload: Offload, runs: Value | None, run: Run | None, resolver: Resolver) -> Thread:
    """Return what a callee touches: itself, where it is other people's; through its body, where it is ours."""
    if isinstance(runs, External) and run is not None:
        touch = Touch(runs.name, run.callee.node, run.arguments, run.keywords, run.callee.scope, offload.trail)
        return Thread((touch,), ())
    start = _body(runs, resolver)
    if start is None:
        return Thread((), ())
    memo, key = start.module.memo, ("thread", id(start), 0)
    if key not in memo:
        memo[key] = _followed(start, resolver)
    known: Thread = memo[key]
    return known


def loop_object(thread: Thread, resolver: Resolver) -> str | None:
    """Return the call that touches an object of the event loop, unless the thread made that object itself."""
    for touch in thread.touches:
        meant = touch.name in named("threads.loop-objects") and not _is_for_the_loop(touch, resolver)
        if meant and not _is_made_there(touch, thread, resolver):
            return touch.name
    return None


def new_loop(thread: Thread, resolver: Resolver) -> str | None:
    """Return what runs a coroutine on a loop of its own, unless that coroutine makes its own client."""
    touch = thread.first(named("threads.new-loops"))
    if touch is None:
        return None
    given = touch.arguments[0] if touch.arguments else None
    runs = resolver.value(given.func, touch.scope) if isinstance(given, ast.Call) else None
    inside = [*thread.functions, *([runs.scope] if isinstance(runs, Function) else [])]
    return None if any(_makes_a_client(scope, resolver) for scope in inside) else touch.name


def without_limit(thread: Thread) -> str | None:
    """Return a network call that may wait for ever."""
    for touch in thread.touches:
        told = unlimited().get(touch.name)
        if told is None:
            continue
        keyword, position = told
        given = len(touch.arguments) >= position or any(word.arg in (keyword, None) for word in touch.keywords)
        of_instance = named("threads.limits-instance") if "()" in touch.name else frozenset[str]()
        text = touch.scope.module.source.text
        if not given and not any(word in text for word in named("threads.limits-all") | of_instance):
            return touch.name
    return None


def thread_unsafe(thread: Thread, offload: Offload, resolver: Resolver) -> str | None:
    """Return a call that must not run in two threads at once, where no lock stands around it."""
    if _is_locked(offload.trail):
        return None
    for touch in thread.touches:
        facts = resolver.catalogue.facts(touch.name)
        if facts and facts.thread_unsafe and not _is_locked(touch.trail):
            return touch.name
    return None


def polls(thread: Thread) -> bool:
    """Whether the thread looks whether it has been cancelled."""
    return any(touch.name.rpartition(".")[2] in named("limits.polls") for touch in thread.touches)


def _body(value: Value | None, resolver: Resolver) -> Scope | None:
    """Return the function of the project that calling a value runs in the same thread."""
    while isinstance(value, Partial):
        value = value.callee
    if isinstance(value, Class):
        value = resolver.attribute(Instance(value), "__init__")
    elif isinstance(value, Instance):
        value = resolver.attribute(value, "__call__")
    return value.scope if isinstance(value, Function) and not value.is_coroutine else None


def _followed(start: Scope, resolver: Resolver) -> Thread:
    functions, touches = {start: None}, []
    level = [start]
    for _ in range(DEEPEST):
        below = []
        for called in (called for scope in level for called in scope.calls[:MOST_CALLS]):
            resolver.restart()
            value = None if _stands_in(called) else resolver.value(called.node.func, called.scope)
            if isinstance(value, External):
                touches.append(_touch(value.name, called))
            elif (body := _body(value, resolver)) and body not in functions:
                functions[body] = None
                below.append(body)
        level = below
    return Thread(tuple(touches), tuple(functions))


def _stands_in(called: Called) -> bool:
    """Whether a call gives what a parameter does not, which the offload may well give: `user or current_user()`."""
    for node in around(called.trail):
        if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or) and isinstance(node.values[0], ast.Name):
            bindings = called.scope.own_bindings.get(node.values[0].id, ())
            return any(isinstance(binding, Parameter) for binding in bindings)
    return False


def _touch(name: str, called: Called) -> Touch:
    node = called.node
    return Touch(name, node.func, tuple(node.args), tuple(node.keywords), called.scope, called.trail)


def _is_made_there(touch: Touch, thread: Thread, resolver: Resolver) -> bool:
    receiver = touch.function.value if isinstance(touch.function, ast.Attribute) else None
    value = resolver.value(receiver, touch.scope) if receiver is not None else None
    made = value.made[0] if isinstance(value, External) and value.made else None
    return made is not None and any(made is function for function in thread.functions)


def _is_for_the_loop(touch: Touch, resolver: Resolver) -> bool:
    """Whether a function runs a loop itself, or gets this far on the loop's thread only."""
    words = {last_name(called.node.func) for called in touch.scope.calls}
    branches = any(isinstance(node, ast.If) for node in around(touch.trail))
    return (
        not words.isdisjoint(named("threads.drives"))
        or (branches and not words.isdisjoint(named("threads.careful")))
        or (not touch.scope.in_coroutine and _comes_after(touch, named("threads.only-on-loops"), resolver))
    )


def _comes_after(touch: Touch, names: frozenset[str], resolver: Resolver) -> bool:
    """Whether a call of one of these names stands above a place, in the same block or in one around it."""
    inside = [*around(touch.trail), touch.scope.home.node]
    above: list[ast.stmt] = []
    for inner, outer in pairwise(inside):
        for block in (getattr(outer, field, None) for field in ("body", "orelse", "finalbody")):
            above += block[: block.index(inner)] if isinstance(block, list) and inner in block else []
    first = [called for called in touch.scope.calls if above and any(node in above for node in around(called.trail))]
    values = (resolver.value(called.node.func, called.scope) for called in first)
    return any(isinstance(value, External) and value.name in names for value in values)


def _makes_a_client(scope: Scope, resolver: Resolver) -> bool:
    """Whether a function constructs an asynchronous class: `httpx.AsyncClient()`, but not `client.get()`."""
    values = (resolver.value(called.node, called.scope) for called in scope.calls)
    names = (value.name for value in values if isinstance(value, External))
    made = (name for name in names if name.endswith("()") and name.count("()") == 1)
    return any(name.rpartition(".")[2][:1].isupper() and resolver.catalogue.is_async(name) for name in made)


def _is_locked(trail: Trail | None) -> bool:
    """Whether a lock stands around a place, by its name."""
    return any(_names_a_lock(item.context_expr) for node in around(trail) for item in getattr(node, "items", ()))


def _names_a_lock(node: ast.expr) -> bool:
    last = last_name(node.func if isinstance(node, ast.Call) else node).lower()
    return any(word in last for word in ("lock", "mutex", "sem", "guard"))
