"""The names of a whole project's wrappers, so that only calls of those names need to be understood.

A name is enough here: what a call really means is found out where it stands.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping

from flake8_async_offload.bindings import FUNCTIONS, Assignment, Binding, Import
from flake8_async_offload.catalog.offloaders import by_last_name, offloaders
from flake8_async_offload.discover import Discovery
from flake8_async_offload.resolve import External, Function
from flake8_async_offload.scopes import Module, Scope
from flake8_async_offload.syntax import last_name
from flake8_async_offload.words import offloader_words

MOST_ROUNDS = 5  # wrappers of wrappers of wrappers


def learn(
    discovery: Discovery,
    understand: Callable[[frozenset[str], frozenset[str]], frozenset[str]],
    known: frozenset[str] = frozenset(),
) -> frozenset[str]:
    """Let a discovery know what calls that offload end in: offloaders, wrappers, and what either is renamed to.

    `understand` is given the names so far, and those that are new among them, and gives further ones. `known` are
    names learned before.
    """
    names = fresh = known.union(offloader_words())
    for _ in range(MOST_ROUNDS):
        fresh = understand(names, fresh) - names
        names |= fresh
        if not fresh:
            break
    discovery.names = names
    return names


def understood(
    discovery: Discovery,
    texts: Mapping[str, str],
    load: Callable[[str], Module | None],
    names: frozenset[str],
    fresh: frozenset[str],
) -> frozenset[str]:
    """Return the names under which files hand on what is called by the fresh ones of the names.

    `texts` are the files by path; `load` gives the module of one.
    """
    discovery.names = names
    mentioning = [path for path, text in texts.items() if any(word in text for word in fresh)]
    modules = [module for path in mentioning if (module := load(path))]
    return frozenset(name for module in modules for name in _understood(module, discovery, fresh))


def learn_module(discovery: Discovery, module: Module) -> None:
    """Let a discovery that goes by names know those of one module more, such as text that is not saved yet."""
    known = fresh = discovery.names or frozenset()
    for _ in range(MOST_ROUNDS if fresh else 0):
        fresh = frozenset(_in_module(module, discovery, fresh)) - known
        if not fresh:
            return
        discovery.names = known = known | fresh


def _understood(module: Module, discovery: Discovery, names: frozenset[str]) -> Iterable[str]:
    """Return what a module tells; nothing where it is too much: it says so itself when it is audited."""
    try:
        return list(_in_module(module, discovery, names))
    except Exception:
        return ()


def _in_module(module: Module, discovery: Discovery, names: frozenset[str]) -> Iterable[str]:
    """Yield the names under which a module hands on what is called by one of the names."""
    for scope in module.scope.everything(module.source.lines_naming(names)):
        if any(last_name(called.node.func) in names for called in scope.calls):
            yield from _wrappers_around(scope, discovery)
        for name, bindings in scope.own_bindings.items():
            if any(_renames(binding, names, scope, discovery) for binding in bindings):
                yield name
        for (_, attribute), stores in scope.attribute_stores.items():
            if any(_renames(binding, names, scope, discovery) for binding in stores):
                yield attribute


def _wrappers_around(scope: Scope, discovery: Discovery) -> Iterable[str]:
    around: Scope | None = scope
    while around:
        if isinstance(around.node, FUNCTIONS[:2]):
            discovery.resolver.restart()
            if discovery.wrapper(Function(around)):
                yield around.name
        around = around.parent


def _renames(binding: Binding, names: frozenset[str], scope: Scope, discovery: Discovery) -> bool:
    if isinstance(binding, Import):
        return binding.name in names
    value = binding.value if isinstance(binding, Assignment) else None
    return value is not None and _may_hand_on(value, names) and _hands_on(value, scope, discovery)


def _may_hand_on(value: ast.expr, names: frozenset[str]) -> bool:
    parts = [value, *value.args[:1]] if isinstance(value, ast.Call) else [value]
    return any(isinstance(part, ast.Name | ast.Attribute) and last_name(part) in names for part in parts)


def _hands_on(value: ast.expr, scope: Scope, discovery: Discovery) -> bool:
    """Whether a value is an offloader under another name, itself or in a partial: many variables are called `run`."""
    discovery.resolver.restart()
    called = discovery.callees.unwrapped(discovery.resolver.value(value, scope), scope)
    if isinstance(called, Function):
        return discovery.wrapper(called) is not None
    if isinstance(called, External):
        return called.name in offloaders()
    part = value.args[0] if isinstance(value, ast.Call) else value
    return called is None and any(known.receiver == "any" for known in by_last_name().get(last_name(part), ()))
