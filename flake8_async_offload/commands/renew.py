"""`async-offload renew`: say again that a decision holds."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from flake8_async_offload.commands.deciding import audited, chosen, ledger_path, now, readable, reviewer, say
from flake8_async_offload.commands.questions import typed, whole
from flake8_async_offload.ledger.judge import end
from flake8_async_offload.ledger.record import Decision, Ledger, Policy
from flake8_async_offload.ledger.save import save
from flake8_async_offload.ledger.write import Key, RefusedError, edit


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("place", nargs="?", metavar="PATH::FUNCTION", help="the decision about that call")
    which.add_argument("--expiring", action="store_true", help="all that have ended, or end within warn-before-days")
    parser.add_argument("--call", help="the offloader, where the function has several calls")
    parser.add_argument("--target", help="what runs, where the function has several calls")
    parser.add_argument("--expires", metavar="DATE", help="the new last day; by default as long as it was before")
    parser.add_argument("--reviewed-by", metavar="WHO", help="by default who git says you are")


def run(arguments: argparse.Namespace) -> int:
    """Renew; return 0, or 1 where a decision could not be renewed. Raises RefusedError where none is meant."""
    day = now()
    who = arguments.reviewed_by or reviewer(Path.cwd())
    until = typed("expires", arguments.expires) if arguments.expires else None
    common: dict[str, object] = {"reviewed-on": day} | ({"reviewed-by": who} if who else {})
    common |= {"expires": until} if until else {}
    if arguments.expiring:
        ledger = readable(ledger_path(Path.cwd()))
        wanted: Mapping[Decision, Mapping[str, object]] = dict.fromkeys(_expiring(ledger, day), common)
    else:
        audit = audited()
        subject = chosen(audit, arguments.place, arguments.call, arguments.target)
        ledger = audit.ledger
        wanted = {record: common | subject.seen for record in ledger.decisions if record.key == subject.key}
        if not wanted:
            raise RefusedError(f"there is no decision about {arguments.place}; async-offload add makes one")
    return _renewed(ledger, wanted, day)


def _renewed(ledger: Ledger, wanted: Mapping[Decision, Mapping[str, object]], day: date) -> int:
    changes: dict[Key, Mapping[str, object]] = {}
    status = 0
    for record, values in wanted.items():
        new = {"expires": _until(record, ledger.policy, day), **values}
        try:
            whole({name: value for name, value in (record.record | new).items() if value is not None}, ledger.policy)
        except RefusedError as error:
            say(f"not renewed: {record.mark}: {error}")
            status = 1
        else:
            changes[record.key] = new
            say(f"renewed{f' until {until}' if (until := new['expires']) else ''}: {record.mark}")
    if changes:
        save(ledger.path, partial(edit, changes=changes))
    return status


def _expiring(ledger: Ledger, day: date) -> Iterable[Decision]:
    for record in ledger.decisions:
        last = end(record, ledger.policy)
        if last and (last - day).days <= ledger.policy.warn_before_days:
            yield record


def _until(record: Decision, policy: Policy, day: date) -> date | None:
    """Return the new last day: as long after this review as the old one was after its own, if the policy allows."""
    if not record.expires or not record.reviewed_on:
        return None
    days = max((record.expires - record.reviewed_on).days, 1)
    return day + timedelta(days=min(days, policy.max_validity_days or days))
