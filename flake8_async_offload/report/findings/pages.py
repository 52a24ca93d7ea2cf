"""What a rule's page says, as far as a report of findings quotes it."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flake8_async_offload.rule import Rule


def page(rule: type[Rule]) -> str:
    """Return a rule's whole page, in Markdown."""
    return inspect.getdoc(rule) or ""


def first_paragraph(rule: type[Rule]) -> str:
    """Return the first paragraph of a rule's page as one line."""
    return " ".join(page(rule).partition("\n\n")[0].split())


def more(code: str) -> str:
    """Return the command that shows a rule's whole page."""
    return f"async-offload explain {code}"
