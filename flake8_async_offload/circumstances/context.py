"""Which context a callee reads, where its offloader starts it without the caller's."""

from __future__ import annotations

from flake8_async_offload.catalog.circumstances import named
from flake8_async_offload.catalog.offloaders import language
from flake8_async_offload.circumstances.thread import Thread
from flake8_async_offload.circumstances.written import is_sure
from flake8_async_offload.offload import Offload
from flake8_async_offload.resolve import External, Partial, Resolver


def lost(offload: Offload, thread: Thread, resolver: Resolver) -> str | None:
    """Return what a callee reads of its caller's context and does not find in its thread."""
    if offload.offloader.name not in named("offloaders.empty-context") or not is_sure(offload, resolver):
        return None
    text = offload.scope.module.source.text
    if _is_brought(offload, resolver) or any(word in text for word in named("threads.instrumented")):
        return None
    if thread.first(named("threads.sets-context")):  # it makes a context of its own
        return None
    binds = any(word in text for word in named("threads.context-binders"))
    read = thread.first(named("threads.context") | (named("threads.context-loggers") if binds else frozenset()))
    return read.written if read else None


def _is_brought(offload: Offload, resolver: Resolver) -> bool:
    """Whether the callee runs in a copied context: `copy_context().run`, itself or in a partial."""
    value = resolver.value(offload.callee.node, offload.callee.scope) if offload.callee else None
    while isinstance(value, Partial):
        value = value.callee
    return isinstance(value, External) and value.name in language().runs
