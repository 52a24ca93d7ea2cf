"""What an attribute of a value stands for: classes and their bases, instances, modules, everybody else's objects."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from flake8_async_offload.bindings import FUNCTIONS, Assignment, Binding
from flake8_async_offload.resolve import application
from flake8_async_offload.resolve.values import (
    NOTHING,
    Class,
    Collection,
    Coroutine,
    External,
    Function,
    Instance,
    Package,
    Partial,
    Value,
    join,
)
from flake8_async_offload.scopes import Scope
from flake8_async_offload.syntax import last_name

if TYPE_CHECKING:
    from flake8_async_offload.resolve import Resolver


def value(resolver: Resolver, receiver: Value | None, name: str) -> Value | None:
    """Return what `receiver.name` stands for."""
    match receiver:
        case External() if receiver != NOTHING:
            if (stored := application.value(resolver, receiver, name)) is not None:
                return stored
            return resolver.external(f"{receiver.name}.{name}")
        case Package():
            return resolver.member(receiver.module, name)
        case Class():
            return _of_class(resolver, receiver, name, None)
        case Instance():
            if name == "__class__":
                return receiver.type
            return _of_class(resolver, receiver.type, name, receiver)
        case Collection() if receiver.kind != "generator":
            return External(f"{receiver.kind}().{name}")
        case Collection() if name in ("__enter__", "__exit__"):
            return External(f"contextlib.AbstractContextManager().{name}")
        case Coroutine(future=future) if future:
            return resolver.external(f"{future}.{name}")
        case Partial() if name == "func":
            return receiver.callee
        case Function():
            return _of_decorated(resolver, receiver.scope, name)
    return None


def _of_decorated(resolver: Resolver, scope: Scope, name: str) -> Value | None:
    """Return an attribute of what a function's outermost decorator makes of it: `click.group().command`."""
    decorators = getattr(scope.node, "decorator_list", [])
    node = decorators[0] if decorators else None
    made = resolver.value(node.func if isinstance(node, ast.Call) else node, _around(scope)) if node else None
    return resolver.external(f"{made.name}().{name}") if isinstance(made, External) else None


def enclosing_class(scope: Scope) -> Scope | None:
    """Return the class a method's scope belongs to."""
    parent = scope.parent
    return parent if parent and isinstance(parent.node, ast.ClassDef) else None


def is_method(scope: Scope) -> bool:
    """Whether a scope is a function defined in a class body."""
    return isinstance(scope.node, FUNCTIONS) and enclosing_class(scope) is not None


def ancestors(resolver: Resolver, cls: Class) -> list[Class | External]:
    """Return a class and its bases, in the order attributes are looked up; other people's bases by name."""
    memo, key = cls.scope.module.memo, ("ancestors", id(cls.scope), 0)
    if key in memo:
        known: list[Class | External] = memo[key]
        return known
    if not resolver.enter(key):
        return [cls]
    cuts, nodes = resolver.cuts, getattr(cls.scope.node, "bases", [])
    try:
        named = [resolver.value(_unsubscripted(node), _around(cls.scope)) for node in nodes]
        bases = [base for base in named if isinstance(base, Class | External)]
        lines: list[list[Class | External]] = [
            ancestors(resolver, base) if isinstance(base, Class) else [base] for base in bases
        ]
    finally:
        resolver.leave(key)
    found = [cls, *_merged([*lines, bases], cls)]
    if len(bases) == len(nodes) and cuts == resolver.cuts:
        memo[key] = found
    return found


def _merged(lines: Sequence[list[Class | External]], below: Class) -> list[Class | External]:
    """Return what the lines of ancestors of a class amount to: each after all that come before it in any of them."""
    found: list[Class | External] = [below]
    while lines := [left for line in lines if (left := [each for each in line if each not in found])]:
        behind = [each for line in lines for each in line[1:]]
        found.append(next((line[0] for line in lines if line[0] not in behind), lines[0][0]))
    return found[1:]


def is_record(resolver: Resolver, instance: Instance) -> bool:
    """Whether an instance is a dictionary whose class says what its keys hold."""
    bases = (base.name for base in ancestors(resolver, instance.type) if isinstance(base, External))
    return any(name in resolver.language.annotation["record"] for name in bases)


def shared(resolver: Resolver, values: Iterable[Value | None]) -> Value | None:
    """Return what values agree on; instances of different classes are of the nearest class of the project above all."""
    several = list(values)
    agreed = join(several)
    kinds = [each for each in several if each != NOTHING]
    if agreed is None and (base := _extended(resolver, kinds)):
        return base
    if agreed is not None or not kinds or not all(isinstance(each, Instance) for each in kinds):
        return agreed
    first, *others = (ancestors(resolver, each.type) for each in kinds if isinstance(each, Instance))
    above = (each for each in first if isinstance(each, Class) and all(each in other for other in others))
    return next((Instance(each) for each in above), None)


def _extended(resolver: Resolver, kinds: list[Value | None]) -> External | None:
    """Return somebody else's class, or instance, that the others extend: `if new: import X`, `else: class X(a.X)`."""
    others = [each for each in kinds if isinstance(each, External)]
    own = [each.type if isinstance(each, Instance) else each for each in kinds if isinstance(each, Instance | Class)]
    if not own or not others or len(own) + len(others) < len(kinds) or len({each.name for each in others}) > 1:
        return None
    above = External(others[0].name.removesuffix("()"))
    return others[0] if all(above in ancestors(resolver, cls) for cls in own) else None


def _unsubscripted(node: ast.expr) -> ast.expr:
    return node.value if isinstance(node, ast.Subscript) else node


def _around(scope: Scope) -> Scope:
    return scope.parent or scope


def _of_class(resolver: Resolver, cls: Class, name: str, instance: Instance | None) -> Value | None:
    key = ("attribute", id(cls.scope), name, instance is None)
    if not resolver.enter(key):
        return None
    try:
        above = ancestors(resolver, cls)
        own = [each for each in above if isinstance(each, Class)]
        for each in own:
            if (found := _own(resolver, each, name, instance or cls)) is not None:
                return found
        if any(name in each.scope.own_bindings or name in each.scope.self_stores for each in own):
            return None  # what the project itself sets is not inherited from other people's classes
        for base in above:
            if isinstance(base, External) and (found := _inherited(resolver, base, name, instance)) is not None:
                return found
    finally:
        resolver.leave(key)
    return None


def _inherited(resolver: Resolver, base: External, name: str, instance: Instance | None) -> Value | None:
    if base.name in resolver.language.plain_bases:
        return None
    if name == "__init__":
        return base
    receiver = f"{base.name}()" if instance else base.name
    return resolver.external(f"{receiver}.{name}")


def _own(resolver: Resolver, cls: Class, name: str, receiver: Instance | Class) -> Value | None:
    found = [(binding, cls.scope) for binding in cls.scope.own_bindings.get(name, ())]
    stores = cls.scope.self_stores.get(name, []) if isinstance(receiver, Instance) or not found else []
    stores = [*stores, *cls.scope.class_stores.get(name, ())]
    stores = [each for each in stores if not _goes_on(resolver, each[0], name)] or stores
    if not found and not stores:
        return None
    agreed = resolver.bound([*found, *stores])
    return _bind(resolver, agreed, receiver) if isinstance(agreed, Function) else agreed


def _goes_on(resolver: Resolver, binding: Binding, name: str) -> bool:
    """Whether an attribute is bound to its own object again: `self.model = self.model.to(device)`."""
    node: ast.AST | None = binding.value if isinstance(binding, Assignment) else None
    while isinstance(node, ast.Call) and last_name(node.func) in resolver.language.keeps:
        node = getattr(node.func, "value", None)
        if isinstance(node, ast.Attribute) and node.attr == name and isinstance(node.value, ast.Name):
            return True
    return False


def _bind(resolver: Resolver, function: Function, receiver: Instance | Class) -> Value | None:
    """Return what naming a method through an instance or class gives: the method, or a property's value."""
    scope = function.scope
    if not is_method(scope):
        return function
    kinds = _kinds(resolver, scope)
    if "property" in kinds and isinstance(receiver, Instance):
        value = resolver.called(Function(scope, receiver))
        return value.result if isinstance(value, Coroutine) else value
    if "static" in kinds:
        return function
    if "class" in kinds:
        return Function(scope, receiver.type if isinstance(receiver, Instance) else receiver)
    return Function(scope, receiver if isinstance(receiver, Instance) else None)


def _kinds(resolver: Resolver, scope: Scope) -> set[str]:
    decorators = [resolver.value(node, _around(scope)) for node in getattr(scope.node, "decorator_list", [])]
    names = {decorator.name for decorator in decorators if isinstance(decorator, External)}
    return {kind for kind, members in resolver.language.method.items() if names & members}
