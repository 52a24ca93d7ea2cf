"""`async-offload fmt`: put ledgers into their one form."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from flake8_async_offload.commands.deciding import ledger_path, say
from flake8_async_offload.ledger.canonical import fmt
from flake8_async_offload.ledger.save import save
from flake8_async_offload.ledger.write import RefusedError


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("ledgers", nargs="*", type=Path, metavar="LEDGER", help="by default the project's")
    parser.add_argument("--check", action="store_true", help="change nothing; end with 1 where something would change")


def run(arguments: argparse.Namespace) -> int:
    """Format; return 0, 1 where `--check` finds something to do, 2 where a ledger cannot be read."""
    statuses = [_formatted(path, check=arguments.check) for path in arguments.ledgers or [ledger_path(Path.cwd())]]
    return max(statuses)


def _formatted(path: Path, *, check: bool) -> int:
    try:
        if not path.exists():
            raise RefusedError("there is no such ledger")
        if check:
            text = path.read_bytes().decode()
            if fmt(text) == text:
                return 0
            say(f"{path}: would be changed by async-offload fmt")
            return 1
        if save(path, fmt):
            say(f"{path}: formatted")
    except (OSError, ValueError) as error:
        sys.stderr.write(f"async-offload: {path}: {error}\n")
        return 2
    return 0
