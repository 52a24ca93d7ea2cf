"""The words a report says about a site, a decision or a finding."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath
from typing import TYPE_CHECKING

from flake8_async_offload.model import Duration, Finding, Inventory, Place, Risk, Row, Site, Twin, Unread
from flake8_async_offload.report.text import visible

if TYPE_CHECKING:
    from flake8_async_offload.report.setting import Setting

DURATION = {
    Duration.INSTANT: "<10 ms",
    Duration.SHORT: "<1 s",
    Duration.SECONDS: "seconds",
    Duration.LONG: "tens of seconds",
    Duration.UNBOUNDED: "no limit",
    Duration.VARIABLE: "variable",
    Duration.UNKNOWN: "?",
}
WORST_FIRST = (Risk.HIGH, Risk.MEDIUM, Risk.UNKNOWN, Risk.LOW, Risk.NONE)
LONGEST_FIRST = (
    Duration.UNBOUNDED,
    Duration.LONG,
    Duration.VARIABLE,
    Duration.SECONDS,
    Duration.SHORT,
    Duration.INSTANT,
    Duration.UNKNOWN,
)
SOURCE_LIMIT = 60

# How a format writes some text.
Show = Callable[[str], str]


def path_from(root: str, path: str) -> str:
    """Return `path` relative to `root` where it lies below it, with forward slashes."""
    pure = PurePath(path)
    return visible((pure.relative_to(root) if root and pure.is_relative_to(root) else pure).as_posix())


def location(root: str, site: Site) -> str:
    """Return `path:line` of a site, relative to the inventory's root."""
    return f"{path_from(root, site.path)}:{site.span.line}"


def what_runs(site: Site) -> str:
    """Return the callee, or for a function of the project its own name and what it ends up calling."""
    name = site.target or _shortened(site.target_source)
    if not (names := _reached(site)):
        return visible(name)
    own = name.rpartition(".")[2] if site.target else name
    more = f" +{len(names) - 1}" if len(names) > 1 else ""
    return visible(f"{own} -> {names[0]}{more}")


def short(site: Site) -> str:
    """Return the end of the name of what takes the time: `models.generate_content`."""
    name = next(iter(_reached(site)), site.target)
    return visible(".".join(name.split(".")[-2:]) if name else _shortened(site.target_source))


def _reached(site: Site) -> list[str]:
    """Return the names of what a function of the project ends up calling, the longest call first."""
    reached = sorted(site.reaches, key=lambda call: LONGEST_FIRST.index(call.facts.duration))
    return list(dict.fromkeys(call.name for call in reached))


def _shortened(source: str) -> str:
    line = " ".join(source.split()) or "?"
    return line if len(line) <= SOURCE_LIMIT else f"{line[: SOURCE_LIMIT - 3]}..."


def offloader(site: Site) -> str:
    """Return who hands the work over: the offloader's dotted name, or that nobody does."""
    return "called directly" if site.place is Place.LOOP else f"via {visible(site.call)}"


def pool(site: Site) -> str:
    """Return the pool that a site's work takes a thread from, with the executor's name where it has one."""
    named = f"{site.place} ({site.executor.name})" if site.executor and site.executor.name else site.place
    return visible(named)


def risk(site: Site) -> str:
    """Return the risk and why: `HIGH: per item of a gather, reached from POST /documents`."""
    level = site.risk.upper() if site.risk is Risk.HIGH else str(site.risk)
    return visible(f"{level}: {site.risk_reason}" if site.risk_reason else level)


def verdict(
    row: Row, setting: Setting, quote: Callable[[str], str] = visible, plain: Callable[[str], str] = visible
) -> str:
    """Return the decision that stands, else what the rules say, else `-`; `quote` marks code, `plain` the rest."""
    said = [_said(finding, setting, quote, plain) for finding in row.findings]
    if row.decision is None:
        return "; ".join(said) or plain(row.site.note) or "-"
    decided = plain(decision(row.decision))
    if row.status in ("answered", "fine"):
        return decided
    return "; ".join([f"{plain(row.status)}: {decided}", *said])


def decision(record: dict[str, object]) -> str:
    """Return what a decision says in few words: `accepted until 2026-08-07`."""
    until = f" until {record['expires']}" if record.get("expires") else ""
    return visible(f"{record.get('decision', 'decided')}{until}")


def _said(finding: Finding, setting: Setting, quote: Show, plain: Show) -> str:
    if twin := _twin(finding):
        keywords, expression = cure(twin)
        return f"{finding.code}: {keywords} {quote(expression)}"
    rule = setting.rules.get(finding.code)
    return f"{finding.code}: {plain(rule.name.replace('-', ' ') if rule else message(finding))}"


def _twin(finding: Finding) -> Twin | None:
    if finding.site is None or not finding.code.startswith("ASO1"):
        return None
    return finding.site.twin or next((call.twin for call in finding.site.reaches if call.twin), None)


def cure(twin: Twin) -> tuple[str, str]:
    """Return the keywords and the expression that use a twin: `await`, `client.aio.models.get(...)`."""
    if twin.near:
        return "use", twin.near
    called = f"{twin.callee or twin.name}(...)"
    match twin.shape:
        case "async for":
            return "async for ... in", called
        case "async for await":
            return "async for ... in await", called
        case shape:
            return shape, called


def message(finding: Finding) -> str:
    """Return a finding's text without its code."""
    return visible(finding.text.removeprefix(finding.code).lstrip())


def unread(error: Unread, root: str) -> str:
    """Return what could not be read, and why: `gateway/bad.py:3: invalid syntax`."""
    return f"{path_from(root, error.path)}:{error.line}: {visible(error.message)}"


def summary(inventory: Inventory) -> str:
    """Return one sentence about a whole inventory."""
    rows = inventory.rows
    if not rows:
        return f"No work leaves the event loop in {counted(inventory.files, 'file')}."
    decided = sum(row.decision is not None for row in rows)
    undecided = sum(row.status not in ("answered", "fine") for row in rows)
    files = len({row.site.path for row in rows})
    return (
        f"{counted(len(rows), 'site')} in {counted(files, 'file')}: {counted(decided, 'decision')}, {undecided} open."
    )


def counted(number: int, noun: str) -> str:
    """Return a number and its noun: `1 site`, `2 sites`."""
    return f"{number} {noun}{'s' * (number != 1)}"
