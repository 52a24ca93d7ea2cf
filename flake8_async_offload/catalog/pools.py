"""The pools that a process shares without saying so: pools.toml as values."""

from functools import cache
from typing import NamedTuple

from flake8_async_offload.catalog.builtin import table


class Shared(NamedTuple):
    """One shared pool; the keys of pools.toml."""

    said: str
    workers: int | None = None
    ceiling: int | None = None
    replaced: str | None = None
    attribute: str | None = None
    of: str | None = None

    @property
    def word(self) -> str | None:
        """What a file that resizes the pool mentions."""
        return self.replaced or self.of


@cache
def shared() -> dict[str, Shared]:
    """Return the shared pools by their place."""
    return {place: Shared(**raw) for place, raw in table("pools").items()}
