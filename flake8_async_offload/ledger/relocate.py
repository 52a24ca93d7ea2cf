"""Where the call of an unmatched record has gone: renamed, moved or handed over by another offloader."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from flake8_async_offload.ledger.record import Decision
    from flake8_async_offload.ledger.subject import Subject

# What must agree, strongest evidence first: parts of the key, and whether the call reads as it was reviewed.
# A different target is only ever believed of a call that reads the same.
_EVIDENCE: Final = (
    (("path", "call", "target"), True),
    (("function", "call", "target"), True),
    (("call", "target"), True),
    (("path", "function", "call"), True),
    (("function", "call"), True),  # a function of the same file, whose name moved with it
    (("path", "call", "target"), False),
    (("function", "call", "target"), False),
    (("path", "function", "target"), False),
)
_PARTS: Final = ("path", "function", "call", "target")


def relocations(unmatched: Iterable[Decision], free: Iterable[Subject]) -> Mapping[Decision, Subject]:
    """Return the new place of each record that has exactly one, among calls that no literal record is about."""
    free = tuple(free)
    found = {record: subject for record in unmatched if not record.glob and (subject := _only(record, free))}
    claims = Counter(subject.key for subject in found.values())
    return {record: subject for record, subject in found.items() if claims[subject.key] == 1}


def _only(record: Decision, free: tuple[Subject, ...]) -> Subject | None:
    for parts, as_seen in _EVIDENCE:
        fitting = [subject for subject in free if _fits(record, subject, parts, as_seen=as_seen)]
        if fitting:
            return fitting[0] if len(fitting) == 1 else None
    return None


def _fits(record: Decision, subject: Subject, parts: tuple[str, ...], *, as_seen: bool) -> bool:
    if as_seen and (not record.seen or record.seen != subject.seen["seen"]):
        return False
    return all(record.key[_PARTS.index(part)] == subject.key[_PARTS.index(part)] for part in parts)
