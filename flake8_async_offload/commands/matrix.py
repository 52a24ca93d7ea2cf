"""The rules at a glance: kind of work by where it runs. Derived by asking the rules, so it cannot be out of date."""

from __future__ import annotations

from typing import Final

from flake8_async_offload.model import Duration, Facts, Place, Reached, Site, Span, Twin, Work
from flake8_async_offload.rule import Reported
from flake8_async_offload.rules import RULES

_WITH_TWIN: Final = (Work.ASYNC_TWIN, Work.STDLIB_TWIN, Work.ASYNC_PACKAGE)
_LEGEND: Final = """\
Work that takes tens of seconds, in a request. (Codes) in parentheses are opt-in. What depends on anything else, how a
call is written, what is around it, what others do, is not in this table: `async-offload explain` lists all rules.
"""


def matrix() -> str:
    """Return the table and what it leaves out, in Markdown."""
    table = [["work", *Place], *([work, *(_cell(work, place) for place in Place)] for work in Work)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    lines = [_line(row, widths) for row in table]
    rule = _line(["-" * width for width in widths], widths)
    return "\n".join([lines[0], rule, *lines[1:], "", _LEGEND])


def _cell(work: Work, place: Place) -> str:
    asked = (rule for rule in RULES if rule().applies(_typical(work, place)))
    return " ".join(f"({rule.code})" if rule.reported is Reported.OPT else rule.code for rule in asked) or "-"


def _typical(work: Work, place: Place) -> Site:
    """Return the plainest site of a kind: one call that takes long, and nothing special around it."""
    facts = Facts(work=work, duration=Duration.LONG, long=True)
    package = "another-sdk" if work is Work.ASYNC_PACKAGE else None
    twin = Twin("sdk.AsyncClient().call", "sdk", package=package) if work in _WITH_TWIN else None
    call = "sdk.Client().call"
    reaches = (Reached((), call, facts, twin),)
    span = Span(1, 0, 1, 0)
    return Site("app.py", span, "f", "offload", call, call, place, work, facts.duration, facts, twin, reaches)


def _line(cells: list[str], widths: list[int]) -> str:
    return f"| {' | '.join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True))} |"
