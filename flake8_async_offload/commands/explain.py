"""`async-offload explain`: a rule's page."""

from __future__ import annotations

import argparse
import inspect
import json
import sys

from flake8_async_offload.commands.matrix import matrix
from flake8_async_offload.rule import Rule


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "code", nargs="?", metavar="CODE", help="a code or a rule's name; without one, all rules in a line each"
    )
    parser.add_argument("--all", action="store_true", help="every page")
    parser.add_argument("--matrix", action="store_true", help="what is reported of which work in which place")
    parser.add_argument("--format", choices=("text", "markdown", "json"), default="text")


def run(arguments: argparse.Namespace) -> int:
    """Print pages; return 2 for a code that no rule has."""
    from flake8_async_offload.report import write
    from flake8_async_offload.rules import RULES

    if arguments.matrix:
        write(matrix(), sys.stdout)
        return 0
    if arguments.code is None and not arguments.all:
        write("".join(f"{rule.code} {rule.name} ({rule.reported})\n" for rule in RULES), sys.stdout)
        return 0
    wanted = (arguments.code or "").lower()
    rules = [rule for rule in RULES if arguments.all or wanted in (rule.code.lower(), rule.name)]
    if not rules:
        sys.stderr.write(f"async-offload: no rule {arguments.code!r}; `async-offload explain` lists them\n")
        return 2
    if arguments.format == "json":
        write(json.dumps([_described(rule) for rule in rules], indent=2) + "\n", sys.stdout)
    else:
        write("\n\n".join(page(rule) for rule in rules) + "\n", sys.stdout)
    return 0


def page(rule: type[Rule]) -> str:
    """Return a rule's page as Markdown."""
    return f"# {rule.code} {rule.name}\n\nReported: {rule.reported}\n\n{inspect.getdoc(rule)}"


def _described(rule: type[Rule]) -> dict[str, str]:
    first, _, rest = (inspect.getdoc(rule) or "").partition("\n")
    return {
        "code": rule.code, "name": rule.name, "reported": str(rule.reported), "message": rule.message,
        "summary": first, "page": rest.strip(),
    }  # fmt: skip
