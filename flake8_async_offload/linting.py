"""One file for flake8: its settings, the workspace that lives from file to file, and the findings after decisions."""

from __future__ import annotations

import argparse
import ast
import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from flake8.formatting.default import Nothing
from flake8.style_guide import Decision, StyleGuideManager

from flake8_async_offload.catalog import CatalogueError
from flake8_async_offload.engine import Workspace, enabled, findings, sites
from flake8_async_offload.files import root_of
from flake8_async_offload.model import Finding, Span
from flake8_async_offload.settings import Settings, SettingsError, inside, of_project
from flake8_async_offload.source import Source
from flake8_async_offload.vocabulary import learn_project

SECONDS_BETWEEN_LOOKS = 0.5  # an editor's process lives on while files change; a run over a tree takes less care

_workspaces: dict[tuple[Settings, Path], tuple[float, Workspace]] = {}


def file_findings(filename: str, text: str, tree: ast.Module, options: argparse.Namespace) -> list[Finding]:
    """Return what is left to report of one file, in the order of the text; a setting that cannot be used is said."""
    try:
        start = Path(filename).absolute().parent if os.path.exists(filename) else Path.cwd()  # noqa: PTH110
        settings = with_options(of_project(start), options)
        workspace = _workspace(settings, root_of([start]))
        found = sites(Source(filename, text, tree), workspace)
        reported = enabled(settings, selection(options))
        answers = findings(found, filename, workspace, reported) if found else None
    except (SettingsError, CatalogueError, ValueError) as error:
        text = f"ASO906 configuration invalid, nothing was audited: {error}"
        return [Finding(filename, Span(1, 0, 1, 0), "ASO906", text)]
    return sorted(answers.findings, key=lambda finding: finding.span) if answers else []


def with_options(project: Settings, options: argparse.Namespace) -> Settings:
    """Return a project's settings with the flake8 options on top. Raises SettingsError."""
    catalog = tuple(map(inside, options.aso_catalog.replace(",", " ").split()))
    return replace(
        project,
        enable=tuple(options.aso_enable.replace(",", " ").split()) or project.enable,
        ledger=options.aso_ledger or project.ledger,
        catalog=catalog or project.catalog,
        python_target=options.aso_python_target or project.python_target,
    )


def _workspace(settings: Settings, root: Path) -> Workspace:
    now = time.monotonic()
    looked, workspace = _workspaces.get((settings, root), (0.0, None))
    if workspace is not None and now - looked > SECONDS_BETWEEN_LOOKS:
        looked, workspace = now, workspace if workspace.project.unchanged() else None
    if workspace is None:
        looked, workspace = now, Workspace(settings)
        learn_project(workspace, root)
    _workspaces[settings, root] = (looked, workspace)
    return workspace


def selection(options: argparse.Namespace) -> Callable[[str, str], bool]:
    """Return whether flake8 would report a code in a file, by its per-file-ignores too."""
    guides = StyleGuideManager(options, Nothing(options))
    return lambda code, path: guides.style_guide_for(path).should_report_error(code) is Decision.Selected
