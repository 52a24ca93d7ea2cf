"""What an expression can stand for."""

import ast
from collections.abc import Iterable
from typing import NamedTuple, TypeAlias, TypeVar

from flake8_async_offload.scopes import Module, Scope

_Told = TypeVar("_Told", bound=type[tuple[object, ...]])


def _told_by_the_first(cls: _Told) -> _Told:
    """Let the first field alone tell one value of a class from another; the others say how it came about."""

    def equal(self: tuple[object, ...], other: object) -> bool:
        return isinstance(other, cls) and self[0] == other[0]

    def differs(self: tuple[object, ...], other: object) -> bool:
        return not equal(self, other)

    def digest(self: tuple[object, ...]) -> int:
        return hash(self[0])

    for name, method in (("__eq__", equal), ("__ne__", differs), ("__hash__", digest)):
        setattr(cls, name, method)
    return cls


@_told_by_the_first
class External(NamedTuple):
    """Something of the standard library or of a third party, by its public dotted name."""

    name: str
    made: tuple[Scope, ast.Call] | None = None  # the call that made it, if one did

    def attribute(self, name: str) -> "External":
        """Return an attribute of it."""
        return External(f"{self.name}.{name}")


class Class(NamedTuple):
    """A class of the project."""

    scope: Scope


@_told_by_the_first
class Instance(NamedTuple):
    """An instance of a class of the project."""

    type: Class
    made: tuple[Scope, ast.Call] | None = None


@_told_by_the_first
class Function(NamedTuple):
    """A function of the project; `receiver` is the instance or class it is bound to."""

    scope: Scope
    receiver: Instance | Class | None = None

    @property
    def is_coroutine(self) -> bool:
        """Whether calling it gives a coroutine."""
        return isinstance(self.scope.node, ast.AsyncFunctionDef)


@_told_by_the_first
class Partial(NamedTuple):
    """A callable with arguments bound: what runs is `callee`."""

    callee: "Value"
    node: ast.Call
    scope: Scope


class Collection(NamedTuple):
    """Several of one kind: a list, a dict's values, what a generator yields or a context manager enters."""

    kind: str
    element: "Value | None"


class Several(NamedTuple):
    """A tuple, place by place."""

    elements: tuple["Value | None", ...]


@_told_by_the_first
class Coroutine(NamedTuple):
    """What awaiting gives; `future` is the public dotted name of what is awaited, where it has attributes."""

    result: "Value | None"
    future: str = ""


class Package(NamedTuple):
    """A module of the project."""

    module: Module


class Argument(NamedTuple):
    """A parameter whose value only the caller knows."""

    scope: Scope
    name: str


class Returned(NamedTuple):
    """What calling a parameter gives: known where the function is called."""

    argument: Argument


Value: TypeAlias = (
    Returned | External | Class | Instance | Function | Partial | Collection | Several | Coroutine | Package | Argument
)

NOTHING = External("None")


def join(values: Iterable[Value | None]) -> Value | None:
    """Return what all values agree on, None constants aside; None where they disagree or one is unknown."""
    found: Value | None = None
    nothing = False
    for value in values:
        if value == NOTHING:
            nothing = True
        elif value is None or (found is not None and _core(value) != _core(found)):
            return None
        else:
            found = found or value
    return NOTHING if found is None and nothing else found


def _core(value: Value) -> Value:
    """Return the callable inside partials: binding an argument more or less does not change what runs."""
    while isinstance(value, Partial):
        value = value.callee
    return value


def known(values: Iterable[Value | None]) -> list[Value]:
    """Return the known values: for `given or Default()`, where the other side is the caller's.

    An object that is given is much like the default; a function that is given may be any other: then none is known.
    """
    parts = list(values)
    told: list[Value] = [value for value in parts if value is not None and not isinstance(value, Argument)]
    return [] if len(told) < len(parts) and any(isinstance(value, Function | Partial) for value in told) else told


def dotted_name(value: Value | None) -> str | None:
    """Return the public dotted name of a value, or None where it has none."""
    match value:
        case External():
            return value.name
        case Function():
            return f"{value.scope.module.name}.{value.scope.qualified_name}"
        case Class():
            return f"{value.scope.module.name}.{value.scope.qualified_name}"
        case Instance():
            return f"{dotted_name(value.type)}()"
        case Partial():
            return dotted_name(value.callee)
        case Package():
            return value.module.name
        case Collection(kind=kind):
            return f"{kind}()"
    return None
