"""`async-offload explain`: a rule's page."""

from __future__ import annotations

import argparse
import inspect
import json
import os
import re
import sys

from flake8_async_offload.commands.matrix import matrix
from flake8_async_offload.rule import Reported, Rule

WHEN = {
    Reported.ON: "Reported by default.",
    Reported.OPT: "Opt-in: reported where `aso-enable = {code}` asks for it.",
    Reported.CHECK: "Reported by `async-offload check` alone: it needs the whole project.",
}


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
    from flake8_async_offload.report import setting_for, write
    from flake8_async_offload.rules import RULES

    if arguments.matrix:
        write(matrix(), sys.stdout)
        return 0
    if arguments.code is None and not arguments.all:
        write("".join(map(_line, RULES)), sys.stdout)
        return 0
    wanted = (arguments.code or "").lower()
    rules = [rule for rule in RULES if arguments.all or wanted in (rule.code.lower(), rule.name)]
    if not rules:
        sys.stderr.write(f"async-offload: no rule {arguments.code!r}; `async-offload explain` lists them\n")
        return 2
    if arguments.format == "json":
        write(json.dumps([_described(rule) for rule in rules], indent=2) + "\n", sys.stdout)
    else:
        setting = setting_for(sys.stdout, os.environ, arguments.color, rules={})
        colored = setting.color and arguments.format == "text"
        text = "\n\n".join(page(rule) for rule in rules) + "\n"
        write(painted(text) if colored else text, sys.stdout)
    return 0


def _line(rule: type[Rule]) -> str:
    summary = (inspect.getdoc(rule) or "").partition("\n")[0]
    return f"{rule.code} {rule.name:<36} {rule.reported:<5} {summary}\n"


def painted(page: str) -> str:
    """Return Markdown as a terminal shows it best: headings bold, code in color and without its marks."""
    from flake8_async_offload.report.text import BOLD, CYAN, paint

    shown, code = [], False
    for line in page.splitlines():
        if line.startswith("```"):
            code = not code
        elif code:
            shown.append(paint(f"    {line}", CYAN, color=True) if line else "")
        elif line.startswith("#"):
            shown.append(paint(line.lstrip("# "), BOLD, color=True))
        else:
            shown.append(re.sub("`([^`]+)`", paint(r"\1", CYAN, color=True), line))
    return "\n".join(shown) + "\n"


def page(rule: type[Rule]) -> str:
    """Return a rule's page as Markdown."""
    return f"# {rule.code} {rule.name}\n\n{WHEN[rule.reported].format(code=rule.code)}\n\n{inspect.getdoc(rule)}"


def _described(rule: type[Rule]) -> dict[str, str]:
    first, _, rest = (inspect.getdoc(rule) or "").partition("\n")
    return {
        "code": rule.code, "name": rule.name, "reported": str(rule.reported), "message": rule.message,
        "summary": first, "page": rest.strip(),
    }  # fmt: skip
