"""A client made by its asynchronous class: the construction and all of its uses in the file change together."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

from flake8_async_offload.cure import Run
from flake8_async_offload.discover import Discovery
from flake8_async_offload.fixes import awaiting
from flake8_async_offload.fixes.importing import beside
from flake8_async_offload.fixes.layout import Layout, UnclearError
from flake8_async_offload.model import Edit, Place, Remedy, Span, Twin
from flake8_async_offload.resolve import External, Resolver
from flake8_async_offload.resolve.attributes import enclosing_class
from flake8_async_offload.scopes import Scope
from flake8_async_offload.source import Source
from flake8_async_offload.syntax import last_name

_PART = re.compile("client|session|transport|connection")


class Swap(NamedTuple):
    """A client's name, the call that makes it and where, and the classes before and after."""

    name: str
    attribute: bool  # the name is an attribute of `self`
    made: ast.Call
    maker: Scope
    before: str
    after: str

    @property
    def around(self) -> ast.AST:
        """What may use the client: the function whose variable it is, or the file."""
        local = not self.attribute and isinstance(self.maker.node, ast.FunctionDef | ast.AsyncFunctionDef)
        return self.maker.node if local else self.maker.module.scope.node

    @property
    def private(self) -> tuple[str, ...]:
        """The name that no other file may use, with the class that has it as an attribute."""
        if self.around is self.maker.node and self.maker.parent:
            return ()
        cls = enclosing_class(self.maker) if self.attribute else None
        return (f"{cls.name}.{self.name}" if cls else self.name,)


def of_client(callee: ast.expr, scope: Scope, twin: Twin, resolver: Resolver, source: Source) -> Remedy:
    """Return how the client behind a callee is swapped for its asynchronous class, or why it is not; never safe."""
    try:
        swap = _swap(callee, scope, twin, resolver)
        key = ("swap", id(swap.made), 0)
        memo = scope.module.memo
        if key not in memo:
            memo[key] = _together(swap, resolver, source)
        known: Remedy = memo[key]
    except UnclearError as unclear:
        return Remedy(why=str(unclear))
    return known


def _swap(callee: ast.expr, scope: Scope, twin: Twin, resolver: Resolver) -> Swap:
    root = _root(callee)
    value = resolver.value(root, scope)
    after = twin.name.partition("()")[0]
    if twin.near or "()" not in twin.name:
        raise UnclearError(f"the asynchronous form is made or called in another way: {twin.name}")
    if not isinstance(value, External) or value.made is None:
        raise UnclearError("the client is handed in from elsewhere, or made in several places")
    before, (maker, made) = value.name.removesuffix("()"), value.made
    if "()" in before or before.rpartition(".")[0] != after.rpartition(".")[0] or maker.module is not scope.module:
        raise UnclearError(f"the asynchronous form is made or called in another way: {twin.name}")
    return Swap(last_name(root), isinstance(root, ast.Attribute), made, maker.home, before, after)


def _root(callee: ast.expr) -> ast.expr:
    """Return the object at the beginning of a callee: a name, or an attribute of `self`. Raises UnclearError."""
    node = callee
    while isinstance(node, ast.Attribute | ast.Call):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self":
            return node
        node = node.value if isinstance(node, ast.Attribute) else node.func
    if not isinstance(node, ast.Name):
        raise UnclearError("the client has no name of its own")
    return node


def _together(swap: Swap, resolver: Resolver, source: Source) -> Remedy:
    edits = [*_construction(swap, resolver, source)]
    covered = set()
    for root, remedy in _uses(swap, resolver, source):
        if remedy.why:
            return Remedy(why=f"another use of {swap.name}: {remedy.why}")
        covered.add(id(root))
        edits += remedy.edits
    for above in ast.walk(swap.around):
        for node in ast.iter_child_nodes(above):
            if _is_it(node, swap) and id(node) not in covered and not _asks(above):
                return Remedy(why=f"{swap.name} is also used in other ways")
    return Remedy(tuple(edit._replace(safe=False) for edit in dict.fromkeys(edits)), private=swap.private)


def _is_it(node: ast.AST, swap: Swap) -> bool:
    """Whether a node reads the client by its name, or annotates it anywhere but where it is made."""
    match node:
        case ast.AnnAssign(target=target, value=value) if value is not swap.made:
            return last_name(target) == swap.name
        case ast.Attribute(attr=name, ctx=ast.Load()):
            return swap.attribute and name == swap.name
        case ast.Name(id=name, ctx=ast.Load()):
            return not swap.attribute and name == swap.name
        case ast.Constant(value=name):
            return name == swap.name and swap.around is swap.maker.module.scope.node
    return False


def _asks(above: ast.AST) -> bool:
    """Whether what stands around a client asks whether there is one."""
    match above:
        case ast.Compare(ops=[ast.Is() | ast.IsNot()], comparators=[ast.Constant(value=None)]):
            return True
        case ast.UnaryOp(op=ast.Not()):
            return True
    return False


def _construction(swap: Swap, resolver: Resolver, source: Source) -> Iterator[Edit]:
    """Yield the edits of the statement that makes the client, and of the imports. Raises UnclearError."""
    if part := next((word.arg for word in swap.made.keywords if _PART.search(word.arg or "")), None):
        raise UnclearError(f"the client is given a {part}, which may be of a synchronous class")
    yield from _named(swap.made.func, swap, resolver, source)
    old = last_name(swap.made.func)
    if any(isinstance(node, ast.Constant) and node.value == old for node in ast.walk(source.tree)):
        raise UnclearError(f"{old} also stands in a text, by which it may be looked up elsewhere")
    for statement in ast.walk(swap.around):
        match statement:
            case ast.Assign(targets=[ast.Name() | ast.Attribute()], value=value) if value is swap.made:
                return
            case ast.AnnAssign(annotation=annotation, value=value) if value is swap.made:
                yield from _named(annotation, swap, resolver, source)
                return
            case ast.With(items=[ast.withitem(context_expr=entered, optional_vars=ast.Name())]) if entered is swap.made:
                if not swap.maker.in_coroutine:
                    raise UnclearError("the client is entered outside of a coroutine")
                span = source.span(statement)
                yield Edit(Span(span.line, span.column, span.line, span.column), "async ")
                return
    raise UnclearError("the client is not made by a plain assignment")


def _named(node: ast.expr, swap: Swap, resolver: Resolver, source: Source) -> Iterator[Edit]:
    """Yield the edits that make a name of the class before one of the class after. Raises UnclearError."""
    module, _, old = swap.before.rpartition(".")
    new = swap.after.rpartition(".")[2]
    value = resolver.value(node, swap.maker)
    if not isinstance(value, External) or value.name != swap.before or last_name(node) != old:
        raise UnclearError("the class is named in another way")
    if isinstance(node, ast.Attribute):
        yield Edit(Layout(node, source).origin, f"{source.segment(node.value)}.{new}")
    else:
        yield Edit(source.span(node), new)
        yield from beside(old, new, module, swap.maker, source)


def _uses(swap: Swap, resolver: Resolver, source: Source) -> Iterator[tuple[ast.expr, Remedy]]:
    """Yield the roots of all calls that the client makes, each with how the call is awaited."""
    module = swap.maker.module
    inside = {id(node) for node in ast.walk(swap.around)}
    for offload in Discovery(resolver).offloads(module):
        run = Run.of(offload, resolver)
        root = _root_of(run.callee.node, swap) if run else None
        if run and root is not None and id(root) in inside:
            twin = _twin(run.callee.node, run.callee.scope, root, swap, resolver, source)
            yield root, awaiting.of_offload(offload, None, twin, Place.DEFAULT, resolver, source) if twin else _NONE
    for inner in module.scope.everything():
        for called in inner.calls if inner.in_coroutine else ():
            root = _root_of(called.node.func, swap)
            if root is not None and id(root) in inside:
                twin = _twin(called.node.func, called.scope, root, swap, resolver, source)
                if twin:
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
    if not isinstance(value, External) or twin is None or not ours or not twin.name.startswith(f"{swap.after}()."):
        return None
    rest = twin.name[len(swap.after) + 2 :]
    same = value.name.removeprefix(f"{swap.before}()") == rest and "()" in rest
    written = source.segment(callee) if same else f"{source.segment(root)}{rest}"
    return twin._replace(callee=written, same_object=same or "()" not in rest)
