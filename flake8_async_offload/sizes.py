"""How large the shared pools are in a project: what resizes them, and where."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flake8_async_offload.amounts import number
from flake8_async_offload.catalog.pools import Shared, shared
from flake8_async_offload.model import Place
from flake8_async_offload.offload import Handed
from flake8_async_offload.places import executor_of
from flake8_async_offload.resolve import Resolver
from flake8_async_offload.scopes import Module


@dataclass(frozen=True, slots=True)
class Size:
    """A shared pool's size and where it is known from."""

    workers: int | None
    said: str
    ceiling: int | None = None
    made: str | None = None


def standard() -> dict[Place, Size]:
    """Return the sizes where nothing resizes the pools."""
    return {Place(name): Size(pool.workers, pool.said, pool.ceiling) for name, pool in shared().items()}


def words() -> tuple[str, ...]:
    """Return what a file that resizes a pool mentions."""
    return tuple(pool.word for pool in shared().values() if pool.word)


def resized(modules: Iterable[Module], resolver: Resolver) -> dict[Place, Size]:
    """Return the sizes that some modules give the shared pools; of several, the first."""
    found = dict(standard())
    for module in modules:
        for name, pool in shared().items():
            if pool.word and pool.word in module.source.text:
                for size in (*_replaced(pool, module, resolver), *_assigned(pool, module, resolver)):
                    found[Place(name)] = size
    return found


def _replaced(pool: Shared, module: Module, resolver: Resolver) -> Iterator[Size]:
    """Yield the executors that calls put in the pool's place."""
    for scope in module.scope.everything():
        for called in scope.calls:
            node = called.node
            if not isinstance(node.func, ast.Attribute) or node.func.attr != pool.replaced or not node.args:
                continue
            resolver.restart()
            value = resolver.value(node.args[0], called.scope)
            handed = Handed(node.args[0], called.scope)
            _, executor = executor_of(handed, called.scope, value, module.source, resolver)
            where = f"{node.func.attr} at {module.source.path}:{node.lineno}"
            workers = executor.workers if executor else None
            formula = (executor.workers_from or "").removesuffix(f", {executor.made}") if executor else ""
            default = formula if executor and formula != executor.made else None
            said = f"{default}, {where}" if workers is None and default else where
            yield Size(workers, said, pool.ceiling if workers is None and default == pool.said else None, where)


def _assigned(pool: Shared, module: Module, resolver: Resolver) -> Iterator[Size]:
    """Yield the sizes that assignments give the pool: `current_default_thread_limiter().total_tokens = 100`."""
    if not pool.of or pool.of not in module.source.text:
        return
    for node in ast.walk(module.source.tree):
        if not isinstance(node, ast.Assign):
            continue
        if not any(isinstance(target, ast.Attribute) and target.attr == pool.attribute for target in node.targets):
            continue
        *_, scope = module.scope.everything([node.lineno])
        workers = number(node.value, scope, resolver)
        where = f"{pool.attribute} at {module.source.path}:{node.lineno}"
        said = where if workers is not None else f"{module.source.segment(node.value)}, {where}"
        yield Size(workers, said, made=where)
