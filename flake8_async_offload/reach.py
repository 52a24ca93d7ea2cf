"""Who reaches a place: routes, start-up hooks, background loops, command lines and tests, through the call graph."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from flake8_async_offload.callgraph import CallGraph, Edge, bound, forever, function_of, multiplied, outermost
from flake8_async_offload.catalog.offloaders import gives_callable
from flake8_async_offload.entrypoints import EntryPoints
from flake8_async_offload.model import Context
from flake8_async_offload.resolve import Resolver
from flake8_async_offload.scopes import Module, Scope
from flake8_async_offload.spread import few, held, spread
from flake8_async_offload.syntax import Trail

MOST_FUNCTIONS = 200
MOST_HOPS = 2  # from an offload up to the loop that multiplies it: further up, too much is unknown
_ORDER = (Context.REQUEST, Context.BACKGROUND, Context.STARTUP, Context.COMMAND_LINE, Context.TEST)


class Reached(NamedTuple):
    """What is known of who reaches a place."""

    context: Context = Context.UNKNOWN
    fan_out: bool = False
    bounded_by: str | None = None
    entries: tuple[str, ...] = ()  # "POST /documents", "app.main.lifespan"
    contexts: frozenset[Context] = frozenset()
    spread: str | None = None  # the loop of an unbounded fan-out


class Step(NamedTuple):
    """A function on the way up from a place."""

    function: Scope
    outside: bool  # what called it does not wait for it
    free: int  # calls further up in which a loop still multiplies the place, unheld
    bound: str | None  # the semaphore on the way so far


class Reach:
    """The call graph of some modules, asked backwards: from a place to the entry points above it."""

    def __init__(
        self,
        modules: Iterable[Module],
        resolver: Resolver,
        more: Callable[[str], Iterable[Module]] | None = None,
        scripts: Iterable[str] = (),
    ) -> None:
        """Take the modules to look through; `more` gives further ones that mention a name.

        `scripts` are the functions that the project's commands run: `shop.cli:main`.
        """
        self._resolver = resolver
        self._graph = CallGraph(modules, resolver, more)
        self._entries = EntryPoints(resolver, self._graph.mentions, scripts)

    def of(self, scope: Scope, trail: Trail | None, call: str = "") -> Reached:
        """Return who reaches a place in a scope; `trail` is what stands around it there, `call` the offloader."""
        start, free = function_of(scope), 0 if held(scope, trail, self._resolver) else MOST_HOPS
        way = _Way(self._resolver, self._entries, spread(scope, trail, self._resolver, call=call) if free else None)
        if forever(trail, scope, self._resolver):
            way.found[f"loop in {start.qualified_name}"] = Context.BACKGROUND
        held_by = bound(trail, scope, self._resolver)
        if multiplied(trail):
            way.limits.append(held_by or few(scope, trail))
        own = self._entries.of(start) if start.parent else None
        if own and own[0] is Context.TEST:  # whatever loops there: nobody else waits
            way.found = {own[1]: Context.TEST}
        elif start.parent or not gives_callable(call):  # `run = sync_to_async(f)`: whoever calls that, later
            self._climb(Step(start, False, free, held_by), way)
        return way.summary()

    def _climb(self, start: Step, way: _Way) -> None:
        queue, seen = [start], {id(start.function)}
        while queue and len(seen) < MOST_FUNCTIONS:
            step = queue.pop(0)
            if way.ends_with(step):
                continue
            edges = self._graph.above(step.function)
            held_in = [outermost(edge.above) for edge in edges if edge.held]
            for edge in edges:
                # Where a function starts it under a semaphore too, a setting says which of the two.
                free = max(step.free - 1, 0) if edge.sure and outermost(edge.above) not in held_in else 0
                further = way.along(edge, Step(edge.above, step.outside, free, step.bound))
                if further and id(further.function) not in seen:
                    seen.add(id(further.function))
                    queue.append(further)


class _Way:
    """What is found on the ways up from one place."""

    def __init__(self, resolver: Resolver, entries: EntryPoints, over: str | None) -> None:
        self.found: dict[str, Context] = {}
        self.limits: list[str | None] = []  # what bounds each place where calls are made per item, None where nothing
        self._resolver = resolver
        self._entries = entries
        self._over = over  # the loop of an unbounded fan-out

    def ends_with(self, step: Step) -> bool:
        """Whether nobody further up matters: a function that is called from outside is noted as one."""
        function = step.function
        if function.parent is None:
            self.found.setdefault(function.module.name, Context.BACKGROUND if step.outside else Context.STARTUP)
            return True
        entry = self._entries.of(function)
        if entry is None:
            return False
        context, label = entry
        if context is not Context.TEST:  # that a test calls it does not say who else does
            # What a start-up hook spawns goes on when start-up is over; what it registers begins then.
            outlives = step.outside and context is Context.STARTUP
            self.found[label] = Context.BACKGROUND if outlives else context
        return context is not Context.BACKGROUND

    def along(self, edge: Edge, step: Step) -> Step | None:
        """Note what stands around a call, and return the step to the function it stands in, if there is one."""
        if edge.multiplied:
            self.limits.append(step.bound or edge.bound)
        if step.free and edge.multiplied and not self._over:
            self._over = spread(edge.called.scope, edge.called.trail, self._resolver, edge.called.node)
        if edge.forever:
            self.found.setdefault(f"loop in {edge.above.qualified_name}", Context.BACKGROUND)
        if edge.main:
            self.found[f"{edge.above.module.name}.__main__"] = Context.COMMAND_LINE
        elif not (edge.handed and edge.above.parent is None):
            outside = step.outside or edge.spawned or edge.handed
            return step._replace(outside=outside, bound=step.bound or edge.bound)
        return None

    def summary(self) -> Reached:
        """Return what was found."""
        contexts = frozenset(self.found.values())
        context = next((wanted for wanted in _ORDER if wanted in contexts), Context.UNKNOWN)
        if self.limits and context in (Context.UNKNOWN, Context.BACKGROUND):
            context = Context.FAN_OUT
        named = sorted(self.found, key=lambda label: (_ORDER.index(self.found[label]), label))
        limit = self.limits[0] if self.limits and all(self.limits) else None
        return Reached(context, bool(self.limits), limit, tuple(named), contexts, self._over)
