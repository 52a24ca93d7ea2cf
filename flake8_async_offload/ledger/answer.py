"""What the decisions make of a file's findings. The one place where a finding is answered, or not.

A decision that does not hold FAILS OPEN: the site is reported, under the code that says why the decision fell.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from flake8_async_offload.ledger.judge import UNAUDITED, Case, Ruling, unaudited
from flake8_async_offload.ledger.match import calls, candidates, target
from flake8_async_offload.model import Finding, Site, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from flake8_async_offload.ledger.record import Decision, Ledger, Problem

UNMATCHED: Final = "ASO903"
INVALID: Final = "ASO906"
_TOP: Final = Span(1, 0, 1, 0)


class Terms(NamedTuple):
    """What a run answers by: its day, which codes it would report, and each decision rule's message."""

    today: date
    selected: Callable[[str], bool]
    texts: Mapping[str, str]  # code -> str.format template over site, decision, target, path, why

    def text(self, code: str, site: Site | None = None, decision: Decision | None = None, why: str = "") -> str:
        """Return a finding's whole text, one line."""
        values: dict[str, Any] = {"site": site, "decision": decision, "why": why}
        values["target"] = target(site) if site else decision.target if decision else ""
        values["path"] = decision.path if decision else site.path if site else ""
        return " ".join(f"{code} {self.texts[code].format(**values)}".split())


class Answer(NamedTuple):
    """A site, the record about it, and the findings that are left."""

    site: Site
    findings: tuple[Finding, ...]  # before decisions
    left: tuple[Finding, ...]  # after them
    decision: Decision | None
    status: str  # fine | open | answered | expired | incomplete | contradicted | changed | count-differs | overtaken

    @property
    def record(self) -> dict[str, object] | None:
        """The record's keys as JSON holds them: dates as ISO text."""
        if self.decision is None:
            return None
        return {key: str(value) if isinstance(value, date) else value for key, value in self.decision.record.items()}


class Answers(NamedTuple):
    """A file's sites with what the ledger says, and what it says of the file as a whole."""

    sites: tuple[Answer, ...]
    file: tuple[Finding, ...]  # at line 1: ASO903 of this file's records, or ASO906
    matched: frozenset[int]  # lines of the records that are about a site of this file

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything left to report."""
        return tuple(finding for answer in self.sites for finding in answer.left) + self.file


def answer(ledger: Ledger, path: str | None, judged: Iterable[tuple[Site, Sequence[Finding]]], terms: Terms) -> Answers:
    """Return what is left of a file's findings.

    `judged` are ALL sites of the file, with or without findings; `path` is the file relative to the ledger, as
    `match.relative` gives it. Nothing is silenced by a record whose own code the run would not report.
    """
    cases = [(site, tuple(findings)) for site, findings in judged]
    if ledger.errors:
        return Answers(_undecided(cases), tuple(_invalid(ledger, cases, terms)), frozenset())
    alike: dict[tuple[str, str, str], list[Site]] = defaultdict(list)
    for site, _ in cases:
        alike[calls(site)].append(site)
    answers: list[Answer] = []
    matched: set[int] = set()
    for site, findings in cases:
        records = candidates(ledger, path, site)
        matched.update(record.line for record in records)
        case = Case(site, alike[calls(site)], records, ledger.policy, terms.today)
        answers.append(_answer(case, findings or _unaudited(site, terms), terms))
    name = cases[0][0].path if cases else path or ""
    mine = ledger.literals.get(path or "", ()) if terms.selected(UNMATCHED) else ()
    gone = [record for record in mine if record.line not in matched]
    return Answers(tuple(answers), tuple(_unmatched(record, name, _TOP, terms) for record in gone), frozenset(matched))


def unanswered(judged: Iterable[tuple[Site, Sequence[Finding]]], terms: Terms) -> Answers:
    """Return a file's findings where there is no ledger."""
    cases = ((site, findings or _unaudited(site, terms)) for site, findings in judged)
    return Answers(_undecided(cases), (), frozenset())


def leftover(
    ledger: Ledger, answers: Iterable[Answers], covered: Callable[[Decision], bool], shown: str, terms: Terms
) -> tuple[Finding, ...]:
    """Return what is wrong in the ledger itself, at its own lines: for a run over many files.

    `answers` are those of all its files; `covered` says whether the run has seen all that a record could be about;
    `shown` is the ledger's name in the report. What a site has been told of its record is not told again.
    """
    if ledger.errors:
        return tuple(
            Finding(shown, _at(error.line), INVALID, terms.text(INVALID, why=_located(ledger, error)))
            for error in ledger.errors
        )
    answers = tuple(answers)
    matched = frozenset[int]().union(*(answer.matched for answer in answers))
    told = {site.decision.line for answer in answers for site in answer.sites if site.left and site.decision}
    findings: list[Finding] = []
    for record in ledger.decisions:
        for problem in () if record.line in told else record.problems:
            text = terms.text(problem.code, decision=record, why=_located(ledger, problem))
            findings.append(Finding(shown, _at(problem.line), problem.code, text))
        if not record.problems and record.line not in matched and covered(record):
            findings.append(_unmatched(record, shown, _at(record.line), terms))
    return tuple(finding for finding in findings if terms.selected(finding.code))


def _answer(case: Case, findings: tuple[Finding, ...], terms: Terms) -> Answer:
    """Return what is left of a site's findings. Its record is one that rules on a finding, or is merely about it."""
    rulings = [case.ruling(finding) for finding in findings]
    left: dict[object, Finding] = {}
    for finding, ruling in zip(findings, rulings, strict=True):
        if ruling.decision is None or (ruling.code and not terms.selected(ruling.code)):
            left[finding] = finding
        elif ruling.code:  # once for a decision, however many findings it answered
            text = terms.text(ruling.code, case.site, ruling.decision, ruling.why)
            left.setdefault(text, Finding(finding.path, finding.span, ruling.code, text, case.site))
    about = case.standing(case.records[0]) if case.records else Ruling()
    if not rulings:
        return Answer(case.site, findings, (), about.decision, about.status if case.records else "fine")
    worst = min(rulings, key=lambda ruling: (not ruling.code, ruling.decision is not None))
    return Answer(case.site, findings, tuple(left.values()), worst.decision or about.decision, worst.status)


def _undecided(cases: Iterable[tuple[Site, Sequence[Finding]]]) -> tuple[Answer, ...]:
    return tuple(
        Answer(site, tuple(findings), tuple(dict.fromkeys(findings)), None, "open" if findings else "fine")
        for site, findings in cases
    )


def _unaudited(site: Site, terms: Terms) -> tuple[Finding, ...]:
    """Return strict mode's finding for a site that no rule objects to."""
    if not unaudited(site) or not terms.selected(UNAUDITED):
        return ()
    return (Finding(site.path, site.span, UNAUDITED, terms.text(UNAUDITED, site), site),)


def _invalid(ledger: Ledger, cases: Sequence[tuple[Site, object]], terms: Terms) -> Iterator[Finding]:
    if cases and terms.selected(INVALID):
        why = _located(ledger, ledger.errors[0])
        yield Finding(cases[0][0].path, _TOP, INVALID, terms.text(INVALID, why=why))


def _unmatched(record: Decision, path: str, span: Span, terms: Terms) -> Finding:
    return Finding(path, span, UNMATCHED, terms.text(UNMATCHED, decision=record))


def _located(ledger: Ledger, problem: Problem) -> str:
    return f"{problem.message} ({ledger.path.name}:{problem.line})"


def _at(line: int) -> Span:
    return Span(line, 0, line, 0)
