"""`async-offload check`: all findings of flake8, those that need the whole project, and the ledger's own."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flake8_async_offload.commands.deciding import ledger_path
from flake8_async_offload.commands.progress import progress
from flake8_async_offload.commands.run import ProjectRun, add_jobs, add_paths, project_run
from flake8_async_offload.ledger.read import read

if TYPE_CHECKING:
    from flake8_async_offload.ledger.answer import Answers
    from flake8_async_offload.ledger.record import Decision, Ledger
    from flake8_async_offload.model import Finding, Unread

FOR_PEOPLE = ("concise", "full", "grouped")


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found."""

    findings: list[Finding]
    answered: list[Finding]  # those that decisions answer, with the decision in the text
    unread: tuple[Unread, ...]
    broken: bool  # a ledger is

    @property
    def status(self) -> int:
        """The exit status: what could not be read or judged must not pass."""
        failed = self.broken or any(error.internal for error in self.unread)
        return 2 if failed else int(bool(self.findings or self.unread))


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    from flake8_async_offload.report import FINDING_REPORTS

    add_paths(parser)
    add_jobs(parser)
    parser.add_argument("--output-format", choices=tuple(FINDING_REPORTS), default="concise")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write there instead of to standard output")
    parser.add_argument("--strict", action="store_true", help="also report every offload that no decision is about")
    parser.add_argument("--show-answered", action="store_true", help="also show what decisions answer")
    parser.add_argument("--statistics", action="store_true", help="count the findings of each code")
    parser.add_argument("--quiet", "-q", action="store_true", help="print nothing; the exit status says it")


def run(arguments: argparse.Namespace) -> int:
    """Print the findings; return 1 for any or an unreadable file, 2 for a broken ledger or a fault of the tool."""
    from flake8_async_offload.report import append_summary

    asked = project_run(arguments, Path.cwd(), ("ASO901",) if arguments.strict else ())
    found = check(asked, [Path(os.path.abspath(path)) for path in arguments.paths or [asked.root]])  # noqa: PTH100
    shown = found.findings + (found.answered if arguments.show_answered else [])
    shown.sort(key=lambda finding: (finding.path, finding.span, finding.code))
    _report(arguments, shown, found.unread)
    if arguments.output_format == "github" and (summary := os.environ.get("GITHUB_STEP_SUMMARY")):
        append_summary(shown, found.unread, summary)
    return found.status


def check(asked: ProjectRun, below: list[Path]) -> Checked:
    """Return what is left to report of a run's files, and what is wrong in the ledgers they are decided in."""
    from flake8_async_offload.commands.configured import Silence
    from flake8_async_offload.inventory import inventory

    found, answers = inventory(
        asked.root, asked.files, asked.workspace, asked.reported, processes=asked.processes, watched=progress
    )
    silenced = Silence(asked.options)
    left = [finding for said in answers for answer in said.sites for finding in answer.left]
    unread = {str(Path(error.path).absolute()) for error in found.errors}
    seen = {os.path.abspath(file) for file in asked.files} - unread  # noqa: PTH100
    ledgers = dict(_ledgers(asked, answers))
    return Checked(
        [finding for finding in (*left, *found.overloads) if not silenced(finding)]
        + [wrong for ledger, own in ledgers.values() for wrong in _wrong(asked, ledger, own, _covered(below, seen))],
        [finding for finding in _answered(answers) if not silenced(finding)],
        found.errors,
        any(ledger.errors for ledger, _ in ledgers.values()),
    )


def _ledgers(asked: ProjectRun, answers: Iterable[Answers]) -> Iterator[tuple[Path, tuple[Ledger, list[Answers]]]]:
    """Yield each ledger of the run by its path, the project's first, with what it says of the files it is for."""
    from flake8_async_offload.decisions import ledger_of

    by_path: dict[Path, tuple[Ledger, list[Answers]]] = {}
    path = ledger_path(asked.root)
    if asked.settings.ledger or os.path.lexists(path):
        by_path[path] = read(path), []
    for said in answers:
        ledger = ledger_of(str(Path(said.sites[0].site.path).absolute()), asked.settings)
        if ledger:
            by_path.setdefault(ledger.path, (ledger, []))[1].append(said)
    yield from by_path.items()


def _covered(below: list[Path], seen: set[str]) -> Callable[[Path, Decision], bool]:
    """Return whether a run has seen everything that a record could be about."""

    def covered(folder: Path, record: Decision) -> bool:
        where = Path(os.path.normpath(folder if record.glob else folder / record.path))
        if str(where) in seen:
            return True
        return any(where.is_relative_to(path) for path in below) and (record.glob or not where.exists())

    return covered


def _wrong(
    asked: ProjectRun, ledger: Ledger, answers: list[Answers], covered: Callable[[Path, Decision], bool]
) -> Iterable[Finding]:
    from flake8_async_offload.judging import terms
    from flake8_async_offload.ledger.answer import leftover

    folder = Path(os.path.abspath(ledger.path)).parent  # noqa: PTH100
    shown = os.path.relpath(ledger.path).replace(os.sep, "/")
    return leftover(ledger, answers, lambda record: covered(folder, record), shown, terms(asked.reported, shown))


def _answered(answers: Iterable[Answers]) -> Iterator[Finding]:
    """Yield the findings that a decision answers, with the decision; not those it fell for."""
    for said in answers:
        for answer in said.sites:
            if answer.decision and set(answer.left) <= set(answer.findings):
                mark = f" [answered: {answer.decision.mark}]"
                yield from (one._replace(text=one.text + mark) for one in answer.findings if one not in answer.left)


def _report(arguments: argparse.Namespace, findings: list[Finding], unread: tuple[Unread, ...]) -> None:
    from flake8_async_offload.report import FINDING_REPORTS, Setting, setting_for, statistics, write
    from flake8_async_offload.rules import BY_CODE

    report = FINDING_REPORTS[arguments.output_format]
    setting = setting_for(sys.stdout, os.environ, arguments.color, rules=BY_CODE)
    if arguments.output:
        text = report(findings, unread, Setting(rules=BY_CODE))
        arguments.output.write_text(text, encoding="utf-8", errors="surrogateescape")
    elif not arguments.quiet:
        write(report(findings, unread, setting), sys.stdout)
    if arguments.statistics and not arguments.quiet:
        # Beside a document that a program reads, counts would make it unreadable.
        free = arguments.output or arguments.output_format in FOR_PEOPLE
        write(statistics(findings, setting), sys.stdout if free else sys.stderr)
