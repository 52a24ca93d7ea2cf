"""`async-offload prune`: drop the decisions whose call is gone."""

from __future__ import annotations

import argparse
from functools import partial

from flake8_async_offload.commands.deciding import say, whole_project
from flake8_async_offload.ledger.save import save
from flake8_async_offload.ledger.write import remove


def configure(parser: argparse.ArgumentParser) -> None:
    """Add nothing: a partial run would drop what it has not seen."""
    parser.epilog = "It always reads all the files that the ledger is about."


def run(arguments: argparse.Namespace) -> int:
    """Drop the records; return 0. Raises RefusedError for a broken ledger."""
    del arguments
    audit = whole_project()
    gone = {record.key: record for record in audit.unmatched}
    if gone:
        save(audit.ledger.path, partial(remove, gone=gone.keys()))
    for record in gone.values():
        say(f"dropped: {record.mark}, {record.path}::{record.function}, {record.target}")
    return 0
