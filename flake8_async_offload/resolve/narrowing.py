"""What a name or an attribute stands for where `isinstance` has been asked of it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flake8_async_offload.bindings import Assignment, Binding, Parameter
from flake8_async_offload.resolve.attributes import ancestors, shared
from flake8_async_offload.resolve.values import NOTHING, Argument, External, Instance, Value
from flake8_async_offload.scopes import Scope
from flake8_async_offload.syntax import KindTest, dotted

if TYPE_CHECKING:
    from flake8_async_offload.resolve import Resolver

_TYPE = External("type()")


def value(resolver: Resolver, node: ast.Name | ast.Attribute, scope: Scope, plain: Value | None) -> Value | None:
    """Return what an expression stands for on its line; `plain` is what it stands for wherever nothing is asked."""
    if not scope.module.asked or not (plain is None or isinstance(plain, Argument | External | Instance)):
        return plain
    excluded: list[Value | None] = []
    for test, asking in _tests(dotted(node), scope, node.lineno):
        kinds = [resolver.annotated(kind, asking) for kind in _parts(test.kind)]
        if test.holds and (narrowed := _narrowed(resolver, plain, shared(resolver, kinds))):
            return narrowed
        excluded += [] if test.holds else kinds
    open_still = excluded and (plain == NOTHING or not isinstance(plain, External | Instance))
    return _left(resolver, node, scope, excluded) or plain if open_still else plain


def _tests(name: str, scope: Scope, line: int) -> Iterator[tuple[KindTest, Scope]]:
    """Yield what was asked of a name or its attribute on the way to a line, with the scope that asks."""
    root, _, attribute = name.partition(".")
    owner = scope.owner(root)
    around = scope if owner and owner.parent else None
    while around:
        for test in around.kinds.get(name, ()):
            first, last = test.lines
            stores = around.attribute_stores.get((root, attribute), ()) if attribute else owner.own_bindings[root]  # type: ignore[union-attr]
            if first <= line <= last and not any(first <= store.line < line for store in stores):
                yield test, around
        around = around.parent if around is not owner else None


def _parts(kind: ast.expr) -> list[ast.expr]:
    """Return the members of a union, or of the tuple of classes that `isinstance` may be given."""
    match kind:
        case ast.Tuple(elts=parts):
            return [part for each in parts for part in _parts(each)]
        case ast.BinOp(op=ast.BitOr(), left=left, right=right):
            return [*_parts(left), *_parts(right)]
        case ast.Subscript(value=ast.Name(id="Union" | "Optional") | ast.Attribute(attr="Union" | "Optional")):
            return _parts(kind.slice)
    return [kind]


def _narrowed(resolver: Resolver, plain: Value | None, promised: Value | None) -> Value | None:
    """Return what is known when both hold: the class that is below the other."""
    if promised is None or promised == _TYPE:
        return None
    if not isinstance(plain, Instance):
        return promised
    below = isinstance(promised, Instance) and plain.type in ancestors(resolver, promised.type)
    return promised if below else None


def _left(
    resolver: Resolver, node: ast.Name | ast.Attribute, scope: Scope, excluded: list[Value | None]
) -> Value | None:
    """Return what an annotated union still allows when some of its members are ruled out."""
    match list(_bindings(resolver, node, scope)):
        case [(Parameter(arg=ast.arg(annotation=ast.expr() as union)), home)]:
            home = home.parent or home
        case [(Assignment(annotation=ast.expr() as union), home), *_]:
            pass
        case _:
            return None
    members = [resolver.annotated(part, home) for part in _parts(union)]
    return shared(resolver, [member for member in members if member not in excluded])


def _bindings(resolver: Resolver, node: ast.Name | ast.Attribute, scope: Scope) -> Iterator[tuple[Binding, Scope]]:
    """Yield what binds a name, or the attribute of an object whose class is the project's."""
    if isinstance(node, ast.Name):
        owner = scope.owner(node.id)
        yield from ((binding, owner) for binding in (owner.own_bindings.get(node.id, ()) if owner else ()) if owner)
        return
    receiver = resolver.value(node.value, scope)
    if isinstance(receiver, Instance):
        cls = receiver.type.scope
        yield from ((binding, cls) for binding in cls.own_bindings.get(node.attr, ()))
        yield from cls.self_stores.get(node.attr, ())
