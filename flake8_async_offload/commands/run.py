"""What the commands over a whole project share: the files, the settings and which codes are asked for."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

from flake8_async_offload.commands.configured import flake8_options
from flake8_async_offload.files import python_files
from flake8_async_offload.judging import Asked, enabled
from flake8_async_offload.linting import selection, with_options
from flake8_async_offload.listing import root_of
from flake8_async_offload.settings import Settings, of_project
from flake8_async_offload.workspace import Workspace

MOST_PROCESSES = 64


@dataclass(frozen=True, slots=True)
class ProjectRun:
    """One run over a project."""

    root: Path
    files: list[Path]
    settings: Settings
    workspace: Workspace
    reported: Asked
    options: argparse.Namespace  # flake8's, as it runs here
    processes: int | None = None  # as many as seem right


def add_paths(parser: argparse.ArgumentParser) -> None:
    """Add what every command over files takes."""
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="PATHS", help="files and folders; the project by default"
    )
    parser.add_argument(
        "--select", type=codes, default=(), metavar="CODES", help="only these codes, or their beginnings"
    )
    parser.add_argument("--deep", action="store_true", help="ask astroid for names that nothing else finds; slow")
    parser.add_argument("--ignore", type=codes, default=(), metavar="CODES", help="not these codes")


def add_jobs(parser: argparse.ArgumentParser) -> None:
    """Add what every command that looks through the whole project takes."""
    says = "share the work among N processes; by default among four at most where a project is large"
    parser.add_argument("-j", "--jobs", type=_processes, metavar="N", help=says)


def _processes(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= MOST_PROCESSES:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of processes; write one from 1 to {MOST_PROCESSES}")
    return int(text)


def codes(text: str) -> tuple[str, ...]:
    """Return the codes of a comma-separated list. Raises ArgumentTypeError for something that begins no ASO code."""
    found = tuple(code.strip().upper() for code in text.split(",") if code.strip())
    for code in found:
        if not code.startswith("ASO") or not code[3:].isalnum() == bool(code[3:]):
            raise argparse.ArgumentTypeError(f"{code!r} is no ASO code; `async-offload explain` lists them")
    return found


def project_run(
    arguments: argparse.Namespace, shown_from: Path | None = None, enable: tuple[str, ...] = ()
) -> ProjectRun:
    """Return the run that a command line asks for; its paths are shown relative to the project, or to a folder.

    Raises MissingPathError, SettingsError, CatalogueError or ConfigurationError with a message for the user.
    """
    paths = arguments.paths or [root_of([Path.cwd()])]
    files = python_files(paths)
    root = root_of(paths)
    options = flake8_options(arguments.select, arguments.ignore)
    settings = with_options(of_project(root), options)
    settings = settings._replace(enable=settings.enable + enable, deep=getattr(arguments, "deep", False))
    workspace = Workspace(settings, shown_from or root)
    reported, processes = enabled(settings, selection(options)), getattr(arguments, "jobs", None)
    return ProjectRun(root, files, settings, workspace, reported, options, processes)
