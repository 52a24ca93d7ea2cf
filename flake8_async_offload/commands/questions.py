"""Asking for a decision: on a terminal, by options, or from a file. What is taken is always a whole decision."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from datetime import date, timedelta

from flake8_async_offload.commands.deciding import say
from flake8_async_offload.ledger.find import FILENAME
from flake8_async_offload.ledger.record import Decision, Policy, keys
from flake8_async_offload.ledger.validate import checked, decided
from flake8_async_offload.ledger.write import RefusedError

# What is asked, in this order; some of it only for the decision that it belongs to.
ASKED = ("decision", "executor", "ticket", "risk", "duration", "reason", "reviewed-by", "expires")
BELONGS = {"executor": "dedicated-executor", "ticket": "migrate-later"}
USUAL_DAYS = 180


class EndError(Exception):
    """Nobody is there to answer any more."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add an option for each thing that can be asked."""
    for name in ASKED:
        key = keys(Decision)[name]
        choices = f" One of {', '.join(key.choices)}." if key.choices else ""
        parser.add_argument(f"--{name}", metavar=name.rpartition("-")[2].upper(), help=f"{key.says}{choices}")


def given(arguments: argparse.Namespace) -> dict[str, object]:
    """Return what the options say. Raises RefusedError for a value that its key cannot have."""
    texts = {name: getattr(arguments, name.replace("-", "_")) for name in ASKED}
    return {name: typed(name, text) for name, text in texts.items() if text is not None}


def typed(name: str, text: str) -> object:
    """Return the value that a text means for a key. Raises RefusedError where it means none."""
    value: object = text
    if not text.strip():
        raise RefusedError(f"{name} must not be empty")
    if keys(Decision)[name].kind == "date":
        try:
            value = date.fromisoformat(text)
        except ValueError:
            value = None
    for problem in checked(Decision, {name: value}, lambda _: 0)[1]:
        raise RefusedError(problem.message)
    return value


def whole(record: Mapping[str, object], policy: Policy) -> dict[str, object]:
    """Return a record that is a decision. Raises RefusedError saying all that it lacks."""
    raw = {name: list(value) if isinstance(value, tuple) else value for name, value in record.items()}
    if problems := decided(raw, lambda _: 0, policy, FILENAME).problems:
        raise RefusedError("; ".join(problem.message for problem in problems))
    return dict(record)


def ask_for(record: Mapping[str, object], last: Mapping[str, object], policy: Policy, day: date) -> dict[str, object]:
    """Ask for what a record lacks, offering the last answers. Raises EndError where input ends."""
    longest = policy.max_validity_days or USUAL_DAYS
    offers: dict[str, object] = {"decision": "accepted", "expires": day + timedelta(days=min(longest, USUAL_DAYS))}
    offers |= {name: value for name, value in last.items() if name != "expires"}
    answered = dict(record) | {"reviewed-on": day}
    for name in ASKED:
        if name not in record and BELONGS.get(name, answered.get("decision")) == answered.get("decision"):
            needed = name in ("decision", "reason", "reviewed-by", "ticket", *policy.require)
            value = _ask(name, offers.get(name), needed=needed)
            answered |= {} if value is None else {name: value}
    return answered


def choose(question: str, choices: tuple[str, ...]) -> str:
    """Ask until one of the choices, or the beginning of one, is given. Raises EndError where input ends."""
    while True:
        text = _line(f"{question} [{'/'.join(choices)}] ").lower()
        fitting = [choice for choice in choices if text and choice.startswith(text)]
        if fitting:
            return fitting[0]


def terminal() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin.isatty()


def _ask(name: str, offer: object, *, needed: bool) -> object:
    key = keys(Decision)[name]
    choices = f" ({', '.join(key.choices)})" if key.choices else ""
    offered = f" [{offer}]" if offer else "" if needed else " [leave out]"
    while True:
        text = _line(f"  {name}{choices}{offered}: ")
        if (not text and offer) or (text in ("", "-") and not needed):
            return None if text else offer
        try:
            return typed(name, _completed(text, key.choices))
        except RefusedError as error:
            say(f"  {error}")


def _completed(text: str, choices: tuple[str, ...]) -> str:
    fitting = [choice for choice in choices if text and choice.startswith(text)]
    return fitting[0] if len(fitting) == 1 else text


def _line(question: str) -> str:
    sys.stdout.write(question)
    sys.stdout.flush()
    line = sys.stdin.readline()
    if not line:
        sys.stdout.write("\n")
        raise EndError
    return line.encode(errors="surrogateescape").decode(errors="replace").strip()  # whatever the locale makes of it
