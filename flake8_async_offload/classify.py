"""What an offload's callee does: the catalogue's word for it, or what its own body ends up calling."""

from __future__ import annotations

import ast
import builtins
import sys
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
    is_idle,
    is_open_method,
    overriders,
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
    unjudged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Body:
    """The calls that matter in a function, those that nobody can judge by name, and whether all calls are known."""

    reaches: tuple[Reached, ...] = ()
    certain: bool = True
    unjudged: tuple[str, ...] = ()


class Classifier:
    """Judges callees; each function of the project once."""

    def __init__(self, resolver: Resolver) -> None:
        """Take what answers names; its catalogue answers what they do."""
        self.resolver = resolver
        self._active: set[int] = set()
        self._calls = 0
        self._cuts = 0
        self._cut_short: dict[int, tuple[int, Body]] = {}  # by function, how deep it was asked and what was found

    def judge(self, value: Value | None) -> Judgement:
        """Return what is known of a callee."""
        self._calls = 0
        match value:
            case External():
                return self._external(value.name)
            case Function() if isinstance(value.scope.node, ast.Lambda):
                return self._lambda(value.scope)
            case Function():
                return self._function(value, dotted_name(value))
            case Class() | Instance():
                name = "__init__" if isinstance(value, Class) else "__call__"
                run = self.resolver.attribute(Instance(value) if isinstance(value, Class) else value, name)
                if isinstance(run, Function):
                    return self._function(run, dotted_name(value if isinstance(value, Class) else run))
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
                return replace(_of_body(inner.target, body, own), twin=inner.twin, certain=certain)
        return _of_body("<lambda>", body)

    def _matters(self, called: Called) -> bool:
        found = self._call(called)
        return bool(found.reaches) or not found.certain

    def _function(self, function: Function, name: str | None) -> Judgement:
        if function.is_coroutine:
            return Judgement(name, Facts(Work.COROUTINE))
        return _of_body(name, self._running(function))

    def _running(self, function: Function) -> Body:
        """Return what calling a function amounts to; where a class leaves it open, what those that fill it in do."""
        own = self.body(function.scope, (function.scope.name,))
        if own.reaches or own.unjudged or not own.certain or not is_open_method(function):
            return own
        others = [each for each in overriders(self.resolver, function) if not each.is_coroutine]
        if not others:
            return replace(own, certain=not is_idle(function))
        filled = [self.body(each.scope, (each.scope.qualified_name,)) for each in others]
        return _alternatives(filled if is_idle(function) else [own, *filled])

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
        depth = len(self._active)
        if not depth:
            self._cut_short.clear()
        asked, found_then = self._cut_short.get(id(scope), (depth + 1, Body()))
        if asked <= depth:  # what that lacks is above it, or as far below as this would look
            self._cuts += 1
            return _prefixed(found_then, chain)
        self._active.add(id(scope))
        cuts = self._cuts
        try:
            reaches: dict[tuple[tuple[str, ...], str, Duration], Reached] = {}
            certain, unjudged = True, dict[str, None]()
            if endless(scope, self.resolver):
                reaches[(), _LOOP.name, Duration.UNBOUNDED] = _LOOP
            for called in [*scope.calls, *(call for inner in _lambdas(scope) for call in inner.calls)]:
                self._calls += 1
                found = self._call(called)
                if found.reaches and is_once(called):
                    found = Body((), certain=False)
                certain = certain and found.certain
                unjudged |= dict.fromkeys(found.unjudged)
                reaches.update({(one.chain, one.name, one.facts.duration): one for one in found.reaches})
        finally:
            self._active.discard(id(scope))
        body = Body(tuple(reaches.values()), certain, tuple(unjudged))
        if self._cuts == cuts or not self._active:  # what was cut short inside another question may be more
            memo[key] = body
        else:
            self._cut_short[id(scope)] = depth, body
        return _prefixed(body, chain)

    def _call(self, called: Called) -> Body:
        """Return what one call in a body amounts to, with the local functions it is handed."""
        self.resolver.restart()
        value = self.resolver.value(called.node.func, called.scope)
        body = self._callee(value, called)
        if isinstance(value, External) and value.name in detached():
            return body
        if isinstance(value, External) and value.name in self.resolver.language.applies and len(called.node.args) > 1:
            body = _together(body, self._applied(called))
        for argument in (*called.node.args, *(keyword.value for keyword in called.node.keywords)):
            if isinstance(argument, ast.Name | ast.Attribute):
                handed = self.resolver.value(argument, called.scope)
                if isinstance(handed, Function) and not handed.is_coroutine:
                    # Nobody says when it is called: a loop that never ends is more likely some thread's own.
                    body = _together(body, _ending(self.body(handed.scope, (handed.scope.name,))))
        return body

    def _applied(self, called: Called) -> Body:
        """Return what the first argument amounts to where it is other people's and gets called: `map(f, items)`."""
        first = called.node.args[0]
        value = self.resolver.value(first, called.scope)
        call = ast.copy_location(ast.Call(first, [], []), called.node)
        return self._callee(value, Called(call, called.scope, called.trail)) if isinstance(value, External) else Body()

    def _callee(self, value: Value | None, called: Called) -> Body:
        match value:
            case External():
                return self._known(value.name, called)
            case Function() if value.scope.yields and self._is_handed_on(called):
                return Body((), certain=False)  # whoever gets the generator runs it, somewhere else
            case Function():
                return self._running(value)
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


def _lambdas(scope: Scope) -> list[Scope]:
    """Return the lambdas of a body: what they are handed to most likely calls them."""
    return [inner for inner in scope.inner if isinstance(inner.node, ast.Lambda)]


def _is_exception(name: str) -> bool:
    return name.endswith(("Error", "Exception", "Warning"))


def _is_raised(called: Called) -> bool:
    return called.trail is not None and isinstance(called.trail[0], ast.Raise)


def _is_of_python(name: str) -> bool:
    root = name.partition(".")[0].removesuffix("()")
    return root in sys.stdlib_module_names or hasattr(builtins, root)


def _prefixed(body: Body, chain: tuple[str, ...]) -> Body:
    if not chain:
        return body
    return replace(body, reaches=tuple(replace(found, chain=(*chain, *found.chain)) for found in body.reaches))


def _ending(body: Body) -> Body:
    return replace(body, reaches=tuple(found for found in body.reaches if found.facts.work is not Work.FOREVER))


def _together(*bodies: Body) -> Body:
    reaches = (reached for body in bodies for reached in body.reaches)
    unjudged = dict.fromkeys(name for body in bodies for name in body.unjudged)
    return Body(tuple(reaches), all(body.certain for body in bodies), tuple(unjudged))


def _alternatives(bodies: list[Body]) -> Body:
    """Return what is done where one of several bodies runs; where they disagree on the kind of work, only by name."""
    every = _together(*bodies)
    if len({_heaviest(_UNKNOWN, body).work for body in bodies}) == 1:
        return replace(every, certain=False)
    names = dict.fromkeys([*(reached.name for reached in every.reaches if " " not in reached.name), *every.unjudged])
    return Body((), certain=False, unjudged=tuple(names))


def weight(facts: Facts) -> float:
    """Return how heavily a call weighs among others: by its duration, and whether it may pass seconds."""
    return _WEIGHT[facts.duration] + (1.5 if facts.long else 0) + (1 if facts.work is Work.FOREVER else 0)


def _of_body(name: str | None, body: Body, own: Facts = _UNKNOWN) -> Judgement:
    """Return what is known of a function by its body, and by what else is known of it."""
    return Judgement(name, _heaviest(own, body), None, body.reaches, body.certain, body.unjudged)


def _heaviest(own: Facts, body: Body) -> Facts:
    """Return the facts of the heaviest call; nothing heavy among known calls is trivial work."""
    candidates = [own, *(found.facts for found in body.reaches)] if own.work is not Work.UNKNOWN else [
        found.facts for found in body.reaches
    ]  # fmt: skip
    if candidates:
        return max(candidates, key=weight)
    return _TRIVIAL if body.certain else _UNKNOWN
