"""What the calls in a function's body are: somebody else's, known or not, or functions of the project that it runs."""

from __future__ import annotations

import ast
import builtins
import sys
from itertools import islice
from typing import NamedTuple

from flake8_async_offload.bindings import Assignment, Binding, Definition, Import, Parameter
from flake8_async_offload.catalog.contexts import spawn_words
from flake8_async_offload.catalog.limits import detached
from flake8_async_offload.endless import endless
from flake8_async_offload.limits import bounded
from flake8_async_offload.model import Duration, Facts, Reached, Work
from flake8_async_offload.once import is_kept, is_once
from flake8_async_offload.resolve import Class, External, Function, Instance, Partial, Resolver, Value, is_open_method
from flake8_async_offload.resolve.attributes import ancestors
from flake8_async_offload.scopes import Called, Scope
from flake8_async_offload.syntax import last_name

_LOOP = Reached((), "while True", Facts(Work.FOREVER, Duration.UNBOUNDED))


class Hop(NamedTuple):
    """A function of the project that a body runs, under the name it is called by."""

    scope: Scope
    name: str
    method: Function | None = None  # where another class's may stand in for it
    handed: bool = False  # to somebody who calls it some time
    once: bool = False  # what it gives is kept for later calls

    def on_to(self, further: Hop) -> Hop:
        """Return a hop that follows this one: what is handed on runs some time, what is kept is made once."""
        handed, once = self.handed or further.handed, self.once or further.once
        return further._replace(handed=handed, once=once) if handed or once else further


class Body(NamedTuple):
    """The calls that matter in a function, those that nobody can judge by name, and whether all calls are known."""

    reaches: tuple[Reached, ...] = ()
    certain: bool = True
    unjudged: tuple[str, ...] = ()
    hops: tuple[Hop, ...] = ()  # where there is more to look at
    calls: int = 0  # how many were looked at


_UNCERTAIN = Body(certain=False)


class Bodies:
    """Reads function bodies, each once, one by one: what they run in turn is left to whoever asks."""

    def __init__(self, resolver: Resolver) -> None:
        """Take what answers names; its catalogue answers what they do."""
        self.resolver = resolver

    def of(self, scope: Scope) -> Body:
        """Return what stands in a function's own body."""
        memo, key = scope.module.memo, ("body", id(scope), 0)
        if key not in memo:
            memo[key] = _UNCERTAIN  # for whoever asks meanwhile
            memo[key] = self._read(scope)
        known: Body = memo[key]
        return known

    def _read(self, scope: Scope) -> Body:
        if is_kept(scope, self.resolver):
            return _UNCERTAIN  # the next call finds the result
        called = [*scope.calls, *(call for inner in _lambdas(scope) for call in inner.calls)]
        loop = [Body((_LOOP,))] if endless(scope, self.resolver) else []
        return _together([*loop, *map(self.call, called)])._replace(calls=len(called))

    def call(self, called: Called) -> Body:
        """Return what one call in a body amounts to, with the local functions it is handed."""
        self.resolver.restart()
        value = self.resolver.value(called.node.func, called.scope)
        body = self._callee(value, called)
        if not self._is_detached(value):
            # Nobody says when it is called: a loop that never ends is more likely some thread's own.
            hops = tuple(Hop(given.scope, given.scope.name, handed=True) for given in self._handed(called))
            body = body._replace(hops=(*body.hops, *hops))
        if isinstance(value, External) and value.name in self.resolver.language.applies and len(called.node.args) > 1:
            body = _together([body, self._applied(called)])
        if (body.reaches or body.hops) and is_once(called.node, called.scope, called.trail):
            certain = body.certain and not body.reaches
            return Body((), certain, body.unjudged, tuple(hop._replace(once=True) for hop in body.hops))
        return body

    def _is_detached(self, value: Value | None) -> bool:
        """Whether a callee runs what it is handed elsewhere or later: a thread, one of the project's own kind too."""
        kinds = ancestors(self.resolver, value) if isinstance(value, Class) else [value]
        return any(isinstance(kind, External) and kind.name in detached() for kind in kinds)

    def _applied(self, called: Called) -> Body:
        """Return what the first argument amounts to where it is other people's and gets called: `map(f, items)`."""
        first = called.node.args[0]
        value = self.resolver.value(first, called.scope)
        call = ast.copy_location(ast.Call(first, [], []), called.node)
        return self._callee(value, Called(call, called.scope, called.trail)) if isinstance(value, External) else Body()

    def _handed(self, called: Called) -> list[Function]:
        """Return the local functions among a call's arguments."""
        arguments = (*called.node.args, *(keyword.value for keyword in called.node.keywords))
        named = (argument for argument in arguments if _may_be_function(argument, called.scope))
        values = (self.resolver.value(argument, called.scope) for argument in named)
        return [value for value in values if isinstance(value, Function) and not value.is_coroutine]

    def _callee(self, value: Value | None, called: Called) -> Body:
        match value:
            case External():
                return self._known(value.name, called)
            case Function() if value.scope.yields and self._is_handed_on(called):
                return _UNCERTAIN  # whoever gets the generator runs it, somewhere else
            case Function() if value.is_coroutine and _is_left(value, called):
                return _UNCERTAIN  # the event loop runs it, later
            case Function():
                return _following(value, value.scope.name, value if is_open_method(value) else None)
            case Partial():
                return self._callee(value.callee, called)
            case Class():
                return _following(self.resolver.attribute(Instance(value), "__init__"), value.scope.name)
            case Instance():
                run = self.resolver.attribute(value, "__call__")
                if isinstance(run, Function):
                    return _following(run, value.type.scope.name)
        return Body(certain=self._harmless(called))

    def _is_handed_on(self, called: Called) -> bool:
        """Whether what a call gives is returned, or given to something of the project's own."""
        match list(islice(called.ancestors(), 2)):
            case [ast.Return(), *_]:
                return True
            case [ast.Call() as taker, *_] | [ast.keyword(), ast.Call() as taker]:
                return not isinstance(self.resolver.value(taker.func, called.scope), External)
        return False

    def _known(self, name: str, called: Called) -> Body:
        facts, twin = self.resolver.catalogue.facts(name), self.resolver.catalogue.twin(name)
        if facts is None:
            harmless = self._harmless(called) or _is_exception(name) or _is_raised(called)
            return Body((), harmless, () if harmless or _is_of_python(name) else (name,))
        if facts.work is Work.TRIVIAL:
            return Body()
        call = called.node.func, called.node.args, called.node.keywords, called.scope
        return Body((Reached((), name, bounded(name, facts, *call, self.resolver), twin),))

    def _harmless(self, called: Called) -> bool:
        """Whether a call of something unknown is a method that does no work on any receiver."""
        node = called.node.func
        return isinstance(node, ast.Attribute) and self.resolver.catalogue.is_trivial_method(node.attr)


def _together(bodies: list[Body]) -> Body:
    return Body(
        tuple(reached for body in bodies for reached in body.reaches),
        all(body.certain for body in bodies),
        tuple(dict.fromkeys(name for body in bodies for name in body.unjudged)),
        tuple(hop for body in bodies for hop in body.hops),
    )


def _following(value: Value | None, name: str, method: Function | None = None) -> Body:
    return Body(hops=(Hop(value.scope, name, method),)) if isinstance(value, Function) else Body()


def _is_left(value: Function, called: Called) -> bool:
    """Whether a call only makes a coroutine or an asynchronous generator, and leaves it to others to run it."""
    if called.is_awaited or called.scope.in_coroutine:
        return False
    takers = (node for node in called.ancestors() if isinstance(node, ast.Call))
    return bool(value.scope.yields) or any(last_name(taker.func) in spawn_words() for taker in takers)


def _lambdas(scope: Scope) -> list[Scope]:
    """Return the lambdas of a body: what they are handed to most likely calls them."""
    return [inner for inner in scope.inner if isinstance(inner.node, ast.Lambda)]


def _may_be_function(node: ast.expr, scope: Scope) -> bool:
    """Whether an argument may stand for a function: an attribute, or a name that is bound to something like one."""
    if not isinstance(node, ast.Name):
        return isinstance(node, ast.Attribute)
    owner = scope.owner(node.id)
    return owner is not None and any(map(_may_bind_function, owner.own_bindings.get(node.id, ())))


def _may_bind_function(binding: Binding) -> bool:
    if isinstance(binding, Assignment):
        return isinstance(binding.value, ast.Name | ast.Attribute | ast.IfExp | ast.BoolOp | ast.Call | None)
    return isinstance(binding, Definition | Import) or (isinstance(binding, Parameter) and binding.default is not None)


def _is_exception(name: str) -> bool:
    return name.endswith(("Error", "Exception", "Warning"))


def _is_raised(called: Called) -> bool:
    return called.trail is not None and isinstance(called.trail[0], ast.Raise)


def _is_of_python(name: str) -> bool:
    root = name.partition(".")[0].removesuffix("()")
    return root in sys.stdlib_module_names or hasattr(builtins, root)
