"""What lists, dictionaries and the like stand for, and what an index takes out of them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flake8_async_offload.bindings import Assignment, Binding
from flake8_async_offload.resolve import attributes
from flake8_async_offload.resolve.values import Class, Collection, External, Instance, Several, Value
from flake8_async_offload.scopes import Scope

if TYPE_CHECKING:
    from flake8_async_offload.resolve import Resolver

_EMPTY = frozenset({"list()", "dict()", "set()", "collections.deque()", "collections.OrderedDict()"})


def value(resolver: Resolver, node: ast.expr, scope: Scope) -> Value | None:
    """Return what a display, a comprehension, an index or a sum of them stands for."""
    match node:
        case ast.Tuple():
            return Several(tuple(resolver.value(element, scope) for element in node.elts))
        case ast.List(elts=parts) | ast.Set(elts=parts):
            kind = "list" if isinstance(node, ast.List) else "set"
            return Collection(kind, attributes.shared(resolver, (resolver.value(part, scope) for part in parts)))
        case ast.Dict():
            values = (resolver.value(given, scope) for given in node.values)
            return Collection("dict", attributes.shared(resolver, values))
        case ast.DictComp():
            return Collection("dict", resolver.value(node.value, scope.child(node)))
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp():
            kind = {ast.ListComp: "list", ast.SetComp: "set"}.get(type(node), "generator")
            return Collection(kind, resolver.value(node.elt, scope.child(node)))
        case ast.Subscript():
            several = filled(resolver, node.value, scope)
            return _item(resolver, several, node.slice) or _under_key(resolver, node, scope)
        case ast.BinOp(op=ast.Mod() | ast.Add(), left=left):
            added = resolver.value(left, scope)
            return added if added == External("str()") or isinstance(added, Collection) else None
        case ast.BinOp(op=ast.Div(), left=left):  # pathlib's way to join
            return resolver.value(left, scope)
    return None


def filled(resolver: Resolver, node: ast.expr, scope: Scope) -> Value | None:
    """Return what an expression stands for; an empty container with what is put into it elsewhere."""
    several = resolver.value(node, scope)
    kind = _empty(resolver, several)
    if kind is None:
        return several
    stores: list[tuple[Binding, Scope]] = []
    match node:
        case ast.Name(id=name) if home := scope.owner(name):
            near = scope.module.source.lines_naming((name,))
            inside = (each for each in (home, *home.nested(near)) if each.owner(name) is home)
            stores = [(store, each) for each in inside for store in each.element_stores.get(("", name), ())]
        case ast.Attribute(value=of, attr=name):
            owner = resolver.value(of, scope)
            stores = owner.type.scope.self_elements.get(name, []) if isinstance(owner, Instance) else []
    element = resolver.bound(stores) if stores else None
    return several if element is None else Collection(kind, element)


def _empty(resolver: Resolver, several: Value | None) -> str | None:
    """Return the kind of a container of which nobody knows yet what is in it."""
    if isinstance(several, External) and several.name in _EMPTY:
        kind = several.name.removesuffix("()").rpartition(".")[2].lower()
        return resolver.language.like.get(kind, kind)
    return several.kind if isinstance(several, Collection) and several.element is None else None


def _item(resolver: Resolver, several: Value | None, index: ast.expr) -> Value | None:
    match several:
        case Collection():
            return several if isinstance(index, ast.Slice) else several.element
        case Several(elements) if isinstance(index, ast.Constant) and isinstance(index.value, int):
            return elements[index.value] if -len(elements) <= index.value < len(elements) else None
        case Instance():
            if isinstance(index, ast.Constant) and attributes.is_record(resolver, several):
                return resolver.attribute(several, str(index.value))
            return resolver.called(resolver.attribute(several, "__getitem__"))
        case Class() | External(name="type"):
            return several
        case External():
            given = resolver.catalogue.returns(f"{several.name}.__getitem__")
            return External(given, several.made) if given else None
    return None


def _under_key(resolver: Resolver, node: ast.Subscript, scope: Scope) -> Value | None:
    """Return what a dictionary of different things holds under a constant key, where one display is all of it."""
    owner = scope.owner(node.value.id) if isinstance(node.value, ast.Name) else None
    if owner is None or not isinstance(node.value, ast.Name) or not isinstance(node.slice, ast.Constant):
        return None
    match owner.own_bindings.get(node.value.id):
        case [Assignment(value=ast.Dict(keys=keys, values=values), path=())]:
            held = zip(keys, values, strict=True)
            found = [given for key, given in held if isinstance(key, ast.Constant) and key.value == node.slice.value]
            return resolver.value(found[-1], owner) if found else None
    return None
