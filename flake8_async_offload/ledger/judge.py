"""Whether a decision holds for a site today, and if not, why. A decision that does not hold answers nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from flake8_async_offload.ledger.digest import of_site, together
from flake8_async_offload.ledger.match import covers, rank
from flake8_async_offload.model import Finding, Place, Site

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flake8_async_offload.ledger.record import Decision, Policy

UNAUDITED: Final = "ASO901"
EXPIRED: Final = "ASO902"
CONTRADICTED: Final = "ASO904"
INCOMPLETE: Final = "ASO905"
OVERTAKEN: Final = "ASO907"
CHANGED: Final = "ASO908"
COUNT: Final = "ASO909"
STATUS: Final = {
    "": "answered",
    EXPIRED: "expired",
    CONTRADICTED: "contradicted",
    INCOMPLETE: "incomplete",
    OVERTAKEN: "overtaken",
    CHANGED: "changed",
    COUNT: "count-differs",
}
# Findings that say "there is an async form": news to a decision that is about where the work runs.
_TWIN: Final = frozenset({"ASO101", "ASO102", "ASO103", "ASO107"})
_ABOUT_THREADS: Final = ("ASO104", "ASO105", "ASO2")
# Where work runs that is certainly no executor of the project's own.
_NOT_DEDICATED: Final = {
    Place.LOOP: "the event loop itself",
    Place.DEFAULT: "the default executor",
    Place.LIMITER: "AnyIO's shared threads",
    Place.SENSITIVE: "asgiref's single thread",
    Place.PER_CALL: "an executor made for this one call",
}


class Ruling(NamedTuple):
    """What becomes of one finding: no decision is about it, one answers it (no code), or one fell (and why)."""

    decision: Decision | None = None
    code: str = ""
    why: str = ""

    @property
    def status(self) -> str:
        """The word for it in reports."""
        return STATUS[self.code] if self.decision else "open"


class Case(NamedTuple):
    """A site, its twins (itself among them), the records about it, strongest first, and what they are held to."""

    site: Site
    twins: Sequence[Site]
    records: Sequence[Decision]
    policy: Policy
    today: date

    def ruling(self, finding: Finding) -> Ruling:
        """Return what becomes of one of the site's findings."""
        covering = [record for record in self.records if finding.code == UNAUDITED or covers(record, finding)]
        if not covering:
            return self._overtaken(finding)
        if len(covering) > 1 and covering[0].glob and rank(covering[0]) == rank(covering[1]):
            other = covering[1]
            why = f"{other.file}:{other.line} is a pattern of equal rank; make one of them more exact"
            return Ruling(covering[0], INCOMPLETE, why)
        return self.standing(covering[0])

    def standing(self, record: Decision) -> Ruling:
        """Return whether a record holds for the site."""
        for problem in record.problems[:1]:
            return Ruling(record, problem.code, f"{problem.message} ({record.file}:{problem.line})")
        if ended := _ended(record, self.policy, self.today):
            return Ruling(record, *ended)
        if record.decision == "dedicated-executor" and self.site.place in _NOT_DEDICATED:
            return Ruling(record, CONTRADICTED, f"the call runs on {_NOT_DEDICATED[self.site.place]}")
        if record.glob:
            return Ruling(record)
        if record.count != len(self.twins):
            return Ruling(record, COUNT, f"the decision is for {record.count}, the code has {len(self.twins)}")
        digests = [of_site(twin) for twin in self.twins] if record.seen else []
        if digests and all(digests) and record.seen != together(digests):
            return Ruling(record, CHANGED)
        return Ruling(record)

    def _overtaken(self, finding: Finding) -> Ruling:
        """Rule on a finding that no record covers: news, where a record accepted the thread for want of a twin."""
        for record in self.records[:1]:
            about_threads = all(code.startswith(_ABOUT_THREADS) for code in record.codes)
            if finding.code in _TWIN and not record.glob and about_threads:
                return Ruling(record, OVERTAKEN, finding.text.removeprefix(finding.code).strip())
        return Ruling()


def today(environ: Mapping[str, str]) -> date:
    """Return the day by which decisions expire: UTC, or what ASO_TODAY says. Raises ValueError where it is no date."""
    given = environ.get("ASO_TODAY")
    try:
        return date.fromisoformat(given) if given else datetime.now(UTC).date()
    except ValueError:
        raise ValueError(f"ASO_TODAY must be a date such as 2026-08-07, not {given!r}") from None


def unaudited(site: Site) -> bool:
    """Whether strict mode wants a decision about a site: every offload in the code, but no wrapper's inner call."""
    return site.place is not Place.LOOP and not site.wrapper and site.implicit is None


def end(record: Decision, policy: Policy) -> date | None:
    """Return the last day on which a record holds, if it has one."""
    if record.expires or record.reviewed_on is None or policy.max_validity_days is None:
        return record.expires
    try:
        return record.reviewed_on + timedelta(days=policy.max_validity_days)
    except OverflowError:
        return None


def _ended(record: Decision, policy: Policy, today: date) -> tuple[str, str] | None:
    last = end(record, policy)
    if last and last < today:
        return EXPIRED, f"it held until {last}"
    # A day's grace: it is tomorrow already where the reviewer sits.
    if record.reviewed_on and (record.reviewed_on - today).days > 1:
        return INCOMPLETE, "reviewed-on is in the future; correct it"
    return None
