"""An offloaded function of the file's own becomes `async def` as a whole, where only the offload calls it."""

from __future__ import annotations

import ast

from flake8_async_offload.bindings import FUNCTIONS
from flake8_async_offload.cure import Run, in_source
from flake8_async_offload.discover import Handed, Offload
from flake8_async_offload.fixes.awaiting import bounded, of_call, rewritten
from flake8_async_offload.fixes.layout import UnclearError
from flake8_async_offload.fixes.results import usable
from flake8_async_offload.fixes.taking import exchangeable, given
from flake8_async_offload.model import Edit, Reached, Remedy, Span
from flake8_async_offload.resolve import External, Function, Resolver, Value
from flake8_async_offload.scopes import Scope
from flake8_async_offload.source import Source

_NAMED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def of_function(
    offload: Offload, runs: Value | None, reaches: tuple[Reached, ...], resolver: Resolver, source: Source
) -> Remedy:
    """Return how an offloaded function becomes a coroutine function, or why it does not."""
    try:
        exchangeable(offload, resolver)
        scope = _function(offload, runs)
        name = _only_here(scope, source)
        edits = [*_calls(offload, scope, reaches, resolver, source), _as_coroutine(scope, source)]
        edits.append(rewritten(offload, _named(offload, source), resolver, source, safe=not bounded(offload, resolver)))
    except UnclearError as unclear:
        return Remedy(why=str(unclear))
    return Remedy(tuple(edits), private=(name,) if _visible(scope) else ())


def _function(offload: Offload, runs: Value | None) -> Scope:
    """Return the scope of a plain function of this very file. Raises UnclearError."""
    if not isinstance(runs, Function) or not isinstance(runs.scope.node, ast.FunctionDef):
        raise UnclearError("what runs is no function of the project")
    if runs.scope.module is not offload.scope.module:
        raise UnclearError("the function is in another file")
    node = runs.scope.node
    if node.decorator_list or runs.scope.yields or runs.scope.inner:
        raise UnclearError(f"{node.name} is decorated, a generator, or holds further functions")
    return runs.scope


def _named(offload: Offload, source: Source) -> str:
    """Return the function as the offload names it, behind a partial too. Raises UnclearError."""
    handed = offload.callee.node if offload.callee else offload.node
    callee = handed.args[0] if isinstance(handed, ast.Call) and handed.args else handed
    if not isinstance(callee, ast.Name | ast.Attribute):
        raise UnclearError("what is offloaded is not named")
    return source.segment(callee)


def _visible(scope: Scope) -> bool:
    return scope.parent is None or not isinstance(scope.parent.node, FUNCTIONS)


def _only_here(scope: Scope, source: Source) -> str:
    """Return the function's name. Raises UnclearError where it is public, or the file uses it more than once."""
    name, parent = scope.name, scope.parent
    if _visible(scope) and (not name.startswith("_") or name.endswith("__")):
        raise UnclearError(f"{name} is public: others may call it")
    around: ast.AST = parent.node if parent and not _visible(scope) else source.tree
    if sum(_is_use(node, scope) for node in ast.walk(around)) != 1:
        raise UnclearError(f"{name} has other callers")
    return name


def _is_use(node: ast.AST, scope: Scope) -> bool:
    """Whether a node uses a function's name, or gives it another meaning."""
    match node:
        case ast.Name(id=name):
            method = scope.parent is not None and isinstance(scope.parent.node, ast.ClassDef)
            return name == scope.name and not method
        case ast.Attribute(attr=name) | ast.Constant(value=name) if _visible(scope):
            return name == scope.name
        case ast.ClassDef(body=body) if _visible(scope):
            again = (inner for inner in body if isinstance(inner, _NAMED) and inner is not scope.node)
            return any(inner.name == scope.name for inner in again)
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            return name == scope.name and node is not scope.node and not _visible(scope)
    return False


def _calls(
    offload: Offload, scope: Scope, reaches: tuple[Reached, ...], resolver: Resolver, source: Source
) -> list[Edit]:
    """Return the edits that await every SDK call in a function. Raises UnclearError where one of them is no such."""
    edits: list[Edit] = []
    found = set()
    for called in scope.calls:
        value = resolver.value(called.node.func, called.scope)
        twin = resolver.catalogue.twin(value.name) if isinstance(value, External) else None
        if not isinstance(value, External) or twin is None:
            continue
        found.add(value.name)
        run = Run(Handed(called.node.func, called.scope), tuple(called.node.args), tuple(called.node.keywords))
        remedy = of_call(called, in_source(twin, run, resolver, source), resolver, source)
        if called.trail and isinstance(called.trail[0], ast.Return):
            usable(*given(offload), offload.scope, twin, resolver)
        if remedy.why:
            raise UnclearError(remedy.why)
        edits += remedy.edits
    for reached in reaches:
        if reached.chain != (scope.name,) or reached.name not in found:
            raise UnclearError(f"{reached.path} is more than one function away")
    return edits


def _as_coroutine(scope: Scope, source: Source) -> Edit:
    if not isinstance(scope.node, ast.FunctionDef):
        raise UnclearError("what runs is no function")
    span = source.span(scope.node)
    return Edit(Span(span.line, span.column, span.line, span.column), "async ")
