"""What may stand in a ledger: raw TOML values in, values of the ledger's classes and a list of problems out."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime
from math import isfinite
from typing import TYPE_CHECKING, Any, Final

from flake8_async_offload.ledger.record import Decision, Key, Policy, Problem, keys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

# How each kind of value is recognised, and what to call it. bool is an int and datetime a date, to Python only.
_KINDS: Final[dict[str, tuple[Callable[[object], bool], str]]] = {
    "str": (lambda value: isinstance(value, str), 'a string, such as "text"'),
    "int": (lambda value: type(value) is int, "a whole number, such as 20"),
    "float": (lambda value: type(value) in (int, float) and isfinite(float(value)), "a number, such as 2.0"),  # type: ignore[arg-type]
    "date": (lambda value: isinstance(value, date) and not isinstance(value, datetime), "a date, such as 2026-08-07"),
    "tuple[str, ...]": (
        lambda value: isinstance(value, list) and bool(value) and all(isinstance(item, str) for item in value),
        'a list of strings, such as ["text"]',
    ),
}
MOST: Final = 20  # problems of one table that are told; nobody reads more, and a file may hold a million
ALWAYS: Final = ("path", "call", "codes", "decision", "reason", "reviewed-by", "reviewed-on")
LITERAL: Final = ("function", "target")
_TODO: Final = re.compile(r"\s*(todo\b|$)", re.IGNORECASE)
_NOT_BELOW: Final = re.compile(r"/|[A-Za-z]:|(.*/)?\.\.?(/|$)")


def checked(
    table: type, raw: Mapping[str, object], line_of: Callable[[str], int]
) -> tuple[dict[str, Any], list[Problem]]:
    """Return a table's good values by field name, and what is wrong with the others."""
    known = keys(table)
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, value in raw.items():
        if len(problems) == MOST:
            break
        wrong = _wrong(known[name], value) if name in known else unknown(name, known)
        if wrong:
            code = "ASO902" if name in known and known[name].kind == "date" else "ASO905"
            problems.append(Problem(line_of(name), wrong, code))
        else:
            values[name.replace("-", "_")] = tuple(value) if isinstance(value, list) else value
    return values, problems


def unknown(name: str, known: Iterable[str]) -> str:
    """Return the message for a key that nothing knows, with the known one that looks most like it."""
    from difflib import get_close_matches  # lazily: only a mistake needs it

    close = get_close_matches(name, known, n=1)
    cure = f'did you mean "{close[0]}"' if close else f"known are {', '.join(known)}"
    return f'unknown key "{name[:60]}"; {cure}'


def decided(raw: Mapping[str, object], line_of: Callable[[str], int], policy: Policy, file: str) -> Decision:
    """Return the decision that a raw record makes, with its problems in the order of their lines."""
    line = line_of("")
    values, problems = checked(Decision, raw, line_of)
    decision = Decision(**values, file=file, line=line)
    problems += [Problem(line_of(name), message, "ASO905") for name, message in _incomplete(decision, raw, policy)]
    return replace(decision, problems=tuple(sorted(problems, key=lambda problem: problem.line)))


def twins_told(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Return the decisions, each that shares its identity with another saying so: neither is the one that counts."""
    decisions = tuple(decisions)
    alike: dict[object, list[Decision]] = defaultdict(list)
    for decision in decisions:
        alike[decision.key].append(decision)
    return tuple(
        replace(decision, problems=(*decision.problems, _rival(decision, others))) if len(others) > 1 else decision
        for decision in decisions
        for others in [alike[decision.key]]
    )


def _rival(decision: Decision, alike: list[Decision]) -> Problem:
    other = next(other for other in alike if other is not decision)
    return Problem(decision.line, f"{other.file}:{other.line} is about the same call; keep one of them", "ASO905")


def _wrong(key: Key, value: object) -> str:
    """Return what is wrong with a value, or nothing."""
    fits, kind = _KINDS[key.kind]
    if not fits(value):
        return f"{key.name} must be {kind}"
    for item in value if isinstance(value, list) else [value]:
        if key.choices and item not in key.choices:
            return f"{key.name} must be one of {', '.join(key.choices)}"
        if key.pattern and not re.fullmatch(key.pattern, str(item)):
            return f'{key.name} cannot be "{str(item)[:60]}"'
    if key.least is not None and isinstance(value, int | float) and value < key.least:
        return f"{key.name} must be at least {key.least:g}"
    return ""


def _incomplete(decision: Decision, raw: Mapping[str, object], policy: Policy) -> Iterator[tuple[str, str]]:
    """Give the keys of a record that leave it without force, each with why and the cure."""
    required = dict.fromkeys((*ALWAYS, *(() if decision.glob else LITERAL), *policy.require))
    if decision.decision == "migrate-later":
        required["ticket"] = None
    for name in required:
        if name not in raw:
            yield "", f"{name} is missing; add it"
        elif isinstance(value := raw[name], str) and _TODO.match(value):
            yield name, f"{name} is still to be written; write it"
    if _NOT_BELOW.match(decision.path):
        yield "path", 'path must be relative to the ledger, without "." and ".." parts'
    if not decision.glob:
        yield from _literal(decision)
    if decision.expires and decision.reviewed_on:
        days, allowed = (decision.expires - decision.reviewed_on).days, policy.max_validity_days
        if allowed is not None and days > allowed:
            yield "expires", f"valid for {days} days, the policy allows {allowed}; bring expires forward"


def _literal(decision: Decision) -> Iterator[tuple[str, str]]:
    if "*" in decision.path or "?" in decision.path:
        yield "path", 'path is a pattern; add match = "glob"'
    for code in decision.codes:
        if not re.fullmatch(r"ASO\d{3}", code):
            yield "codes", f'"{code}" is not a whole code; write it out, or add match = "glob"'
