"""One file rewritten: findings in, new text out, round by round until nothing is left that can be rewritten."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from flake8_async_offload.edits import applied, overlap
from flake8_async_offload.engine import sites
from flake8_async_offload.fixes import unused
from flake8_async_offload.judging import Asked, findings
from flake8_async_offload.ledger.answer import Answer
from flake8_async_offload.ledger.judge import CONTRADICTED, STATUS
from flake8_async_offload.ledger.match import covers
from flake8_async_offload.model import Edit, Finding, Work
from flake8_async_offload.rule import Rule
from flake8_async_offload.rules import RULES
from flake8_async_offload.source import Source, UnreadableError
from flake8_async_offload.workspace import Workspace

MOST_ROUNDS = 10
FIXABLE = frozenset(rule.code for rule in RULES if rule.fix is not Rule.fix)


@dataclass(frozen=True, slots=True)
class Mended:
    """A file before and after, what was rewritten in it, and what is left to do by hand."""

    path: str
    before: str
    after: str
    done: tuple[Finding, ...] = ()
    left: tuple[tuple[Finding, str], ...] = ()  # each with the reason


@dataclass(frozen=True, slots=True)
class Terms:
    """What a run rewrites."""

    reported: Asked
    silenced: Callable[[Source, Finding], bool]  # by noqa
    elsewhere: Callable[[str, str], bool]  # whether a file other than this one uses a name, or Class.attribute
    unsafe: bool = False


def mended(source: Source, workspace: Workspace, terms: Terms) -> Mended:
    """Return a file rewritten as far as is certain. Raises UnreadableError where it cannot be parsed."""
    text = source.text
    done: list[Finding] = []
    for _ in range(MOST_ROUNDS):
        now = Source(source.path, text)
        found = _open(now, workspace, terms)
        chosen = _apart(finding for finding in found if _certain(finding, terms))
        edits = [edit for finding in chosen for edit in finding.edits]
        after = _rewritten(now, edits, lambda name: terms.elsewhere(name, source.path)) if chosen else None
        if after is None:
            break
        text, done = after, [*done, *chosen]
    left = tuple((finding, _reason(finding, terms)) for finding in found)
    return Mended(source.path, source.text, text, tuple(done), left)


def _open(source: Source, workspace: Workspace, terms: Terms) -> list[Finding]:
    """Return the findings that a rewriting could cure, less those that a decision or a comment answers."""
    found = sites(source, workspace)
    answers = findings(found, source.path, workspace.settings, terms.reported).sites if found else ()
    curable = (finding for answer in answers for finding in (*answer.left, *_decided(answer)))
    return [finding for finding in curable if finding.code in FIXABLE and not terms.silenced(source, finding)]


def _decided(answer: Answer) -> Iterator[Finding]:
    """Yield the findings of long CPU-bound work that was decided to run elsewhere than it does."""
    if answer.decision and answer.decision.executor and answer.status == STATUS[CONTRADICTED]:
        yield from (one for one in answer.findings if answer.site.work is Work.CPU and covers(answer.decision, one))


def _certain(finding: Finding, terms: Terms) -> bool:
    allowed = terms.unsafe or all(edit.safe for edit in finding.edits)
    return bool(finding.edits) and allowed and not _shared(finding, terms)


def _shared(finding: Finding, terms: Terms) -> str | None:
    """Return a name that would change its meaning and that another file uses."""
    private = finding.site.remedy.private if finding.site else ()
    return next((name for name in private if terms.elsewhere(name, finding.path)), None)


def _apart(found: Iterable[Finding]) -> list[Finding]:
    """Return findings whose edits do not touch; the others wait for the next round."""
    chosen: list[Finding] = []
    for finding in found:
        if not any(overlap(finding.edits, other.edits) for other in chosen):
            chosen.append(finding)
    return chosen


def _rewritten(source: Source, edits: list[Edit], elsewhere: Callable[[str], bool]) -> str | None:
    """Return a text with edits made and what they left unused removed; None where that is not Python."""
    try:
        after = Source(source.path, applied(source.text, edits))
        after = Source(source.path, applied(after.text, unused.loops(source, after)))
        return applied(after.text, unused.imports(source, after, elsewhere)) if after.tree else None
    except UnreadableError:
        return None


def _reason(finding: Finding, terms: Terms) -> str:
    if name := _shared(finding, terms):
        return f"{name.rpartition('.')[2]} is used in another file"
    if not finding.edits:
        return (finding.site.remedy.why if finding.site else "") or "it takes judgement"
    return "the result would not be Python" if all(edit.safe for edit in finding.edits) else "needs --unsafe-fixes"
