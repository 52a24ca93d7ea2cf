"""How the result of a call is used: awaited, iterated or entered; by signature, annotation, or the returned calls."""

from __future__ import annotations

import ast
from typing import NamedTuple

import griffe

from flake8_async_offload.catalog_verify.annotations import Value, annotated, path_of
from flake8_async_offload.catalog_verify.library import base_paths, body
from flake8_async_offload.catalog_verify.values import Reader

_AWAITABLE = ("Awaitable", "Coroutine", "CoroutineType", "Future", "Task")
_BLOCKING = ("concurrent.futures.", "google.api_core.future.")  # their futures are no awaitables
_ITERABLE = ("AsyncIterator", "AsyncIterable", "AsyncGenerator", "AsyncGeneratorType")
_ENTERED = ("AsyncContextManager", "AbstractAsyncContextManager", "_AsyncGeneratorContextManager")
_METHODS = {"__await__": "await", "__aiter__": "async for", "__anext__": "async for", "__aenter__": "async with"}


class Kind(NamedTuple):
    """What a call's result allows, and what every possible awaited result allows."""

    result: frozenset[str] = frozenset()  # of "await", "async for", "async with"
    awaited: frozenset[str] = frozenset()

    @property
    def shape(self) -> str | None:
        """The shape a catalogue line gives it, or None for what is not asynchronous."""
        if "await" in self.result:
            return "async for await" if "async for" in self.awaited else "await"
        return next((shape for shape in ("async for", "async with") if shape in self.result), None)

    def allows(self, shape: str) -> bool:
        """Whether the result can be used in this way."""
        return ("await" if shape == "async for await" else shape) in self.result


def kind(reader: Reader, name: str) -> Kind | None:
    """Return how a call of the dotted name is used, or None where the name does not exist or is no callable."""
    found = [each for value in reader.resolve(name) if (each := _kind(reader, value)) is not None]
    if not found:
        return None
    return Kind(frozenset().union(*(each.result for each in found)), found[0].awaited)


def is_async(value: Value) -> bool:
    """Whether the callable is asynchronous and nothing else: what may return an awaitable or a value may be sync."""
    if not isinstance(value.found, griffe.Function):
        return False
    told = value.found.returns
    told = told.left if isinstance(told, griffe.ExprSubscript) else told
    return "async" in value.found.labels or bool(_by_name(path_of(told)) & {"await", "async for"})


def _kind(reader: Reader, value: Value, depth: int = 0) -> Kind | None:
    if isinstance(value.found, griffe.Class):
        special = reader.library.member(value.found, "__call__") if value.instance else None
        if isinstance(special, griffe.Function):
            return _kind(reader, Value(special.path, special, owner=value.found), depth)
        return None if value.instance else Kind(abilities(reader, value._replace(instance=True)))
    if not isinstance(value.found, griffe.Function):
        return _typed(reader, value)
    return _function(reader, value.found, value.owner, depth)


def _typed(reader: Reader, value: Value) -> Kind | None:
    """Return the kind of an attribute annotated as a Callable."""
    if value.path.rpartition(".")[2] == "Callable" and len(value.arguments) == 2:
        scope = reader.library.lookup("typing") or griffe.Module("typing")
        results = list(annotated(reader.library, value.arguments[1], scope, None))
        return Kind(frozenset().union(*(abilities(reader, result) for result in results)))
    return None


def _function(reader: Reader, function: griffe.Function, owner: griffe.Class | None, depth: int) -> Kind:
    decorators = {str(decorator.callable_path).rpartition(".")[2] for decorator in function.decorators}
    if "asynccontextmanager" in decorators:
        return Kind(frozenset({"async with"}))
    results = reader.call(Value(function.path, function, owner=owner))
    ability = [abilities(reader, result) for result in results]
    if "async" in function.labels:
        tree = body(function)
        if tree is not None and _yields(tree):
            return Kind(frozenset({"async for"}))
        return Kind(frozenset({"await"}), _common(ability))
    if "coroutine" in decorators:
        return Kind(frozenset({"await"}))
    found = frozenset().union(*ability)
    if not found and depth < 4:
        found = _by_returned_calls(reader, function, owner, depth)
    later = [abilities(reader, inner) for result in results for inner in awaited(reader, result, function, owner)]
    return Kind(found, _common(later))


def _by_returned_calls(
    reader: Reader, function: griffe.Function, owner: griffe.Class | None, depth: int
) -> frozenset[str]:
    """Return what the functions give whose calls a plain `def` returns: `return self.send(...)`, send being async."""
    tree = body(function)
    found: frozenset[str] = frozenset()
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, ast.Return) and isinstance(node.value, ast.Call):
            callee = griffe.safe_get_expression(node.value.func, parent=function.parent)  # type: ignore[arg-type]
            for value in reader.valued(callee, function, owner):
                if isinstance(value.found, griffe.Function) and value.found is not function:
                    each = _kind(reader, value, depth + 1)
                    found |= each.result if each else frozenset()
    return found


def abilities(reader: Reader, value: Value) -> frozenset[str]:
    """Return how an instance of a type is used."""
    if value.found is None:
        return _by_name(value.path)
    if not isinstance(value.found, griffe.Class):
        return frozenset()
    found: set[str] = set()
    for each in reader.library.line(value.found):
        found.update(shape for method, shape in _METHODS.items() if method in each.members)
        unread = (base for base in base_paths(each) if reader.library.lookup(base) is None)
        found.update(shape for base in unread for shape in _by_name(base))
    return frozenset(found)


def _by_name(path: str) -> frozenset[str]:
    last = "" if path.startswith(_BLOCKING) else path.rpartition(".")[2]
    names = {"await": _AWAITABLE, "async for": _ITERABLE, "async with": _ENTERED}
    return frozenset(shape for shape, words in names.items() if last in words)


def awaited(reader: Reader, value: Value, scope: griffe.Function, owner: griffe.Class | None) -> list[Value]:
    """Return what awaiting an Awaitable gives, by its type argument."""
    if value.found is None and value.path.rpartition(".")[2] in _AWAITABLE and value.arguments:
        return list(annotated(reader.library, value.arguments[-1], scope, owner))
    return []


def _common(abilities_of_each: list[frozenset[str]]) -> frozenset[str]:
    return frozenset.intersection(*abilities_of_each) if abilities_of_each else frozenset()


def _yields(tree: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    waiting: list[ast.AST] = list(tree.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Yield | ast.YieldFrom):
            return True
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            waiting.extend(ast.iter_child_nodes(node))
    return False
