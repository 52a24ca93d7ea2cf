"""The command line: which commands there are, what all of them take, and what the exit status means."""

from __future__ import annotations

import argparse
import gc
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module

from flake8_async_offload import __version__

COMMANDS = {
    "audit": "the inventory: every place where work leaves the event loop",
    "check": "all findings, the whole project's and the ledger's too: the gate for CI",
    "review": "decide about the calls that are open, one by one",
    "add": "record a decision about one call",
    "renew": "extend decisions that somebody has looked at again",
    "relocate": "give decisions back to calls that were renamed or moved",
    "prune": "drop the decisions whose call is gone",
    "fmt": "put ledgers into their one form",
    "ledger": "what a ledger may hold",
    "fix": "rewrites what is certain, and says what is left and why",
    "explain": "a rule's page",
    "catalog": "what the tool knows of an SDK, and whether it is still true of the real package",
    "doctor": "why do I see no findings?",
    "completion": "a script that lets your shell complete commands and options",
}
NOTHING_FOUND, FOUND, UNUSABLE = 0, 1, 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 nothing found, 1 findings, 2 usage or configuration."""
    given = sys.argv[1:] if argv is None else list(argv)
    arguments = parser(given).parse_args(given)
    command = import_module(f"flake8_async_offload.commands.{arguments.command}")
    gc.disable()  # one short run over trees that live to its end: collecting costs a third of it and frees nothing
    try:
        status: int = command.run(arguments)
    except BrokenPipeError:
        sys.stderr.close()
        return NOTHING_FOUND
    except KeyboardInterrupt:
        return 130
    except (OSError, ValueError) as error:
        sys.stderr.write(f"async-offload: {error}\n")
        return UNUSABLE
    except Exception:  # 1 would say that there are findings
        traceback.print_exc()
        return UNUSABLE
    return NOTHING_FOUND if arguments.exit_zero and status == FOUND else status


def parser(given: Sequence[str] = tuple(COMMANDS)) -> argparse.ArgumentParser:
    """Return the parser of the command line; only the commands that are given are imported and know their arguments."""
    found = argparse.ArgumentParser(prog="async-offload", description="Audits thread offloading in asyncio code.")
    found.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    found.set_defaults(whole=parser)  # a command may ask what all commands take
    commands = found.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, says in COMMANDS.items():
        described = f"{says[0].upper()}{says[1:]}{'' if says.endswith('?') else '.'}"
        sub = commands.add_parser(name, help=says, description=described)
        if name in given:
            import_module(f"flake8_async_offload.commands.{name}").configure(sub)
        sub.add_argument("--exit-zero", action="store_true", help="end with 0 where there are findings")
        sub.add_argument("--color", choices=("auto", "always", "never"), default="auto")
    return found
