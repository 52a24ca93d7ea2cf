"""`async-offload ledger`: what a ledger may hold."""

from __future__ import annotations

import argparse
import json

from flake8_async_offload.commands.deciding import say
from flake8_async_offload.ledger.schema import schema


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the sub-command."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("schema", help="the JSON Schema of async-offload.toml, for editors")


def run(arguments: argparse.Namespace) -> int:
    """Print the schema; return 0."""
    assert arguments.action == "schema"  # noqa: S101 -- the only one
    say(json.dumps(schema(), indent=2))
    return 0
