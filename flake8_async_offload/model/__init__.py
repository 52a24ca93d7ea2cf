"""The nouns of the audit: where work runs, what it does, for how long, and what to do. Imports nothing of ours."""

from flake8_async_offload.model.circumstances import Circumstances, Edit, Fate, Hazard, Remedy
from flake8_async_offload.model.facts import Executor, Facts, Reached, Span, Twin
from flake8_async_offload.model.inventory import Finding, Inventory, Pool, Row, Unread
from flake8_async_offload.model.kinds import DURATION_WORDS, PLACE_NAMES, Context, Duration, Implicit, Place, Risk, Work
from flake8_async_offload.model.site import Site

__all__ = [
    "DURATION_WORDS",
    "PLACE_NAMES",
    "Circumstances",
    "Context",
    "Duration",
    "Edit",
    "Executor",
    "Facts",
    "Fate",
    "Finding",
    "Hazard",
    "Implicit",
    "Inventory",
    "Place",
    "Pool",
    "Reached",
    "Remedy",
    "Risk",
    "Row",
    "Site",
    "Span",
    "Twin",
    "Unread",
    "Work",
]
