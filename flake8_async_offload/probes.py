"""Routes that an orchestrator asks, to see whether the process lives or can work."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_async_offload.catalog.implicit import Asks, is_dependency, is_given, is_probe_path
from flake8_async_offload.syntax import last_name


def is_probe(route: str, function: ast.AST | None, *, whole: bool) -> bool:
    """Whether a route, `GET /healthz`, is a probe by its path, and by its function where that is known."""
    if not isinstance(function, ast.FunctionDef):
        return is_probe_path(route, asks=Asks.FOR_MORE, names=())
    return is_probe_path(route, asks=_asks(function), names=_mentions(function), whole=whole)


def _asks(function: ast.FunctionDef) -> Asks:
    """Return what a route needs beside what each request brings: nothing, dependencies, or something of the caller."""
    parameters = [
        pair for pair in _parameters(function.args) if not is_given(pair[0].arg, last_name(pair[0].annotation))
    ]
    if not parameters:
        return Asks.FOR_NOTHING
    depend = all(is_dependency(_called(arg) | _called(default)) for arg, default in parameters)
    return Asks.FOR_DEPENDENCIES if depend else Asks.FOR_MORE


def _parameters(signature: ast.arguments) -> Iterator[tuple[ast.arg, ast.expr | None]]:
    """Yield a signature's parameters, each with its default."""
    plain = [*signature.posonlyargs, *signature.args]
    without = len(plain) - len(signature.defaults)
    yield from zip(plain, [*[None] * without, *signature.defaults], strict=True)
    yield from zip(signature.kwonlyargs, signature.kw_defaults, strict=True)


def _called(part: ast.AST | None) -> set[str]:
    """Return the last names of what a part of a signature calls."""
    return {last_name(node.func) for node in ast.walk(part) if isinstance(node, ast.Call)} if part else set()


def _mentions(function: ast.FunctionDef) -> Iterator[str]:
    """Yield the names in a function's decorators, not of what they belong to, and in its parameters' defaults."""
    for part in (*function.decorator_list, function.args):
        called = part.func if isinstance(part, ast.Call) else part
        owner = called.value if isinstance(called, ast.Attribute) else None
        for node in ast.walk(part):
            match node:
                case ast.Name(id=name) | ast.Attribute(attr=name) | ast.keyword(arg=str(name)) if node is not owner:
                    yield name
