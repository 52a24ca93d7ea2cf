"""A client made by its asynchronous class: the construction and all of its uses in the file change together."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from flake8_async_offload.cure import Run
from flake8_async_offload.discover import Discovery
from flake8_async_offload.fixes import awaiting
from flake8_async_offload.fixes.layout import Layout, UnclearError
from flake8_async_offload.model import Edit, Place, Remedy, Span, Twin
from flake8_async_offload.resolve import External, Resolver
from flake8_async_offload.scopes import Scope
from flake8_async_offload.source import Source
from flake8_async_offload.syntax import last_name

_PART = re.compile("client|session|transport|connection")


@dataclass(frozen=True, slots=True)
class Swap:
    """A client's name, the call that makes it, and the classes before and after."""

    name: str
    attribute: bool  # the name is an attribute of `self`
    made: ast.Call
    before: str
    after: str
    local: bool  # a variable of one function


def of_client(callee: ast.expr, scope: Scope, twin: Twin, resolver: Resolver, source: Source) -> Remedy:
    """Return how the client behind a callee is swapped for its asynchronous class, or why it is not; never safe."""
    try:
        swap = _swap(callee, scope, twin, resolver)
        key = ("swap", id(swap.made), 0)
        memo = scope.module.memo
        if key not in memo:
            memo[key] = _together(swap, scope, resolver, source)
        known: Remedy = memo[key]
    except UnclearError as unclear:
        return Remedy(why=str(unclear))
    return known


def _swap(callee: ast.expr, scope: Scope, twin: Twin, resolver: Resolver) -> Swap:
    root = _root(callee)
    value = resolver.value(root, scope)
    after = twin.name.partition("()")[0]
    if not isinstance(value, External) or value.made is None or twin.near or "()" not in twin.name:
        raise UnclearError(f"the asynchronous form is made or called in another way: {twin.name}")
    before, (maker, made) = value.name.removesuffix("()"), value.made
    if "()" in before or before.rpartition(".")[0] != after.rpartition(".")[0] or maker.module is not scope.module:
        raise UnclearError(f"the asynchronous form is made or called in another way: {twin.name}")
    attribute = isinstance(root, ast.Attribute)
    local = not attribute and isinstance(maker.node, ast.FunctionDef | ast.AsyncFunctionDef)
    return Swap(last_name(root), attribute, made, before, after, local)


def _root(callee: ast.expr) -> ast.expr:
    """Return the object at the beginning of a callee: a name, or an attribute of `self`. Raises UnclearError."""
    node = callee
    while isinstance(node, ast.Attribute):
        if isinstance(node.value, ast.Name) and node.value.id == "self":
            return node
        node = node.value
    if not isinstance(node, ast.Name):
        raise UnclearError("the client has no name of its own")
    return node


def _together(swap: Swap, scope: Scope, resolver: Resolver, source: Source) -> Remedy:
    edits = [*_construction(swap, source)]
    covered = set()
    for root, remedy in _uses(swap, scope, resolver, source):
        if remedy.why:
            return Remedy(why=f"another use of {swap.name}: {remedy.why}")
        covered.add(id(root))
        edits += remedy.edits
    for node in ast.walk(source.tree):
        if _is_it(node, swap) and id(node) not in covered:
            return Remedy(why=f"{swap.name} is also used in other ways")
    private = () if swap.local else (swap.name,)
    return Remedy(tuple(replace(edit, safe=False) for edit in edits), private=private)


def _is_it(node: ast.AST, swap: Swap) -> bool:
    """Whether a node reads the client by its name; the one assignment is not a use, a second one is."""
    match node:
        case ast.Assign(targets=[target], value=value) if value is swap.made:
            return not isinstance(target, ast.Name | ast.Attribute)
        case ast.Attribute(attr=name, ctx=ast.Load()):
            return swap.attribute and name == swap.name
        case ast.Name(id=name, ctx=ast.Load()):
            return not swap.attribute and name == swap.name
        case ast.Constant(value=name):
            return name == swap.name and not swap.local
    return False


def _construction(swap: Swap, source: Source) -> Iterator[Edit]:
    assigned = any(isinstance(node, ast.Assign) and node.value is swap.made for node in ast.walk(source.tree))
    if not assigned:
        raise UnclearError("the client is not made by a plain assignment")
    if part := next((word.arg for word in swap.made.keywords if _PART.search(word.arg or "")), None):
        raise UnclearError(f"the client is given a {part}, which may be of a synchronous class")
    new, func = swap.after.rpartition(".")[2], swap.made.func
    if isinstance(func, ast.Attribute):
        layout = Layout(func, source)
        yield Edit(layout.origin, f"{source.segment(func.value)}.{new}")
        return
    aliases = [
        alias for node in source.tree.body if isinstance(node, ast.ImportFrom) for alias in node.names
        if isinstance(func, ast.Name) and alias.name == func.id and alias.asname is None
    ]  # fmt: skip
    if len(aliases) != 1 or not isinstance(func, ast.Name) or func.id != swap.before.rpartition(".")[2]:
        raise UnclearError("the class is imported in another way")
    yield Edit(source.span(func), new)
    names = {alias.name for node in source.tree.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    if new not in names:
        end, column = aliases[0].end_lineno or 0, aliases[0].end_col_offset or 0
        yield Edit(Span(end, column, end, column), f", {new}")


def _uses(swap: Swap, scope: Scope, resolver: Resolver, source: Source) -> Iterator[tuple[ast.expr, Remedy]]:
    """Yield the roots of all calls that the client makes, each with how the call is awaited."""
    module = scope.module
    for offload in Discovery(resolver).offloads(module):
        run = Run.of(offload, resolver)
        root = _root_of(run.callee.node, swap) if run else None
        if run and root is not None:
            twin = _twin(run.callee.node, run.callee.scope, root, swap, resolver, source)
            yield root, awaiting.of_offload(offload, None, twin, Place.DEFAULT, resolver, source) if twin else _NONE
    for inner in module.scope.everything():
        for called in inner.calls if inner.in_coroutine else ():
            root = _root_of(called.node.func, swap)
            twin = _twin(called.node.func, called.scope, root, swap, resolver, source) if root is not None else None
            if root is not None and twin:
                yield root, awaiting.of_call(called, twin, resolver, source)


_NONE = Remedy(why="it has no asynchronous form")


def _root_of(callee: ast.expr, swap: Swap) -> ast.expr | None:
    try:
        root = _root(callee)
    except UnclearError:
        return None
    return root if _is_it(root, swap) and root is not callee else None


def _twin(
    callee: ast.expr, scope: Scope, root: ast.expr, swap: Swap, resolver: Resolver, source: Source
) -> Twin | None:
    """Return the twin of a call of the client, written on the client's own name."""
    value, client = resolver.value(callee, scope), resolver.value(root, scope)
    twin = resolver.catalogue.twin(value.name) if isinstance(value, External) else None
    ours = isinstance(client, External) and client.made is not None and client.made[1] is swap.made
    if twin is None or not ours or not twin.name.startswith(f"{swap.after}()."):
        return None
    rest = twin.name[len(swap.after) + 2 :]
    return replace(twin, callee=f"{source.segment(root)}{rest}", same_object="()" not in rest)
