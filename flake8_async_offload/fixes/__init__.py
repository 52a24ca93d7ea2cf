"""How a site is rewritten: computed where the tree is at hand, handed on as edits of the text."""

from __future__ import annotations

from flake8_async_offload.classify import Judgement
from flake8_async_offload.cure import Run
from flake8_async_offload.fixes import awaiting, executor, whole
from flake8_async_offload.fixes.construction import of_client
from flake8_async_offload.model import Place, Remedy, Twin, Work
from flake8_async_offload.offload import Offload
from flake8_async_offload.resolve import Resolver
from flake8_async_offload.scopes import Called
from flake8_async_offload.source import Source

__all__ = ["of_call", "remedy"]


def remedy(
    offload: Offload,
    judgement: Judgement,
    where: Place,
    resolver: Resolver,
    source: Source,
    cpu_executor: str | None = None,
) -> Remedy:
    """Return how an offload is rewritten, or why it is not; `judgement` says the twin in the source's own terms."""
    if judgement.twin:
        found = awaiting.of_offload(offload, judgement.target, judgement.twin, where, resolver, source)
        run = Run.of(offload, resolver) if _elsewhere(judgement.twin, found) else None
        return of_client(run.callee.node, run.callee.scope, judgement.twin, resolver, source) if run else found
    if judgement.facts.work is Work.ASYNC_TWIN and judgement.certain:
        return whole.of_function(offload, judgement.reaches, resolver, source)
    if judgement.facts.work is Work.CPU:
        return executor.of_work(offload, where, cpu_executor, resolver, source)
    return Remedy(why="what runs does work of several kinds")


def of_call(called: Called, twin: Twin, resolver: Resolver, source: Source) -> Remedy:
    """Return how a blocking call is rewritten, or why it is not."""
    found = awaiting.of_call(called, twin, resolver, source)
    if _elsewhere(twin, found):
        return of_client(called.node.func, called.scope, twin, resolver, source)
    return found


def _elsewhere(twin: Twin, found: Remedy) -> bool:
    """Whether all that keeps a call from being awaited is that its client is of the synchronous class."""
    on_client = "()" in twin.name and twin.positional is None and not twin.same_object
    return not found.edits and on_client and twin.shape == "await" and not twin.near
