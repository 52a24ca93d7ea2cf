"""What a callee may do beside its calls: properties, loops, and what a subclass fills in."""

from __future__ import annotations

import ast
import re
import sys

from flake8_async_offload.bindings import COMPREHENSIONS, Assignment, Binding, Definition
from flake8_async_offload.catalog.circumstances import named
from flake8_async_offload.resolve import (
    Argument,
    Class,
    External,
    Function,
    Instance,
    Resolver,
    Value,
    is_idle,
    is_open_method,
    overriders,
)
from flake8_async_offload.resolve.attributes import enclosing_class
from flake8_async_offload.scopes import Scope
from flake8_async_offload.syntax import last_name

DEEPEST = 4
_LOOPS = (ast.For, ast.AsyncFor, ast.While, *COMPREHENSIONS)
_MEANT_FOR_OTHERS = re.compile(r"_*(Base|Abstract)\w*|\w*(Base|Mixin|Protocol|Interface)")


def may_do_more(runs: Value | None, resolver: Resolver, depth: int = DEEPEST) -> bool:
    """Whether what runs may take longer than the calls in it: nobody can tell how long a property or a loop takes."""
    match runs:
        case External(name=name):
            return name in named("callables.dynamic")
        case Class() | Instance():
            made = Instance(runs) if isinstance(runs, Class) else runs
            start = resolver.attribute(made, "__init__" if isinstance(runs, Class) else "__call__")
            return isinstance(start, Function) and may_do_more(start, resolver, depth)
        case Function() if depth:
            inside = (resolver.value(called.node.func, called.scope) for called in runs.scope.calls)
            callees = [value for value in inside if isinstance(value, Function | Class)]
            own = _is_left_open(runs, resolver) or _hides(runs.scope, resolver)
            return own or any(may_do_more(value, resolver, depth - 1) for value in callees)
    return depth == 0


def _is_left_open(function: Function, resolver: Resolver) -> bool:
    """Whether another class's method most likely runs in a method's place, here or in another project."""
    owner = enclosing_class(function.scope)
    if owner is None or (not is_open_method(function) and _is_made_by_name(function)):
        return False
    node = function.scope.node
    raises = isinstance(node, ast.FunctionDef) and any(isinstance(statement, ast.Raise) for statement in node.body)
    meant = raises or is_idle(function) or _MEANT_FOR_OTHERS.fullmatch(owner.name) is not None
    return meant or bool(overriders(resolver, function))


def _is_made_by_name(function: Function) -> bool:
    """Whether a method's object comes from a call of its class, and not of a variable that holds a class."""
    receiver = function.receiver
    made = receiver.made if isinstance(receiver, Instance) else None
    return made is None or (isinstance(receiver, Instance) and last_name(made[1].func) == receiver.type.scope.name)


def _hides(scope: Scope, resolver: Resolver) -> bool:
    """Whether a function loops, or names attributes that may be properties."""
    called = {id(found.node.func) for found in scope.calls}
    body = scope.node.body if isinstance(scope.node, ast.Lambda) else scope.node
    for node in ast.walk(body):
        if isinstance(node, _LOOPS):
            return True
        if isinstance(node, ast.Attribute) and id(node) not in called and _may_be_property(node, scope, resolver):
            return True
    return False


def _may_be_property(node: ast.Attribute, scope: Scope, resolver: Resolver) -> bool:
    match resolver.value(node.value, scope):
        case External(name=name):
            return "()" in name and name.partition(".")[0].removesuffix("()") not in sys.stdlib_module_names
        case Instance(type=Class(scope=owner)):
            return any(map(_describes, owner.own_bindings.get(node.attr, ())))
        case None | Argument():
            return True
    return False


def _describes(binding: Binding) -> bool:
    """Whether a class gives an attribute a meaning of its own: a property, or what a call makes, as a foreign key."""
    made = isinstance(binding, Assignment) and isinstance(binding.value, ast.Call)
    return isinstance(binding, Definition) or made
