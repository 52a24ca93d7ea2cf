"""What one record is about, as the code has it: a call, or several of a kind in one function."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flake8_async_offload.ledger.digest import of_site, together
from flake8_async_offload.ledger.judge import UNAUDITED
from flake8_async_offload.ledger.match import calls

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flake8_async_offload.ledger.answer import Answer
    from flake8_async_offload.ledger.write import Key


@dataclass(frozen=True, slots=True)
class Subject:
    """Twins in one file, with what rules and decisions say of each."""

    path: str  # relative to the ledger
    twins: tuple[Answer, ...]  # at least one

    @property
    def key(self) -> Key:
        """The key of a literal record about it."""
        return (self.path, *calls(self.twins[0].site), "")

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes to decide about: those that rules report, or the one for a call that no rule objects to."""
        return tuple(sorted({finding.code for twin in self.twins for finding in twin.findings})) or (UNAUDITED,)

    @property
    def open(self) -> bool:
        """Whether something is left to decide."""
        return any(twin.left for twin in self.twins)

    @property
    def seen(self) -> dict[str, object]:
        """What a review has seen: the hash, and the number where there are more than one."""
        digests = [of_site(twin.site) for twin in self.twins]
        seen: dict[str, object] = {"seen": together(digests)} if all(digests) else {"seen": None}
        return {**seen, "count": len(digests) if len(digests) > 1 else None}

    @property
    def draft(self) -> dict[str, object]:
        """The part of a record that the code dictates."""
        path, function, call, target, _ = self.key
        named = {"path": path, "function": function, "call": call, "target": target, "codes": self.codes}
        return named | {name: value for name, value in self.seen.items() if value is not None}


def subjects(path: str, answers: Iterable[Answer]) -> list[Subject]:
    """Return what there is to decide about in a file, in the order of its text."""
    alike: dict[tuple[str, str, str], list[Answer]] = defaultdict(list)
    for answer in answers:
        alike[calls(answer.site)].append(answer)
    return [Subject(path, tuple(twins)) for twins in alike.values()]
