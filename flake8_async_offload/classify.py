"""What an offload's callee does: the catalogue's word for it, or what its own body ends up calling."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from itertools import islice

from flake8_async_offload.catalog.limits import detached
from flake8_async_offload.endless import endless
from flake8_async_offload.limits import bounded
from flake8_async_offload.model import Duration, Facts, Reached, Twin, Work
from flake8_async_offload.once import is_kept, is_once
from flake8_async_offload.resolve import (
    Class,
    External,
    Function,
    Instance,
    Partial,
    Resolver,
    Value,
    dotted_name,
)
from flake8_async_offload.scopes import Called, Scope

DEEPEST = 6
MOST_CALLS = 3_000

_WEIGHT = {
    Duration.UNBOUNDED: 7,
    Duration.LONG: 6,
    Duration.SECONDS: 4,
    Duration.VARIABLE: 3,
    Duration.SHORT: 2,
    Duration.INSTANT: 1,
    Duration.UNKNOWN: 0,
}
_TRIVIAL = Facts(Work.TRIVIAL, Duration.INSTANT)
_UNKNOWN = Facts()
_LOOP = Reached((), "while True", Facts(Work.FOREVER, Duration.UNBOUNDED))


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a callee is and does."""

    target: str | None = None
    facts: Facts = _UNKNOWN
    twin: Twin | None = None
    reaches: tuple[Reached, ...] = ()
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Body:
    """The calls that matter in a function, and whether all of its calls are known."""

    reaches: tuple[Reached, ...] = ()
    certain: bool = True


class Classifier:
    """Judges callees; each function of the project once."""

    def __init__(self, resolver: Resolver) -> None:
        """Take what answers names; its catalogue answers what they do."""
        self.resolver = resolver
        self._active: set[int] = set()
        self._calls = 0
        self._cuts = 0

    def judge(self, value: Value | None) -> Judgement:
        """Return what is known of a callee."""
        self._calls = 0
        match value:
            case External():
                return self._external(value.name)
            case Function() if isinstance(value.scope.node, ast.Lambda):
                return self._lambda(value.scope)
            case Function():
                return self._function(value.scope, dotted_name(value))
            case Class() | Instance():
                name = "__init__" if isinstance(value, Class) else "__call__"
                run = self.resolver.attribute(Instance(value) if isinstance(value, Class) else value, name)
                if isinstance(run, Function):
                    return self._function(run.scope, dotted_name(value if isinstance(value, Class) else run))
        return Judgement(dotted_name(value))

    def _external(self, name: str) -> Judgement:
        facts = self.resolver.catalogue.facts(name)
        return Judgement(name, facts or _UNKNOWN, self.resolver.catalogue.twin(name), certain=facts is not None)

    def _lambda(self, scope: Scope) -> Judgement:
        """Return what a lambda does, under the name of its one call that matters; several have no name."""
        body = self.body(scope, ())
        matter = [called for called in scope.calls if self._matters(called)]
        outermost = [called for called in scope.calls if called.trail is None]
        if len(matter) <= 1 and (chosen := matter or outermost):
            callee = self.resolver.value(chosen[0].node.func, chosen[0].scope)
            callee = callee.callee if isinstance(callee, Partial) else callee
            if dotted_name(callee):
                inner = self.judge(callee)
                certain = inner.certain and body.certain
                own = _UNKNOWN if body.reaches else inner.facts
                return Judgement(inner.target, _heaviest(own, body), inner.twin, body.reaches, certain)
        return Judgement("<lambda>", _heaviest(_UNKNOWN, body), None, body.reaches, body.certain)

    def _matters(self, called: Called) -> bool:
        found = self._call(called)
        return bool(found.reaches) or not found.certain

    def _function(self, scope: Scope, name: str | None) -> Judgement:
        if isinstance(scope.node, ast.AsyncFunctionDef):
            return Judgement(name, Facts(Work.COROUTINE))
        body = self.body(scope, (scope.name,))
        return Judgement(name, _heaviest(_UNKNOWN, body), None, body.reaches, body.certain)

    def body(self, scope: Scope, chain: tuple[str, ...]) -> Body:
        """Return what a function's body ends up calling, through the project's other functions."""
        memo = scope.module.memo
        key = ("body", id(scope), 0)
        if key in memo:
            return _prefixed(memo[key], chain)
        if id(scope) in self._active or len(self._active) >= DEEPEST or self._calls > MOST_CALLS:
            self._cuts += 1
            return Body((), certain=id(scope) in self._active)
        if is_kept(scope, self.resolver):
            return Body((), certain=False)  # the next call finds the result
        self._active.add(id(scope))
        cuts = self._cuts
        try:
            reaches: dict[tuple[tuple[str, ...], str, Duration], Reached] = {}
            certain = True
            if endless(scope, self.resolver):
                reaches[(), _LOOP.name, Duration.UNBOUNDED] = _LOOP
            for called in [*scope.calls, *(call for inner in _lambdas(scope) for call in inner.calls)]:
                self._calls += 1
                found = self._call(called)
                if found.reaches and is_once(called):
                    found = Body((), certain=False)
                certain = certain and found.certain
                reaches.update({(one.chain, one.name, one.facts.duration): one for one in found.reaches})
        finally:
            self._active.discard(id(scope))
        body = Body(tuple(reaches.values()), certain)
        if self._cuts == cuts or not self._active:  # what was cut short inside another question may be more
            memo[key] = body
        return _prefixed(body, chain)

    def _call(self, called: Called) -> Body:
        """Return what one call in a body amounts to, with the local functions it is handed."""
        self.resolver.restart()
        value = self.resolver.value(called.node.func, called.scope)
        body = self._callee(value, called)
        if isinstance(value, External) and value.name in detached():
            return body
        for argument in (*called.node.args, *(keyword.value for keyword in called.node.keywords)):
            if isinstance(argument, ast.Name | ast.Attribute):
                handed = self.resolver.value(argument, called.scope)
                if isinstance(handed, Function) and not handed.is_coroutine:
                    # Nobody says when it is called: a loop that never ends is more likely some thread's own.
                    body = _together(body, _ending(self.body(handed.scope, (handed.scope.name,))))
        return body

    def _callee(self, value: Value | None, called: Called) -> Body:
        match value:
            case External():
                return self._known(value.name, called)
            case Function() if value.scope.yields and self._is_handed_on(called):
                return Body((), certain=False)  # whoever gets the generator runs it, somewhere else
            case Function():
                return self.body(value.scope, (value.scope.name,))
            case Partial():
                return self._callee(value.callee, called)
            case Class():
                start = self.resolver.attribute(Instance(value), "__init__")
                return self.body(start.scope, (value.scope.name,)) if isinstance(start, Function) else Body()
            case Instance():
                call = self.resolver.attribute(value, "__call__")
                if isinstance(call, Function):
                    return self.body(call.scope, (value.type.scope.name,))
        return Body((), certain=self._harmless(called))

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
            return Body((), certain=self._harmless(called) or _is_exception(name))
        if facts.work is Work.TRIVIAL:
            return Body()
        call = called.node.func, called.node.args, called.node.keywords, called.scope
        return Body((Reached((), name, bounded(name, facts, *call, self.resolver), twin),))

    def _harmless(self, called: Called) -> bool:
        """Whether a call of something unknown is a method that does no work on any receiver."""
        node = called.node.func
        return isinstance(node, ast.Attribute) and self.resolver.catalogue.is_trivial_method(node.attr)


def _lambdas(scope: Scope) -> list[Scope]:
    """Return the lambdas of a body: what they are handed to most likely calls them."""
    return [inner for inner in scope.inner if isinstance(inner.node, ast.Lambda)]


def _is_exception(name: str) -> bool:
    return name.endswith(("Error", "Exception", "Warning"))


def _prefixed(body: Body, chain: tuple[str, ...]) -> Body:
    reaches = (replace(found, chain=(*chain, *found.chain)) for found in body.reaches)
    return Body(tuple(reaches), body.certain) if chain else body


def _ending(body: Body) -> Body:
    return Body(tuple(found for found in body.reaches if found.facts.work is not Work.FOREVER), body.certain)


def _together(one: Body, other: Body) -> Body:
    return Body((*one.reaches, *other.reaches), one.certain and other.certain)


def weight(facts: Facts) -> float:
    """Return how heavily a call weighs among others: by its duration, and whether it may pass seconds."""
    return _WEIGHT[facts.duration] + (1.5 if facts.long else 0) + (1 if facts.work is Work.FOREVER else 0)


def _heaviest(own: Facts, body: Body) -> Facts:
    """Return the facts of the heaviest call; nothing heavy among known calls is trivial work."""
    candidates = [own, *(found.facts for found in body.reaches)] if own.work is not Work.UNKNOWN else [
        found.facts for found in body.reaches
    ]  # fmt: skip
    if candidates:
        return max(candidates, key=weight)
    return _TRIVIAL if body.certain else _UNKNOWN
