"""What an offload's callee does: the catalogue's word for it, or what its own body ends up calling."""

from __future__ import annotations

import ast
from typing import NamedTuple

from flake8_async_offload.bodies import Bodies, Body, Hop
from flake8_async_offload.model import Duration, Facts, Reached, Twin, Work
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
MOST_FILLED = 3  # methods left open, one in the other

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


class Judgement(NamedTuple):
    """What a callee is and does."""

    target: str | None = None
    facts: Facts = _UNKNOWN
    twin: Twin | None = None
    reaches: tuple[Reached, ...] = ()
    certain: bool = True
    unjudged: tuple[str, ...] = ()


class Classifier:
    """Judges callees; each function of the project once."""

    def __init__(self, resolver: Resolver) -> None:
        """Take what answers names; its catalogue answers what they do."""
        self.resolver = resolver
        self._bodies = Bodies(resolver)

    def judge(self, value: Value | None) -> Judgement:
        """Return what is known of a callee."""
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

    def judge_any(self, values: list[Value]) -> Judgement:
        """Return what is known of what runs one of several callees: what they agree on, and all that they call."""
        found = [self.judge(value) for value in values]
        return _of_body(None, _alternatives([_as_body(each) for each in found])) if found else Judgement()

    def _external(self, name: str) -> Judgement:
        facts = self.resolver.catalogue.facts(name)
        return Judgement(name, facts or _UNKNOWN, self.resolver.catalogue.twin(name), certain=facts is not None)

    def _lambda(self, scope: Scope) -> Judgement:
        """Return what a lambda does, under the name of its one call that matters; several have no name."""
        body = self._followed(scope)
        matter = [called for called in scope.calls if self._matters(called)]
        outermost = [called for called in scope.calls if called.trail is None]
        if len(matter) <= 1 and (chosen := matter or outermost):
            callee = self.resolver.value(chosen[0].node.func, chosen[0].scope)
            callee = callee.callee if isinstance(callee, Partial) else callee
            if dotted_name(callee):
                inner = self.judge(callee)
                certain = inner.certain and body.certain
                own = _UNKNOWN if body.reaches else inner.facts
                return _of_body(inner.target, body, own)._replace(twin=inner.twin, certain=certain)
        return _of_body("<lambda>", body)

    def _matters(self, called: Called) -> bool:
        body = self._bodies.call(called)
        found = [body, *(self._filled_in(hop) or self._followed(hop.scope) for hop in body.hops)]
        return any(each.reaches or not each.certain for each in found)

    def _function(self, function: Function, name: str | None) -> Judgement:
        if function.is_coroutine:
            return Judgement(name, Facts(Work.COROUTINE))
        hop = Hop(function.scope, function.scope.name, function if is_open_method(function) else None)
        return _of_body(name, _prefixed(self._filled_in(hop) or self._followed(hop.scope), hop.name))

    def _followed(self, scope: Scope, filled: int = 0) -> Body:
        """Return what a function's body ends up calling, through the project's other functions.

        `filled` is how many methods that classes leave open have been filled in on the way to it.
        """
        memo, key = scope.module.memo, ("followed", id(scope), filled)
        if key not in memo:
            memo[key] = self._search(scope, filled)
        known: Body = memo[key]
        return known

    def _search(self, start: Scope, filled: int) -> Body:
        """Return what a body ends up calling, the nearest first; where several ways lead there, by the shortest."""
        reaches: dict[tuple[str, Duration], Reached] = {}
        unjudged: dict[str, None] = {}
        certain, calls = True, 0
        first = Hop(start, start.name)
        seen, level = {first}, [(first, tuple[str, ...]())]
        for _ in range(DEEPEST):
            below = []
            for hop, chain in level if calls < MOST_CALLS else ():
                body = self._filled_in(hop, filled) or self._bodies.of(hop.scope)
                found = [one for one in body.reaches if not (hop.handed and one.facts.work is Work.FOREVER)]
                certain = certain and body.certain and not (hop.once and found)
                calls += body.calls
                unjudged |= dict.fromkeys(body.unjudged)
                for one in () if hop.once else found:
                    if (one.name, one.facts.duration) not in reaches:
                        reaches[one.name, one.facts.duration] = one._replace(chain=(*chain, *one.chain))
                inner = [hop.on_to(further) for further in body.hops]
                below += [(further, (*chain, further.name)) for further in inner if further not in seen]
                seen.update(inner)
            level = below
        return Body(tuple(reaches.values()), certain and not level, tuple(unjudged))

    def _filled_in(self, hop: Hop, filled: int = 0) -> Body | None:
        """Return what those do that fill in a method which its class leaves open; None where it says so itself."""
        method = hop.method
        if method is None or filled == MOST_FILLED:
            return None
        self.resolver.restart()
        others = [each for each in overriders(self.resolver, method) if not each.is_coroutine]
        if not (others or is_idle(method)) or self._says_something(hop.scope):
            return None
        if not others:
            return Body(certain=False)
        own = [] if is_idle(method) else [self._followed(hop.scope, filled + 1)]
        if any(map(_says_something, own)):
            return None
        return _alternatives(
            [
                *own,
                *(_prefixed(self._followed(each.scope, filled + 1), each.scope.qualified_name) for each in others),
            ]
        )

    def _says_something(self, start: Scope) -> bool:
        """Whether a function by itself, or the functions it runs, does anything known or anything that nobody knows."""
        seen, level = {start}, [start]
        for _ in range(DEEPEST):
            below: dict[Scope, None] = {}
            for body in map(self._bodies.of, level):
                if _says_something(body):
                    return True
                below |= dict.fromkeys(hop.scope for hop in body.hops if hop.scope not in seen)
            seen.update(below)
            level = [*below]
        return bool(level)


def _says_something(body: Body) -> bool:
    return bool(body.reaches or body.unjudged or not body.certain)


def _prefixed(body: Body, name: str) -> Body:
    return body._replace(reaches=tuple(found._replace(chain=(name, *found.chain)) for found in body.reaches))


def _as_body(judged: Judgement) -> Body:
    """Return what a callee does as the body that calls it."""
    name = judged.target or ""
    if judged.facts.work is Work.UNKNOWN or judged.reaches or judged.unjudged:
        unknown = () if judged.reaches or judged.unjudged else (name,)
        return Body(judged.reaches, judged.certain, judged.unjudged or unknown)
    return Body((Reached((), name, judged.facts, judged.twin),), judged.certain)


def _alternatives(bodies: list[Body]) -> Body:
    """Return what is done where one of several bodies runs; where they disagree on the kind of work, only by name."""
    reaches = tuple(reached for body in bodies for reached in body.reaches)
    unjudged = tuple(dict.fromkeys(name for body in bodies for name in body.unjudged))
    if len({_heaviest(_UNKNOWN, body).work for body in bodies}) == 1:
        return Body(reaches, certain=False, unjudged=unjudged)
    names = dict.fromkeys([*(reached.name for reached in reaches if " " not in reached.name), *unjudged])
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
