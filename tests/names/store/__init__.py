"""A package whose names are imported when they are first asked for."""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from store.remote import Bucket as Bucket

_LAZY = {"Bucket": "store.remote", "Shelf": ".local", "opened": ("store.local", "opened")}
__all__ = ["Bucket", "Shelf", "opened"]


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        module = _LAZY[name]
        return getattr(importlib.import_module(module, __name__), name)
    raise AttributeError(name)
