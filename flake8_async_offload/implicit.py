"""Work that frameworks and libraries put into a thread by themselves, with no offload call in sight."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from ipaddress import ip_address
from typing import NamedTuple

from flake8_async_offload.catalog.implicit import Entry, Position, entries, is_mounted, last_names, taking
from flake8_async_offload.catalog.limits import reenters
from flake8_async_offload.catalog.offloaders import Offloader
from flake8_async_offload.model import Duration, Facts, Implicit, Site, Work
from flake8_async_offload.offload import Handed, Offload
from flake8_async_offload.probes import is_probe
from flake8_async_offload.resolve import Class, External, Function, Instance, Partial, Resolver, Value
from flake8_async_offload.resolve.attributes import ancestors, enclosing_class
from flake8_async_offload.routes import decorated, prefix, registered
from flake8_async_offload.scopes import Called, Module, Scope
from flake8_async_offload.syntax import last_name
from flake8_async_offload.words import implicit_words


class Hidden(NamedTuple):
    """An implicit offload: as an offload, and what the catalogue says of it."""

    offload: Offload
    entry: Entry
    route: str = ""
    runs: Scope | None = None  # the function of the project that a dependency or a registered route is
    whole: bool = True  # whether a route is all of its path

    @property
    def probe(self) -> bool:
        """Whether it is a route that an orchestrator asks to see whether the process lives."""
        scope = self.offload.decorated.scope if self.offload.decorated else self.runs
        return self.entry.kind == Implicit.ROUTE and is_probe(
            self.route, scope.node if scope else None, whole=self.whole
        )

    def mark(self, site: Site) -> Site:
        """Return the offload's site as an implicit one; what nobody knows the catalogue says."""
        kind = Implicit(self.entry.kind)
        marked = site._replace(implicit=kind, route=self.route, probe=self.probe, note=self.entry.note)
        if site.work is not Work.UNKNOWN or not self.entry.duration:
            return marked
        facts = Facts(Work.BLOCKING_IO, Duration(self.entry.duration), gil="releases")
        return marked._replace(work=facts.work, duration=facts.duration, facts=facts)


def hidden(module: Module, resolver: Resolver, *, everything: bool) -> Iterator[Hidden]:
    """Yield a module's implicit offloads: all of them, or those that rules may judge; a dependency counts once.

    Of routes, rules judge probes, and those that may wait for their own pool.
    """
    words = implicit_words(everything)
    if not any(word in module.source.text for word in words):
        return
    dependencies: set[int] = set()
    waits = everything or module.source.mentions(reenters().words)
    for scope in module.scope.everything():
        resolver.restart()
        handed = (_with_function(found, resolver) for found in _handed_over(scope, resolver, everything))
        for found in (*_registered(scope, resolver, everything), *handed):
            if found.entry.kind == Implicit.DEPENDENCY and found.runs:
                if id(found.runs) not in dependencies:
                    dependencies.add(id(found.runs))
                    yield found
            elif waits or found.entry.kind != Implicit.ROUTE or found.probe:
                yield found


def _with_function(found: Hidden, resolver: Resolver) -> Hidden:
    """Return a dependency or route with the function of the project that it is: requests reach that, later."""
    callee = found.offload.callee
    if callee is None or found.entry.kind not in (Implicit.DEPENDENCY, Implicit.ROUTE):
        return found
    value = resolver.value(callee.node, callee.scope)
    if isinstance(value, Class | Instance):
        made = Instance(value) if isinstance(value, Class) else value
        value = resolver.attribute(made, "__init__" if isinstance(value, Class) else "__call__")
    return found._replace(runs=value.scope) if isinstance(value, Function) else found


def _registered(scope: Scope, resolver: Resolver, everything: bool) -> Iterator[Hidden]:
    """Yield what a synchronous function is by its decorators, or as a method of a framework's class."""
    node = scope.node
    if not isinstance(node, ast.FunctionDef) or scope.parent is None:
        return
    for decorator in node.decorator_list:
        value = resolver.value(decorator.func if isinstance(decorator, ast.Call) else decorator, scope.parent)
        name = value.name if isinstance(value, External) else ""
        for entry in entries(everything) if name else ():
            if entry.decorates(name) and _granted(entry, decorator):
                offload = Offload(decorator, scope.parent, None, entry.call, _offloader(entry), None, Function(scope))
                below, whole = _prefix(decorator, scope.parent, resolver)
                yield Hidden(offload, entry, decorated(decorator, below, scope.parent, resolver), whole=whole)
    owner = enclosing_class(scope)
    for entry in entries(everything) if owner else ():
        spared = owner is not None and entry.unless in owner.own_bindings
        if owner and scope.name in entry.methods and not spared and _derives(owner, entry.bases, resolver):
            here = ast.copy_location(ast.Name(scope.name), node)
            yield Hidden(Offload(here, scope, None, entry.call, _offloader(entry), None, Function(scope)), entry)


def _prefix(node: ast.expr, scope: Scope, resolver: Resolver) -> tuple[str, bool]:
    """Return what the paths of the router begin with whose method a decorator or a call is, and whether that is all."""
    function = node.func if isinstance(node, ast.Call) else node
    router = resolver.value(function.value, scope) if isinstance(function, ast.Attribute) else None
    if not isinstance(router, External):
        return "", True
    below = prefix(router.made[1], router.made[0], resolver) if router.made else ""
    return below, bool(below) or not is_mounted(router.name)


def _handed_over(scope: Scope, resolver: Resolver, everything: bool) -> Iterator[Hidden]:
    """Yield the calls in a scope that take a synchronous function or iterator, or use a thread themselves."""
    names = last_names(everything)
    for called in (*scope.calls, *(_in_annotations(scope) if everything else ())):
        if last_name(called.node.func) not in names and "" not in names:
            continue
        value = resolver.value(called.node.func, called.scope)
        name = value.name if isinstance(value, External) else ""
        for entry in taking(name, everything) if name else ():
            runs = _runs(entry, called, name, resolver)
            if runs and _granted(entry, called.node):
                callee = Handed(runs, called.scope)
                offload = Offload(called.node, called.scope, called.trail, entry.call, _offloader(entry), callee)
                below, whole = _prefix(called.node, called.scope, resolver)
                yield Hidden(offload, entry, registered(called.node, called.scope, below, resolver), whole=whole)


def _runs(entry: Entry, called: Called, name: str, resolver: Resolver) -> ast.expr | None:
    """Return what a call puts into a thread: the function it is handed, the iterator's function, or itself."""
    if position := entry.handed(name):
        given = _argument(called.node, position)
        return given if given and _is_sync(resolver.value(given, called.scope), entry, resolver) else None
    if position := entry.iterated(name):
        return _iterator(_argument(called.node, position), called.scope, resolver)
    if entry.called(name):
        looked_up = entry.host is None or _is_name(_argument(called.node, entry.host))
        return called.node.func if looked_up else None
    return None


def _iterator(node: ast.expr | None, scope: Scope, resolver: Resolver) -> ast.expr | None:
    """Return what is called for each item of a synchronous iterator: a generator's function, an expression, a file."""
    if isinstance(node, ast.GeneratorExp):
        return None if any(part.is_async for part in node.generators) else node
    if not isinstance(node, ast.Call):
        return None
    value = resolver.value(node.func, scope)
    if isinstance(value, Function):
        return node.func if value.scope.yields and not value.is_coroutine else None
    goes_through = isinstance(value, External) and value.name in (*resolver.language.opens, *resolver.language.applies)
    return node.func if goes_through else None


def _offloader(entry: Entry) -> Offloader:
    return Offloader(entry.call, entry.place, 0)


def _is_sync(value: Value | None, entry: Entry, resolver: Resolver) -> bool:
    """Whether a value is a synchronous callable; a class is one only where it is called itself, as a dependency is."""
    match value:
        case Function():
            return not value.is_coroutine
        case Partial():
            return _is_sync(value.callee, entry, resolver)
        case Class():
            return entry.kind == Implicit.DEPENDENCY
        case Instance():
            run = resolver.attribute(value, "__call__")
            return isinstance(run, Function) and not run.is_coroutine
        case External():
            return resolver.catalogue.facts(value.name) is not None
    return False


def _argument(node: ast.Call, position: Position) -> ast.expr | None:
    index, keyword = position
    named = (word.value for word in node.keywords if word.arg == keyword)
    return node.args[index] if len(node.args) > index else next(named, None)


def _granted(entry: Entry, node: ast.expr) -> bool:
    """Whether a decorator or call has the keyword that makes it use a thread, and not the one that spares it."""
    keywords = node.keywords if isinstance(node, ast.Call) else ()
    given = (word.value for word in keywords if word.arg == entry.needs)
    wanted = entry.needs is None or any(isinstance(value, ast.Constant) and value.value is True for value in given)
    return wanted and not any(word.arg == entry.unless for word in keywords if word.arg)


def _is_name(node: ast.expr | None) -> bool:
    """Whether a host is given by name, or in a way nobody can read: an address is not looked up, nor is nothing."""
    if not isinstance(node, ast.Constant):
        return node is not None
    try:
        return isinstance(node.value, str) and bool(node.value) and not ip_address(node.value)
    except ValueError:
        return True


def _derives(owner: Scope, bases: frozenset[str], resolver: Resolver) -> bool:
    return any(isinstance(base, External) and base.name in bases for base in ancestors(resolver, Class(owner)))


def _in_annotations(scope: Scope) -> Iterator[Called]:
    """Yield the calls in the annotations of a function's parameters: `Annotated[Session, Depends(session)]`."""
    node = scope.node
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or scope.parent is None:
        return
    signature = node.args
    for arg in (*signature.posonlyargs, *signature.args, *signature.kwonlyargs):
        for part in ast.walk(arg.annotation) if isinstance(arg.annotation, ast.Subscript) else ():
            if isinstance(part, ast.Call):
                yield Called(part, scope.parent, None)
