"""How a site is rewritten: computed where the tree is at hand, handed on as edits of the text."""

from __future__ import annotations

from flake8_async_offload.discover import Offload
from flake8_async_offload.fixes import awaiting
from flake8_async_offload.fixes.awaiting import of_call
from flake8_async_offload.model import Place, Remedy, Twin
from flake8_async_offload.resolve import Resolver
from flake8_async_offload.source import Source

__all__ = ["of_call", "remedy"]


def remedy(
    offload: Offload, target: str | None, twin: Twin | None, where: Place, resolver: Resolver, source: Source
) -> Remedy:
    """Return how an offload is rewritten, or why it is not."""
    if twin:
        return awaiting.of_offload(offload, target, twin, where, resolver, source)
    return Remedy()
