"""What a ledger holds: decisions, policy, pool sizes. Each field says what its key may hold; all else follows."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Final

from flake8_async_offload.ledger.find import FILENAME

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

VERSION: Final = 1
GLOB: Final = "glob"


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a table: its name in TOML, the kind of its value, and what the value may be."""

    name: str
    kind: str  # str | int | float | date | tuple[str, ...]
    says: str
    choices: tuple[str, ...] = ()
    pattern: str = ""  # each string must match it whole
    least: float | None = None


def _key(says: str, default: object = None, **limits: object) -> Any:
    return field(default=default, metadata={"says": says, **limits})


@cache
def keys(table: type) -> dict[str, Key]:
    """Return the TOML keys of a table's class in canonical order, each with what its value may be."""
    return {
        key.name: key
        for part in fields(table)
        if part.metadata
        for key in [Key(part.name.replace("_", "-"), str(part.type).removesuffix(" | None"), **part.metadata)]
    }


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a ledger: its line from 1, what it is and the cure, and the code that reports it."""

    line: int
    message: str
    code: str = "ASO906"


@dataclass(frozen=True, slots=True)
class Policy:
    """What a project asks of its decisions."""

    require: tuple[str, ...] = _key("Keys that every decision must have, beside those that always must.", ())
    max_validity_days: int | None = _key("Longest time from reviewed-on to expires, in days.", least=1)
    warn_before_days: int = _key("How many days before its end a decision counts as expiring.", 21, least=0)


@dataclass(frozen=True, slots=True)
class PoolSize:
    """The declared size of one pool."""

    workers: int | None = _key("Threads or processes of the pool.", least=1)
    name: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """One record: which call it is about, what was decided, by whom, when, and for how long."""

    path: str = _key('File, POSIX, relative to the ledger; a pattern where match is "glob".', "", pattern=r"[^/\\].*")
    match: str = _key("Says that path, function, call and target are patterns.", "", choices=(GLOB,))
    function: str = _key('Dotted name of the function around the call; "<module>" at top level.', "")
    call: str = _key("Public dotted name of the offloader.", "")
    target: str = _key('Public dotted name of what runs; "<lambda>" where it has none.', "")
    codes: tuple[str, ...] = _key("Codes that this decision answers.", (), pattern=r"ASO(9(01)?|[0-8]\d{0,2})?")
    decision: str = _key("What was decided.", "", choices=("accepted", "dedicated-executor", "migrate-later"))
    executor: str = _key("The dedicated executor, as module:name.", "")
    ticket: str = _key("Where the migration is planned.", "")
    duration: str = _key("How long one call takes, as measured.", "")
    risk: str = _key("What the call may do to the rest of its pool.", "", choices=("none", "low", "medium", "high"))
    calls_at_once: float | None = _key("Most calls that run at one time.", least=0)
    calls_per_second: float | None = _key("Calls that start in a second, at peak.", least=0)
    duration_seconds: float | None = _key("Seconds that one call takes.", least=0)
    reason: str = _key("Why this is right.", "")
    reviewed_by: str = _key("Who decided.", "")
    reviewed_on: date | None = _key("The day of the review, UTC.")  # noqa: RUF009 -- it is a field
    expires: date | None = _key("The last day on which the decision holds, UTC.")  # noqa: RUF009
    seen: str = _key("Hash of the reviewed call; written by the tool.", "", pattern=r"v1:[0-9a-f]{10}")
    count: int = _key("How many such calls the function holds.", 1, least=1)
    file: str = FILENAME  # the ledger's name
    line: int = 0  # of its [[decision]]
    problems: tuple[Problem, ...] = ()

    @property
    def glob(self) -> bool:
        """Whether it is a pattern record."""
        return self.match == GLOB

    @property
    def identity(self) -> tuple[str, str, str, str]:
        """The call it is about: path, function, call, target."""
        return self.path, self.function, self.call, self.target

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """What no two records share, and by which the ledger is sorted."""
        return *self.identity, self.match

    @property
    def mark(self) -> str:
        """Which decision it is, in a message: what, by whom, when, where."""
        by = f" by {self.reviewed_by}" if self.reviewed_by else ""
        on = f" on {self.reviewed_on}" if self.reviewed_on else ""
        return f'"{self.decision or "decision"}"{by}{on} ({self.file}:{self.line})'

    @property
    def record(self) -> dict[str, object]:
        """The keys that are set, as TOML names them, in canonical order; dates stay dates."""
        values = {part.name.replace("_", "-"): (getattr(self, part.name), part.default) for part in fields(self)}
        return {name: values[name][0] for name in keys(Decision) if values[name][0] != values[name][1]}


@dataclass(frozen=True)
class Ledger:
    """A whole ledger as read. With `errors` it is broken: no decision of it answers anything."""

    path: Path
    policy: Policy = Policy()
    pools: tuple[PoolSize, ...] = ()
    decisions: tuple[Decision, ...] = ()
    errors: tuple[Problem, ...] = ()

    @cached_property
    def literals(self) -> dict[str, tuple[Decision, ...]]:
        """The records that are no patterns, by path."""
        found: dict[str, tuple[Decision, ...]] = {}
        for decision in self.decisions:
            if not decision.glob:
                found[decision.path] = (*found.get(decision.path, ()), decision)
        return found

    @cached_property
    def globs(self) -> tuple[Decision, ...]:
        """The pattern records."""
        return tuple(decision for decision in self.decisions if decision.glob)
