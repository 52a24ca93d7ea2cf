"""The questions of `async-offload review`: each open call with its code and what is known of it, then the decision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from flake8_async_offload.commands.deciding import Audit, now, put, reviewer, say
from flake8_async_offload.commands.questions import EndError, ask_for, choose, whole
from flake8_async_offload.ledger.save import save
from flake8_async_offload.ledger.subject import Subject
from flake8_async_offload.ledger.write import RefusedError
from flake8_async_offload.model import Site
from flake8_async_offload.report.setting import source_line
from flake8_async_offload.report.text import visible
from flake8_async_offload.report.words import DURATION, cure, pool, risk, what_runs

CHOICES = ("y", "n", "skip", "back", "quit")
REUSED = ("decision", "executor", "risk", "duration", "reason", "reviewed-by")  # answers that are offered again
AROUND = 2  # lines of code above and below the call


def interview(audit: Audit, todo: Sequence[Subject]) -> int:
    """Ask about each call, saving after each decision; return how many were recorded.

    `n` leaves a call as it is, reported; `skip` asks again at the end; `back` returns to the one before; `quit`, or the
    end of input, keeps what was saved.
    """
    queue = list(todo)
    recorded: set[Subject] = set()
    last: dict[str, object] = {"reviewed-by": name} if (name := reviewer(Path.cwd())) else {}
    at = 0
    try:
        while at < len(queue):
            subject = queue[at]
            say(f"\n[{at + 1}/{len(queue)}] {shown(audit, subject)}")
            answer = choose("Does it stay? y to record why,", CHOICES)
            if answer == "quit":
                break
            if answer == "y":
                last, saved = _decided(audit, subject, last)
                if not saved:
                    continue
                recorded.add(subject)
            if answer == "skip" and queue.count(subject) == 1:
                queue.append(subject)
            at = max(at - 1, 0) if answer == "back" else at + 1
    except EndError:
        pass
    return len(recorded)


def shown(audit: Audit, subject: Subject) -> str:
    """Return all that a reviewer needs to judge a call: findings, code and facts."""
    site = subject.twins[0].site
    more = [str(twin.site.span.line) for twin in subject.twins[1:]]
    alike = f", and the same in line {', '.join(more)}" if more else ""
    findings = dict.fromkeys(finding.text for twin in subject.twins for finding in twin.left)
    lines = [
        f"{visible(subject.path)}:{site.span.line} in {visible(site.function)}{alike}",
        *(f"  {visible(text)}" for text in findings),
        *(f"  {line}" for line in _code(audit, site)),
        *(f"  {name}: {text}" for name, text in _facts(site)),
    ]
    return "\n".join(lines)


def _code(audit: Audit, site: Site) -> Iterator[str]:
    path = str(audit.run.root / site.path)
    for number in range(max(site.span.line - AROUND, 1), site.span.line + AROUND + 1):
        if text := source_line(path, number):
            mark = ">" if number == site.span.line else " "
            yield f"{mark} {number:5} | {visible(text.rstrip().expandtabs(4))}"


def _facts(site: Site) -> Iterator[tuple[str, str]]:
    yield "runs", what_runs(site)
    gil = "" if site.facts.gil == "unknown" else f", {site.facts.gil} the GIL"
    yield "work", f"{site.work}, {DURATION[site.duration]}{gil}"
    yield "pool", pool(site)
    yield "risk", risk(site)
    twin = site.twin or next((reached.twin for reached in site.reaches if reached.twin), None)
    if twin:
        yield "instead", visible(" ".join(cure(twin)))
    if site.facts.note:
        yield "note", visible(site.facts.note)


def _decided(audit: Audit, subject: Subject, last: dict[str, object]) -> tuple[dict[str, object], bool]:
    """Ask for one decision and save it; return the answers, to be offered next time, and whether it was saved."""
    before = audit.recorded.get(subject.key)
    offers = (before.record if before else {}) | last
    record = ask_for(subject.draft, offers, audit.ledger.policy, now())
    answers = {name: value for name, value in record.items() if name in REUSED}
    try:
        save(audit.ledger.path, partial(put, record=whole(record, audit.ledger.policy)))
    except RefusedError as error:
        say(f"  not recorded: {error}")
        return answers, False
    say("  recorded.")
    return answers, True
