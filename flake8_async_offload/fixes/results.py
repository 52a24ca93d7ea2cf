"""What is done with a call's result: an asynchronous result cannot always be used the same way."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from flake8_async_offload.catalog.contexts import takes
from flake8_async_offload.fixes.layout import UnclearError
from flake8_async_offload.fixes.taking import taker
from flake8_async_offload.model import Twin
from flake8_async_offload.resolve import Resolver
from flake8_async_offload.scopes import Scope
from flake8_async_offload.syntax import Trail, around

_CONSUMERS = frozenset(
    {"all", "any", "dict", "enumerate", "filter", "frozenset", "iter", "list", "map", "max", "min", "next", "set"}
    | {"sorted", "sum", "tuple", "zip"}
)
_PAIRS = ("enumerate", "zip")
_COPIES = ("list", "reversed", "tuple")


def usable(node: ast.AST, trail: Trail | None, scope: Scope, twin: Twin, resolver: Resolver) -> None:
    """Raise UnclearError where the result of `node`, below `trail`, may not be what the code around it takes."""
    if any(isinstance(outer, ast.JoinedStr) for outer in around(trail)):
        raise UnclearError("it stands in an f-string")
    if twin.plain:
        return
    held = _held(node, scope.home, resolver)
    consumed = _handling(scope.home).consumed
    keys: tuple[str | int, ...] = (id(node), *held.names)
    for child in (child for key in keys for child in consumed.get(key, ())):
        if held.depth(child) == 0:
            how = f"its result, {child.id}," if isinstance(child, ast.Name) else "its result"
            when = "" if isinstance(child, ast.Name) else " at once"
            raise UnclearError(f"{how} is iterated or entered{when}, and the asynchronous one may not be")


def returned(node: ast.AST, scope: Scope, resolver: Resolver) -> bool:
    """Whether a function gives the result of one of its calls back."""
    held = _held(node, scope, resolver)
    return any(given.value is not None and held.depth(given.value) == 0 for given in scope.returns)


class Held(NamedTuple):
    """What holds the result of one expression: how many lists are around it, 0 for the result itself or its task."""

    result: ast.AST
    scope: Scope
    resolver: Resolver
    names: dict[str, int]

    def depth(self, node: ast.AST) -> int | None:
        """Return how many lists are around the result in what an expression gives; None where it is not in there."""
        if node is self.result:
            return 0
        match node:
            case ast.Name(id=name, ctx=ast.Load()):
                return self.names.get(name)
            case ast.Await(value=inner) | ast.NamedExpr(value=inner):
                return self.depth(inner)
            case ast.Subscript(value=inner, slice=index):
                return self._less(inner, 0 if isinstance(index, ast.Slice) else 1)
            case ast.Starred(value=inner):
                return self._less(inner, 1)
            case ast.BoolOp(values=parts):
                return self._least(parts, 0)
            case ast.IfExp(body=one, orelse=other):
                return self._least((one, other), 0)
            case ast.List(elts=parts) | ast.Tuple(elts=parts):
                return self._least(parts, 1)
            case ast.ListComp(elt=part) | ast.GeneratorExp(elt=part) | ast.SetComp(elt=part):
                return self._least([part], 1)
            case ast.Call():
                return self._of_call(node)
        return None

    def _of_call(self, node: ast.Call) -> int | None:
        match node.func:
            case ast.Attribute(value=task, attr="result"):
                return self.depth(task)
            case ast.Name(id=name) if name in _PAIRS:
                return self._least(node.args, 1)
            case ast.Name(id=name) if name in _COPIES:
                return self._least(node.args, 0)
        if not (name := taker(node, self.scope, self.resolver)):
            return None
        return self._least(node.args, 1 if name in takes().several else 0)

    def _less(self, node: ast.AST, fewer: int) -> int | None:
        depth = self.depth(node)
        return None if depth is None or depth < fewer else depth - fewer

    def _least(self, nodes: Iterable[ast.AST], more: int) -> int | None:
        depths = [depth for node in nodes if (depth := self.depth(node)) is not None]
        return min(depths) + more if depths else None


def _held(node: ast.AST, scope: Scope, resolver: Resolver) -> Held:
    """Return what holds a result in a function: names are followed until no more are found."""
    held, given = Held(node, scope, resolver, {}), _handling(scope).given
    keys: list[str | int] = [id(node)]
    while keys:
        for inner in given.get(keys.pop(), ()):
            for target, depth in _given(inner, held):
                for name, less in _named(target, depth):
                    if less < held.names.get(name, less + 1):
                        held.names[name] = less
                        keys.append(name)
    return held


class Handling(NamedTuple):
    """What a function does with its values: by each name, and each call, that such a value is made of."""

    given: dict[str | int, list[ast.AST]]  # nodes that give it to something
    consumed: dict[str | int, list[ast.AST]]  # expressions that are iterated or entered


def _handling(scope: Scope) -> Handling:
    """Return what a function does with its values; it is asked about each of its offloads, walked once."""
    memo, key = scope.module.memo, ("handling", id(scope), 0)
    if key not in memo:
        memo[key] = found = Handling({}, {})
        for above in ast.walk(scope.node):
            if (value := _value(above)[1]) is not None:
                _enter(found.given, value, above)
            for child in ast.iter_child_nodes(above):
                if _consumes(above, child):
                    _enter(found.consumed, child, child)
    known: Handling = memo[key]
    return known


def _enter(table: dict[str | int, list[ast.AST]], value: ast.AST, node: ast.AST) -> None:
    parts = (part for part in ast.walk(value) if isinstance(part, ast.Name | ast.Call))
    for key in dict.fromkeys(part.id if isinstance(part, ast.Name) else id(part) for part in parts):
        table.setdefault(key, []).append(node)


def _given(node: ast.AST, held: Held) -> Iterator[tuple[ast.AST, int]]:
    """Yield what a node gives the result to, each with how many lists are around it there."""
    targets, value, more = _value(node)
    depth = held.depth(value) if value else None
    if depth is not None and depth + more >= 0:
        yield from ((target, depth + more) for target in targets)


def _value(node: ast.AST) -> tuple[list[ast.expr], ast.expr | None, int]:
    """Return what a node gives a value to, the value, and how many more lists are around it there."""
    match node:
        case ast.Assign():
            return node.targets, node.value, 0
        case ast.AnnAssign() | ast.NamedExpr() | ast.AugAssign():
            return [node.target], node.value, 0
        case ast.For() | ast.AsyncFor() | ast.comprehension():
            return [node.target], node.iter, -1
        case ast.Call(func=ast.Attribute(value=target, attr="append"), args=[value]):
            return [target], value, 1
    return [], None, 0


def _named(target: ast.AST, depth: int) -> Iterator[tuple[str, int]]:
    match target:
        case ast.Name(id=name):
            yield name, depth
        case ast.Tuple(elts=parts) | ast.List(elts=parts) if depth > 0:
            for part in parts:
                yield from _named(part, depth - 1)
        case ast.Starred(value=inner):
            yield from _named(inner, depth + 1)


def _consumes(above: ast.AST, node: ast.AST) -> bool:
    """Whether what stands around an expression iterates over its value, or enters it."""
    match above:
        case ast.For(iter=given) | ast.comprehension(iter=given) | ast.withitem(context_expr=given):
            return given is node
        case ast.Assign(targets=[ast.Tuple() | ast.List()], value=given):
            return given is node
        case ast.Call(func=ast.Name(id=name)):
            return name in _CONSUMERS
    return isinstance(above, ast.Starred | ast.YieldFrom)
