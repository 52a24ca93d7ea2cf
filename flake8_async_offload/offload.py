"""An offload as it stands in the source, and what its call hands over."""

import ast
from collections.abc import Iterator
from typing import NamedTuple

from flake8_async_offload.bindings import FUNCTIONS
from flake8_async_offload.catalog.offloaders import Offloader
from flake8_async_offload.resolve import Function
from flake8_async_offload.resolve.calls import argument
from flake8_async_offload.scopes import Called, Scope
from flake8_async_offload.syntax import Trail


class Handed(NamedTuple):
    """An expression handed to an offloader, and the scope it is evaluated in."""

    node: ast.expr
    scope: Scope


class Offload(NamedTuple):
    """An offload as it stands in the source, before anything is known of what it runs."""

    node: ast.expr  # the call, or the decorator
    scope: Scope
    trail: "Trail | None"
    name: str  # public dotted name of the offloader, or of the project's wrapper
    offloader: Offloader  # the one at the bottom, for wrappers
    callee: Handed | None  # what is handed over to run; None for a decorated function
    decorated: Function | None = None
    arguments: tuple[ast.expr, ...] = ()  # the callee's own
    keywords: tuple[ast.keyword, ...] = ()  # the callee's own
    executor: Handed | None = None
    through: "Wrapper | None" = None  # of the project
    later: bool = False  # something else calls the offloader: `start_soon(to_thread.run_sync, f)`, a partial's owner

    @property
    def gives_callable(self) -> bool:
        """Whether the call gives an asynchronous callable back, which offloads when it is called."""
        return self.through.factory if self.through else self.offloader.passes == "none"


class Wrapper(NamedTuple):
    """A function of the project that hands its parameter to an offloader."""

    parameter: str
    inner: Offload
    factory: bool  # gives an asynchronous callable back, as a decorator does
    conditional: bool  # looks whether it was given a coroutine function, and then awaits that


def direct(called: Called, node: ast.Call, offloader: Offloader) -> Offload | None:
    """Return the offload of a call to a known offloader, or None where it hands nothing over."""
    callee: ast.expr | None = None
    arguments: list[ast.expr] = []
    if len(node.args) > offloader.callee:
        callee, arguments = node.args[offloader.callee], node.args[offloader.callee + 1 :]
    keywords = tuple(keyword for keyword in node.keywords if keyword.arg not in offloader.keywords)
    if callee is None:
        callee = next((word.value for word in node.keywords if word.arg and word.arg == offloader.keyword), None)
    starred = next((argument for argument in node.args if isinstance(argument, ast.Starred)), None)
    callee = callee or starred
    if callee is None:
        return None
    return Offload(
        called.node, called.scope, called.trail, offloader.name, offloader, Handed(callee, called.scope),
        arguments=tuple(arguments), keywords=keywords, executor=executor_of(offloader, node, called.scope),
    )  # fmt: skip


def executor_of(offloader: Offloader, node: ast.Call, scope: Scope) -> Handed | None:
    """Return the executor that a call to an offloader names, or that it is a method of."""
    if offloader.executor == "self" and isinstance(node.func, ast.Attribute):
        return Handed(node.func.value, scope)
    if isinstance(offloader.executor, int) and len(node.args) > offloader.executor:
        return Handed(node.args[offloader.executor], scope)
    wanted = "executor" if isinstance(offloader.executor, int) else offloader.executor
    return next((Handed(word.value, scope) for word in node.keywords if word.arg and word.arg == wanted), None)


def given(
    node: ast.Call, function: Function, parameter: str
) -> tuple[ast.expr | None, tuple[ast.expr, ...], tuple[ast.keyword, ...]]:
    """Return what a call gives a parameter, and the arguments and keywords that go on to the callee."""
    if not isinstance(function.scope.node, FUNCTIONS):
        return None, (), ()
    signature = function.scope.node.args
    names = [arg.arg for arg in (*signature.posonlyargs, *signature.args)]
    names = names[1:] if function.receiver is not None else names
    own = {*names, *(arg.arg for arg in signature.kwonlyargs)}
    behind = max(names.index(parameter) + 1 if parameter in names else len(names) + 1, len(names))
    rest = tuple(keyword for keyword in node.keywords if keyword.arg not in own)
    return argument(node, function, parameter), tuple(node.args[behind:]), rest


def merged(bound: ast.Call, node: ast.Call) -> ast.Call:
    """Return the call that a partial's call amounts to, standing where the partial's call stands."""
    call = ast.Call(bound.args[0], [*bound.args[1:], *node.args], [*bound.keywords, *node.keywords])
    return ast.copy_location(call, node)


def as_method(name: str) -> str:
    """Return a method's name the way instances are written: `a.B.c` as `a.B().c`."""
    owner, _, last = name.rpartition(".")
    return f"{owner}().{last}"


def given_to(node: ast.Call) -> Iterator[ast.expr]:
    """Yield all that a call is given, by position and by keyword."""
    yield from node.args
    for keyword in node.keywords:
        yield keyword.value
