"""How a site is rewritten: computed where the tree is at hand, handed on as edits of the text."""

from __future__ import annotations

from flake8_async_offload.classify import Judgement
from flake8_async_offload.discover import Offload
from flake8_async_offload.fixes import awaiting, whole
from flake8_async_offload.fixes.awaiting import of_call
from flake8_async_offload.model import Place, Remedy, Work
from flake8_async_offload.resolve import Resolver, Value
from flake8_async_offload.source import Source

__all__ = ["of_call", "remedy"]


def remedy(
    offload: Offload, runs: Value | None, judgement: Judgement, where: Place, resolver: Resolver, source: Source
) -> Remedy:
    """Return how an offload is rewritten, or why it is not; `judgement` says the twin in the source's own terms."""
    if judgement.twin:
        return awaiting.of_offload(offload, judgement.target, judgement.twin, where, resolver, source)
    if judgement.facts.work is Work.ASYNC_TWIN and judgement.certain:
        return whole.of_function(offload, runs, judgement.reaches, resolver, source)
    return Remedy()
