"""Where an offload runs: which pool, how many workers it has, and where that is said."""

from __future__ import annotations

import ast

from flake8_async_offload.bindings import FUNCTIONS
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
    return _of_executor(offload.executor, offload.scope, value, source, own)


def _of_executor(
    handed: Handed, scope: Scope, value: object, source: Source, own: Place
) -> tuple[Place, Executor | None]:
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
    workers = _workers(made[1], kind.workers, kind.keyword) if made else None
    said = f"{made[0].module.source.path}:{made[1].lineno}" if made and workers is not None else kind.default or None
    return where, Executor(name, next(iter(kind.names)).removesuffix("()"), workers, said)


def _workers(made: ast.Call, position: int, keyword: str) -> int | None:
    given = made.args[position] if 0 <= position < len(made.args) else None
    given = next((word.value for word in made.keywords if word.arg == keyword), given)
    return given.value if isinstance(given, ast.Constant) and isinstance(given.value, int) else None


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
