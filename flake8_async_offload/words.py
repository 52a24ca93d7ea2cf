"""The cheap look at a file's text, before anything else of the tool is imported for it."""

from __future__ import annotations

from functools import cache


@cache
def offloader_words() -> tuple[str, ...]:
    """Return the names that calls of offloaders end in."""
    from flake8_async_offload.catalog.builtin import table

    entries = table("offloaders")["offloader"]
    names = [name for entry in entries for name in (entry["name"], *entry.get("aliases", ()))]
    return tuple(sorted({name.rpartition(".")[2] for name in names}))


def may_offload(text: str) -> bool:
    """Whether a text may hold a site: it names an offloader, or has coroutines, which may call a wrapper."""
    return "async def" in text or any(word in text for word in offloader_words())
