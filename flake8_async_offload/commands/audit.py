"""`async-offload audit`: the inventory, every place where work leaves the event loop."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from flake8_async_offload.commands.progress import progress
from flake8_async_offload.commands.run import add_jobs, add_paths, project_run


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    from flake8_async_offload.report import GROUPS, INVENTORY_REPORTS

    add_paths(parser)
    add_jobs(parser)
    parser.add_argument("--format", choices=sorted(INVENTORY_REPORTS), default="table")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write there instead of to standard output")
    parser.add_argument("--implicit", action="store_true", help="list what frameworks put into threads by themselves")
    parser.add_argument("--workers", type=_size, metavar="N", help="what if the default executor had N threads")
    parser.add_argument("--group-by", choices=sorted(GROUPS), help="show the sites in groups")


def _size(text: str) -> int:
    """Return a pool's size. Raises ArgumentTypeError for what no pool can have."""
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of threads; write 20")
    return int(text)


def run(arguments: argparse.Namespace) -> int:
    """Print the inventory; return 1 where findings are open, 2 where this tool failed on a file, 0 otherwise."""
    from flake8_async_offload.inventory import inventory
    from flake8_async_offload.report import INVENTORY_REPORTS, Setting, setting_for, write
    from flake8_async_offload.rules import BY_CODE

    asked = project_run(arguments)
    found, answers = inventory(
        asked.root,
        asked.files,
        asked.workspace,
        asked.reported,
        arguments.workers,
        blocking=False,
        everything=arguments.implicit,
        processes=asked.processes,
        watched=progress,
    )
    if arguments.output:
        setting = Setting(rules=BY_CODE, group_by=arguments.group_by, implicit=arguments.implicit)
        text = INVENTORY_REPORTS[arguments.format](found, setting)
        arguments.output.write_text(text, encoding="utf-8", errors="surrogateescape")
    else:
        setting = setting_for(
            sys.stdout,
            os.environ,
            arguments.color,
            rules=BY_CODE,
            group_by=arguments.group_by,
            implicit=arguments.implicit,
        )
        write(INVENTORY_REPORTS[arguments.format](found, setting), sys.stdout)
    if any(error.internal for error in found.errors):
        return 2
    return int(bool(found.overloads) or any(said.findings for said in answers))
