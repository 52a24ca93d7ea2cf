"""`async-offload relocate`: give decisions back to calls that were renamed or moved."""

from __future__ import annotations

import argparse
from functools import partial

from flake8_async_offload.commands.deciding import say, whole_project
from flake8_async_offload.commands.questions import EndError, choose, terminal
from flake8_async_offload.ledger.relocate import relocations
from flake8_async_offload.ledger.save import save
from flake8_async_offload.ledger.write import edit


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--yes", action="store_true", help="do not ask")


def run(arguments: argparse.Namespace) -> int:
    """Move decisions; return 0, or 1 where some stay unmatched. Raises RefusedError for a broken ledger."""
    audit = whole_project()
    unmatched = audit.unmatched
    found = relocations(unmatched, (subject for subject in audit.subjects if subject.key not in audit.recorded))
    left = len(unmatched)
    for record in unmatched:
        say(f"{record.mark}: {record.path}::{record.function}, {record.call} of {record.target}")
        if record not in found:
            say("  no call, or more than one, that it can have meant")
            continue
        key = found[record].key
        say(f"  -> {key[0]}::{key[1]}, {key[2]} of {key[3]}")
        if arguments.yes or _agreed():
            new = dict(zip(("path", "function", "call", "target"), key, strict=False))
            save(audit.ledger.path, partial(edit, changes={record.key: new}))
            left -= 1
    return int(left > 0)


def _agreed() -> bool:
    if not terminal():
        return False
    try:
        return choose("  Is it that call?", ("y", "n")) == "y"
    except EndError:
        return False
