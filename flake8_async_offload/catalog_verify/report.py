"""The reports of `catalog verify` as text, JSON and a Markdown table."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flake8_async_offload.catalog_verify.comparison import Report

_GROUPS = {
    "missing": "mapped to a name that does not exist",
    "not_awaitable": "mapped to a name that is not asynchronous",
    "hidden": "right in this file, but the catalogue as a whole answers",
    "shapes": "used in another way than the package's",
    "unlike": "said to give a result that the package annotates in another way",
    "uncovered": "with an asynchronous form that no line gives",
    "declined": "said to have none, or to need none",
}


def text(reports: list[Report], limit: int) -> Iterator[str]:
    """Yield the lines for people: each file's figures, then what is wrong, at most `limit` lines of a kind."""
    for report in reports:
        figures = f"{len(report.right)} of {report.with_form} asynchronous forms mapped ({report.share:.1%})"
        yield f"{report.file}: {report.distribution} {report.version}: {figures}, {report.wrong} wrong"
        if report.trusted:
            yield f"  {len(report.trusted):>5} taken on trust"
        for line, (matched, right) in report.lines.items():
            yield f"  {right:>5} of {matched:<5} {line}"
        for key, title in _GROUPS.items():
            rows = list(_by_last_name(getattr(report, key)))
            if rows:
                yield f"  {title}: {len(getattr(report, key))}"
                yield from rows[:limit]
                yield from ([f"    ... and {len(rows) - limit} more lines; --limit 0"] if len(rows) > limit else [])
        if report.idle:
            yield f"  lines that match nothing: {len(report.idle)}"
            yield from (f"    {line}" for line in report.idle)


def _by_last_name(rows: list[tuple[str, str]]) -> Iterator[str]:
    """Yield a line for each last name, the commonest first: how many have it, and the first of them."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for name, said in rows:
        groups.setdefault(name.rpartition(".")[2], []).append((name, said))
    for group in sorted(groups.values(), key=len, reverse=True):
        name, said = group[0]
        yield f"    {len(group):>4} x  {name} -> {said}"


def as_json(reports: list[Report]) -> Iterator[str]:
    """Yield the reports as one JSON array."""
    counts = [{"with_form": report.with_form, "share": report.share, "wrong": report.wrong} for report in reports]
    yield json.dumps([asdict(report) | count for report, count in zip(reports, counts, strict=True)], indent=2)


def markdown(reports: list[Report], date: str) -> Iterator[str]:
    """Yield a table, a row for each file, with the date of the reading and the mean of the shares."""
    shares = [report.share for report in reports if report.with_form]
    mean = f"{sum(shares) / len(shares):.1%}" if shares else "none"
    wrong = sum(report.wrong for report in reports)
    yield f"Read from the newest releases on {date}: {mean} mapped, as the mean of {len(shares)} files; {wrong} wrong."
    yield ""
    yield "| File | Release | Asynchronous forms | Mapped | Share | On trust | Wrong |"
    yield "| --- | --- | ---: | ---: | ---: | ---: | ---: |"
    for report in reports:
        share = f"{report.share:.1%}" if report.with_form else "none"
        counts = (report.with_form, len(report.right), share, len(report.trusted), report.wrong)
        yield f"| {report.file} | {report.version} | {' | '.join(map(str, counts))} |"


def placed(page: str, lines: Iterable[str]) -> str:
    """Return the page with these lines between its marks."""
    before, mark, rest = page.partition("<!-- verified -->\n")
    _, end, after = rest.partition("<!-- end -->\n")
    if not mark or not end:
        raise ValueError("the page has no <!-- verified --> and <!-- end --> lines")
    return before + mark + "".join(f"{line}\n" for line in lines) + end + after
