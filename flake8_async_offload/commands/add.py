"""`async-offload add`: record a decision about one call."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path

from flake8_async_offload.commands.deciding import audited, chosen, now, put, reviewer, say
from flake8_async_offload.commands.questions import EndError, add_options, ask_for, given, terminal, whole
from flake8_async_offload.ledger.save import save


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("place", metavar="PATH::FUNCTION", help="where the call is")
    parser.add_argument("--call", help="its offloader, where the function has several calls")
    parser.add_argument("--target", help="what runs, where the function has several calls")
    add_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Record the decision; return 0. Raises RefusedError where the call or the decision is not clear."""
    audit = audited()
    subject = chosen(audit, arguments.place, arguments.call, arguments.target)
    who = {"reviewed-by": name} if (name := reviewer(Path.cwd())) else {}
    record = subject.draft | {"reviewed-on": now()} | given(arguments)
    policy = audit.ledger.policy
    try:
        if terminal() and not arguments.reason:
            record = ask_for(record, who, policy, now())
    except EndError:
        return 2
    save(audit.ledger.path, partial(put, record=whole({"decision": "accepted"} | who | record, policy)))
    say(f"recorded: {subject.path}::{subject.key[1]}, {subject.key[3]}")
    return 0
