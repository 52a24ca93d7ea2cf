"""Where an offload runs: which pool, how many workers it has, and where that is said."""

from __future__ import annotations

import ast
from typing import TypeAlias

from flake8_async_offload.amounts import number
from flake8_async_offload.bindings import FUNCTIONS
from flake8_async_offload.catalog.offloaders import ExecutorKind, executors
from flake8_async_offload.model import Executor, Place
from flake8_async_offload.offload import Handed, Offload
from flake8_async_offload.resolve import NOTHING, External, Function, Instance, Resolver, dotted_name
from flake8_async_offload.resolve.attributes import ancestors
from flake8_async_offload.scopes import Scope
from flake8_async_offload.source import Source
from flake8_async_offload.syntax import last_name

Made: TypeAlias = tuple[Scope, ast.Call]


def place(offload: Offload, resolver: Resolver, source: Source) -> tuple[Place, Executor | None]:
    """Return the place an offload takes its work to, with the executor where one is named."""
    offloader = offload.offloader
    own = Place.DEFAULT if offloader.place == "executor" else Place(offloader.place)
    if offload.executor is None:
        return (Place.DEFAULT if _insensitive(offload) else own), None
    value = resolver.value(offload.executor.node, offload.executor.scope)
    if value == NOTHING or (isinstance(offloader.executor, int) and offloader.passes == "all"):
        return own, None
    where, executor = executor_of(offload.executor, offload.scope, value, source, resolver, own)
    return (own if own is Place.PROCESS else where), executor  # a limiter bounds processes as well as threads


def executor_of(
    handed: Handed, scope: Scope, value: object, source: Source, resolver: Resolver, own: Place = Place.DEFAULT
) -> tuple[Place, Executor | None]:
    """Return the place an executor's expression stands for, and the executor's definition."""
    module = handed.scope.module
    name = (module.source if module.source is not source else source).segment(handed.node)
    kind, made, sized = _definition(value, resolver)
    if kind is None:
        unknown = Place.DEDICATED if own is Place.LIMITER else Place.UNKNOWN
        shown = dotted_name(value) if isinstance(value, External | Instance) else None
        return unknown, Executor(name, shown or "unknown")
    where = Place(kind.place)
    if where is Place.DEDICATED and made and made[0].in_coroutine and _function(made[0]) is _function(scope):
        where = Place.PER_CALL
    given = _size(sized[1], kind.workers, kind.keyword) if sized else None
    there = f"{made[0].module.source.path}:{made[1].lineno}" if made else None
    if given is None or sized is None or (isinstance(given, ast.Constant) and given.value is None):
        default, ceiling = (kind.default or None, kind.ceiling) if made else (None, None)
        return where, Executor(name, kind.name, None, default, there, ceiling)
    workers = number(given, sized[0], resolver)
    formula = " ".join(sized[0].module.source.segment(given).split())
    return where, Executor(name, kind.name, workers, there if workers is not None else f"{formula}, {there}", there)


def _definition(value: object, resolver: Resolver) -> tuple[ExecutorKind | None, Made | None, Made | None]:
    """Return an executor's kind, the call that makes it, and the call that says its size."""
    if isinstance(value, External):
        return executors().get(value.name), value.made, value.made
    if not isinstance(value, Instance):
        return None, None, None
    bases = (base for base in ancestors(resolver, value.type) if isinstance(base, External))
    kind = next((executors()[f"{base.name}()"] for base in bases if f"{base.name}()" in executors()), None)
    start = resolver.attribute(value, "__init__")
    if not isinstance(start, Function):
        return kind, value.made, value.made
    above = (call for call in start.scope.calls if last_name(call.node.func) == "__init__")
    return kind, value.made, next(((call.scope, call.node) for call in above), None)


def _size(made: ast.Call, position: int, keyword: str) -> ast.expr | None:
    """Return what the call that makes an executor says of its size."""
    given = made.args[position] if 0 <= position < len(made.args) else None
    return next((word.value for word in made.keywords if word.arg == keyword), given)


def _insensitive(offload: Offload) -> bool:
    keyword = offload.offloader.insensitive
    if keyword is None or not isinstance(offload.node, ast.Call):
        return False
    values = (word.value for word in offload.node.keywords if word.arg == keyword)
    return any(isinstance(value, ast.Constant) and value.value is False for value in values)


def _function(scope: Scope) -> Scope | None:
    around: Scope | None = scope
    while around and not isinstance(around.node, FUNCTIONS):
        around = around.parent
    return around
