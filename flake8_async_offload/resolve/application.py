"""What a request's application holds: what the project stores on its own, `app.state.pool = ...`, wherever it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_async_offload.bindings import Binding
from flake8_async_offload.resolve.values import External, Value
from flake8_async_offload.scopes import Module, Scope

if TYPE_CHECKING:
    from flake8_async_offload.resolve import Resolver


def value(resolver: Resolver, receiver: External, name: str) -> Value | None:
    """Return what `receiver.name` stands for where the receiver is a request's application, or its state."""
    known = resolver.language.application
    path = receiver.name.removesuffix(".state")
    key = ("application", receiver.name, name)
    if path not in known["requests"] or resolver.subclasses is None or not resolver.enter(key):
        return None
    try:
        suffix = receiver.name[len(path) :]
        modules = resolver.subclasses.saying(f"{suffix}.{name} = ")
        return resolver.bound([store for module in modules for store in _stores(resolver, module, suffix, name)])
    finally:
        resolver.leave(key)


def _stores(resolver: Resolver, module: Module, suffix: str, name: str) -> list[tuple[Binding, Scope]]:
    """Return what a module stores under a name on an application, or on its state."""
    found: list[tuple[Binding, Scope]] = []
    for scope in module.scope.everything(module.source.lines_saying(f"{suffix}.{name} = ")):
        for (base, attribute), stores in scope.attribute_stores.items():
            if attribute == name and base.endswith(suffix) and "." not in (root := base.removesuffix(suffix)):
                owner = resolver.named(root, scope, stores[0].line)
                if isinstance(owner, External) and owner.name in resolver.language.application["instances"]:
                    found += [(store, scope) for store in stores]
    return found
