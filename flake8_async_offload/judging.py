"""What the rules say of sites, and the decisions of that."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import TypeAlias

from flake8_async_offload.decisions import ledger_of
from flake8_async_offload.ledger.answer import Answers, Terms, answer, unanswered
from flake8_async_offload.ledger.judge import today
from flake8_async_offload.ledger.match import relative
from flake8_async_offload.model import Context, Finding, Site
from flake8_async_offload.rule import Reported, Rule
from flake8_async_offload.rules import BY_CODE, RULES
from flake8_async_offload.settings import Settings

Asked: TypeAlias = Callable[[type[Rule], str], bool]  # whether a run reports a rule's findings in a file


def enabled(settings: Settings, selected: Callable[[str, str], bool]) -> Asked:
    """Return which rules a run asks: those on by default and those the settings enable, where selected for a file."""

    def reported(rule: type[Rule], path: str) -> bool:
        asked = rule.reported is not Reported.OPT or any(rule.code.startswith(code) for code in settings.enable)
        return asked and selected(rule.code, path)

    return reported


def findings(found: Iterable[Site], path: str, settings: Settings, reported: Asked) -> Answers:
    """Return a file's sites with what the rules and the decisions say; `path` is the file's name as it was given.

    Raises ValueError where ASO_TODAY is no date.
    """
    cases = judged(found, lambda rule: reported(rule, path))
    ledger, answering = ledger_of(path, settings), terms(reported, path)
    return answer(ledger, relative(path, ledger.path), cases, answering) if ledger else unanswered(cases, answering)


def judged(found: Iterable[Site], reported: Callable[[type[Rule]], bool]) -> list[tuple[Site, tuple[Finding, ...]]]:
    """Return each site with what the rules say of it, before decisions; `reported` says which rules are asked."""
    rules = [rule() for rule in RULES if reported(rule)]
    return [(site, tuple(rule.finding(site) for rule in rules if _judges(rule, site))) for site in found]


def _judges(rule: Rule, site: Site) -> bool:
    """Whether a rule speaks of a site; implicit offloads are only for the rules that say so, tests not for all."""
    meant = (rule.implicit or site.implicit is None) and (rule.in_tests or site.context is not Context.TEST)
    return meant and rule.applies(site)


def terms(reported: Asked, path: str) -> Terms:
    """Return what the decisions about a file are answered by. Raises ValueError where ASO_TODAY is no date."""
    texts = {rule.code: rule.message for rule in RULES if rule.code.startswith("ASO90")}
    return Terms(today(os.environ), lambda code: code in BY_CODE and reported(BY_CODE[code], path), texts)
