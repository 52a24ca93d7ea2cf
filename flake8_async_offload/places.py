"""Where an offload runs: which pool, how many workers it has, and where that is said."""

from __future__ import annotations

import ast

from flake8_async_offload.bindings import FUNCTIONS, Assignment
from flake8_async_offload.catalog.offloaders import executors
from flake8_async_offload.discover import Handed, Offload
from flake8_async_offload.model import Executor, Place
from flake8_async_offload.resolve import NOTHING, External, Instance, Resolver, dotted_name
from flake8_async_offload.scopes import Scope
from flake8_async_offload.source import Source


def place(offload: Offload, resolver: Resolver, source: Source) -> tuple[Place, Executor | None]:
    """Return the place an offload takes its work to, with the executor where one is named."""
    offloader = offload.offloader
    own = Place.DEFAULT if offloader.place == "executor" else Place(offloader.place)
    if offload.executor is None:
        return (Place.DEFAULT if _insensitive(offload) else own), None
    value = resolver.value(offload.executor.node, offload.executor.scope)
    if value == NOTHING or (isinstance(offloader.executor, int) and offloader.passes == "all"):
        return own, None
    where, executor = executor_of(offload.executor, offload.scope, value, source, own)
    return (own if own is Place.PROCESS else where), executor  # a limiter bounds processes as well as threads


def executor_of(
    handed: Handed, scope: Scope, value: object, source: Source, own: Place = Place.DEFAULT
) -> tuple[Place, Executor | None]:
    """Return the place an executor's expression stands for, and the executor's definition."""
    module = handed.scope.module
    name = (module.source if module.source is not source else source).segment(handed.node)
    made = value.made if isinstance(value, External | Instance) else None
    kind = executors().get(value.name) if isinstance(value, External) else None
    if kind is None:
        unknown = Place.DEDICATED if own is Place.LIMITER else Place.UNKNOWN
        shown = dotted_name(value) if isinstance(value, External | Instance) else None
        return unknown, Executor(name, shown or "unknown")
    where = Place(kind.place)
    if where is Place.DEDICATED and made and made[0].in_coroutine and _function(made[0]) is _function(scope):
        where = Place.PER_CALL
    given = _size(made[1], kind.workers, kind.keyword) if made else None
    given = None if isinstance(given, ast.Constant) and given.value is None else given
    workers = number(given, made[0]) if made and given else None
    there = f"{made[0].module.source.path}:{made[1].lineno}" if made else None
    said = kind.default or None if given is None else there
    return where, Executor(name, next(iter(kind.names)).removesuffix("()"), workers, said, there)


def _size(made: ast.Call, position: int, keyword: str) -> ast.expr | None:
    """Return what the call that makes an executor says of its size."""
    given = made.args[position] if 0 <= position < len(made.args) else None
    return next((word.value for word in made.keywords if word.arg == keyword), given)


def number(node: ast.expr, scope: Scope) -> int | None:
    """Return the whole number an expression stands for: a constant, or a name that is only ever bound to one."""
    if isinstance(node, ast.Name) and (owner := scope.owner(node.id)):
        found = owner.own_bindings.get(node.id, [])
        values = [binding.value for binding in found if isinstance(binding, Assignment) and not binding.path]
        node = values[0] if len(found) == len(values) == 1 and values[0] else node
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, int) else None


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
