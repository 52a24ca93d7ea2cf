"""One file for flake8: its settings, the workspace that lives from file to file, and the findings after decisions."""

from __future__ import annotations

import argparse
import ast
import os
import time
from collections.abc import Callable
from pathlib import Path

from flake8.formatting.default import Nothing
from flake8.style_guide import Decision, StyleGuideManager

from flake8_async_offload.catalog.error import CatalogueError
from flake8_async_offload.engine import sites
from flake8_async_offload.listing import version
from flake8_async_offload.model import Finding, Site
from flake8_async_offload.settings import Settings, SettingsError, inside, of_project
from flake8_async_offload.source import Source
from flake8_async_offload.unchanged import SECONDS_BETWEEN_LOOKS, Around, Asked, Told, Versions
from flake8_async_offload.vocabulary import learn_project, said
from flake8_async_offload.workspace import Workspace

_known_settings: dict[Path, tuple[Around | None, Settings]] = {}  # by folder
_workspaces: dict[tuple[Settings, str | None], tuple[Around | None, float, Workspace]] = {}


def told(filename: str, text: str, tree: ast.Module, options: argparse.Namespace, asked: Asked | None) -> Told:
    """Return what is to report of one file, in the order of the text; a setting that cannot be used is said.

    What an earlier run found is not looked for again where nothing behind it has changed; `asked` keeps it.
    """
    try:
        start = Path(filename).absolute().parent if os.path.exists(filename) else Path.cwd()  # noqa: PTH110
        around = asked.around if asked else None
        workspace = _workspace(with_options(_settings(start, around), options), around)
        names = said(workspace)
        known = asked.still(names) if asked else None
        if known is not None:
            return known
        found = sites(Source(filename, text, tree), workspace)
        reported, ledger = _judged(found, filename, workspace.settings, options) if found else ([], None)
    except (SettingsError, CatalogueError, ValueError) as error:
        return [(1, 0, f"ASO906 configuration invalid, nothing was audited: {' '.join(str(error).split())}")]
    result = [(finding.span.line, finding.span.column, " ".join(finding.text.split())) for finding in reported]
    if asked and workspace.project.is_within(asked.around.root):
        asked.keep(result, names, _behind(filename, workspace, asked, ledger))
    return result


def _judged(
    found: tuple[Site, ...], path: str, settings: Settings, options: argparse.Namespace
) -> tuple[list[Finding], Path | None]:
    """Return what is left to report of a file's sites after decisions, and the ledger that these are in.

    Raises ValueError where ASO_TODAY is no date.
    """
    from flake8_async_offload.decisions import ledger_of  # lazily: most files have no site
    from flake8_async_offload.judging import enabled, findings

    answers = findings(found, path, settings, enabled(settings, selection(options)))
    ledger = ledger_of(path, settings)
    return sorted(answers.findings, key=lambda finding: finding.span), ledger.path if ledger else None


def _behind(filename: str, workspace: Workspace, asked: Asked, ledger: Path | None) -> Versions:
    """Return the files that the findings in a file came from; all of the project's where each may have a say."""
    resolver, project = workspace.resolver, workspace.project
    if resolver.subclasses and resolver.subclasses.is_asked:
        return asked.around.code
    named = map(str, [*workspace.catalogue.further, *([ledger] if ledger else [])])
    return project.behind(Path(filename).absolute()) | {path: version(path) for path in named}


def with_options(project: Settings, options: argparse.Namespace) -> Settings:
    """Return a project's settings with the flake8 options on top. Raises SettingsError."""
    catalog = tuple(map(inside, options.aso_catalog.replace(",", " ").split()))
    return project._replace(
        enable=tuple(options.aso_enable.replace(",", " ").split()) or project.enable,
        ledger=options.aso_ledger or project.ledger,
        catalog=catalog or project.catalog,
        python_target=options.aso_python_target or project.python_target,
    )


def _settings(start: Path, around: Around | None) -> Settings:
    """Return the settings of the project above a folder, read anew once anything around has changed."""
    seen, settings = _known_settings.get(start, (None, None))
    if settings is None or around is None or seen is not around:
        settings = of_project(start)
        _known_settings[start] = around, settings
    return settings


def _workspace(settings: Settings, around: Around | None) -> Workspace:
    """Return the workspace of a project's files as they are now: an editor's process lives on while they change."""
    now, key = time.monotonic(), (settings, around.root if around else None)
    seen, looked, workspace = _workspaces.get(key, (None, 0.0, None))
    if workspace is not None and now - looked > SECONDS_BETWEEN_LOOKS:
        looked, workspace = now, workspace if workspace.project.unchanged() else None
    if workspace is None or seen is not around:
        looked, workspace = now, Workspace(settings)
        if around:
            learn_project(workspace, around.root, around.code)
    _workspaces[key] = (around, looked, workspace)
    return workspace


def selection(options: argparse.Namespace) -> Callable[[str, str], bool]:
    """Return whether flake8 would report a code in a file, by its per-file-ignores too."""
    guides = StyleGuideManager(options, Nothing(options))
    return lambda code, path: guides.style_guide_for(path).should_report_error(code) is Decision.Selected
