"""What a site may do to everything else in its pool: computed from its duration and who reaches it, with the reason."""

from __future__ import annotations

from flake8_async_offload.model import DURATION_WORDS, Context, Duration, Place, Risk, Site
from flake8_async_offload.reach import Reached

_QUIET = frozenset({Context.STARTUP, Context.COMMAND_LINE, Context.TEST})
_QUIET_WORDS = {
    Context.STARTUP: "start-up only",
    Context.COMMAND_LINE: "command line only",
    Context.TEST: "tests only",
}


def risk(site: Site, reached: Reached) -> tuple[Risk, str]:
    """Return the risk of a site and why, given who reaches it."""
    if reached.contexts and reached.contexts <= _QUIET:
        return Risk.NONE, _QUIET_WORDS[reached.context]
    if site.wrapper:
        return Risk.UNKNOWN, "the wrapper's callers decide"
    if site.once:
        return Risk.LOW, "; ".join(["once, then kept", *_circumstances(site, reached)])
    return _level(site, reached), "; ".join([DURATION_WORDS[site.duration], *_circumstances(site, reached)])


def _level(site: Site, reached: Reached) -> Risk:
    """Return the level: how long a thread is held, times how many may want one at once."""
    many = reached.fan_out and reached.bounded_by is None
    if site.duration is Duration.UNKNOWN:
        return Risk.UNKNOWN
    if not (site.place.shared or site.place in (Place.UNKNOWN, Place.LOOP)):
        return Risk.LOW
    if site.duration in (Duration.INSTANT, Duration.SHORT):
        return Risk.LOW
    if site.duration in (Duration.LONG, Duration.UNBOUNDED):
        served = Context.REQUEST in reached.contexts or reached.fan_out or site.place is Place.LOOP
        return Risk.HIGH if served or not reached.contexts else Risk.MEDIUM
    return Risk.HIGH if many and site.duration is Duration.SECONDS else Risk.MEDIUM


def _circumstances(site: Site, reached: Reached) -> list[str]:
    said = []
    if reached.fan_out:
        said.append(f"per item, bounded by {reached.bounded_by}" if reached.bounded_by else "per item of a fan-out")
    said += [f"reached from {entry}" for entry in reached.entries[:1]]
    if len(reached.entries) > 1:
        said.append(f"and {len(reached.entries) - 1} more")
    if site.place is Place.DEDICATED:
        said.append("an executor of its own")
    return said
