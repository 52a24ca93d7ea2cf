"""`async-offload doctor`: says why somebody sees no findings."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from flake8_async_offload.commands import symptoms
from flake8_async_offload.listing import root_of


def configure(parser: argparse.ArgumentParser) -> None:
    """Add nothing: it looks at this folder as flake8 would."""
    parser.epilog = "Each line is fine (ok) or not (problem), with the cure. It changes nothing."


def run(arguments: argparse.Namespace) -> int:
    """Print a line for everything that can hide findings; return 1 where something does."""
    from flake8_async_offload.report import write

    del arguments
    root = root_of([Path.cwd()])
    found = list(symptoms.all_of(Path.cwd(), root))
    write("".join(f"{symptom.line}\n" for symptom in found), sys.stdout)
    return int(any(symptom.cure for symptom in found))
