"""`async-offload catalog`: what the tool knows of an SDK, and whether it is still true of the real package."""

from __future__ import annotations

import glob
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from flake8_async_offload.catalog import compiled
from flake8_async_offload.catalog.catalogue import load
from flake8_async_offload.catalog.error import CatalogueError
from flake8_async_offload.catalog.reading import read
from flake8_async_offload.catalog.schema import json_schema
from flake8_async_offload.commands import verify
from flake8_async_offload.report.words import cure
from flake8_async_offload.settings import of_project

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable
    from typing import Any

    from flake8_async_offload.catalog.catalogue import Catalogue

_ARGUMENTS = re.compile(r"\((?:[^()]|\([^()]*\))+\)")  # of a call, with calls among them
_TOLD = ("name", "distribution", "shape", "since", "backing", "package", "extra", "needs", "errors", "near", "note")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the sub-commands and their options."""
    says = "a catalogue file of your own, or a glob; without this, those of [tool.async-offload]"
    parser.add_argument("--catalog", action="append", default=[], metavar="FILE", help=says)
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("list", help="the distributions in the catalogue")
    show = actions.add_parser("show", help="an SDK's file")
    show.add_argument("distribution")
    twin = actions.add_parser("twin", help="the asynchronous form of dotted names, a JSON line each")
    twin.add_argument("names", nargs="*", metavar="NAME")
    twin.add_argument("--stdin", action="store_true", help="read the names from standard input, one a line")
    verify.configure(actions.add_parser("verify", help="hold the catalogue against the real packages"))
    actions.add_parser("schema", help="the JSON schema of catalogue files")


def run(arguments: argparse.Namespace) -> int:
    """Do what the arguments ask; return the exit code."""
    arguments.catalog = arguments.catalog or list(of_project(Path.cwd()).catalog)
    try:
        return _ACTIONS[arguments.action](arguments)
    except CatalogueError as error:
        sys.stderr.write(f"{error}\n")
        return 2


def _list(arguments: argparse.Namespace) -> int:
    rows = []
    for path, table in _tables(arguments.catalog):
        form = table.get("package") or ("-" if not (table.get("twins") or table.get("near")) else "itself")
        rows.append((table["distribution"], table.get("since", ""), form, path.name))
    _print(f"{name:<34} {since:<10} {form:<24} {file}" for name, since, form, file in sorted(rows))
    return 0


def _show(arguments: argparse.Namespace) -> int:
    wanted = arguments.distribution.lower().replace("_", "-")
    tables = list(_tables(arguments.catalog))
    found = [path for path, table in tables if wanted in (table["distribution"].lower(), path.stem)]
    found = found or [path for path, table in tables if wanted in table.get("parts", ())]  # one file for a family
    if not found:
        sys.stderr.write(f"{arguments.distribution}: not in the catalogue\n")
        return 2
    _print(path.read_text(encoding="utf-8").rstrip() for path in found)
    return 0


def _twin(arguments: argparse.Namespace) -> int:
    catalogue = load(tuple(arguments.catalog))
    lines = sys.stdin.buffer.read().decode("utf-8", "replace").split("\n") if arguments.stdin else ()
    names = (name for line in (*arguments.names, *lines) if (name := line.strip()))
    _print(json.dumps(_answer(catalogue, name)) for name in names)
    return 0


def _answer(catalogue: Catalogue, name: str) -> dict[str, object]:
    """Return what is known of a dotted name; a call in it may be written with its arguments: `boto3.client("s3")`."""
    public = catalogue.canonical(_ARGUMENTS.sub("()", name))
    twin, facts = catalogue.twin(public), catalogue.facts(public)
    told = None
    if twin:
        told = {key: getattr(twin, key) or None for key in _TOLD} | {"expression": twin.near or " ".join(cure(twin))}
    return {
        "name": name,
        "twin": told,
        "work": facts.work if facts else "unknown",
        "duration": facts.duration if facts else "unknown",
    }


def _verify(arguments: argparse.Namespace) -> int:
    return verify.run(arguments, _tables(arguments.catalog))


def _schema(_: argparse.Namespace) -> int:
    _print([json.dumps(json_schema(), indent=2)])
    return 0


def _tables(user_files: list[str]) -> Iterable[tuple[Path, dict[str, Any]]]:
    """Yield the catalogue's files with a distribution, the user's first."""
    load(tuple(user_files))  # says which file is missing or wrong
    own = sorted({path for text in user_files for path in glob.glob(text, recursive=True)})  # noqa: PTH207
    for path in (*map(Path, own), *compiled.built_in()):
        table = read(path)
        if "distribution" in table:
            yield path, table


def _print(lines: Iterable[str]) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)


_ACTIONS = {"list": _list, "show": _show, "twin": _twin, "verify": _verify, "schema": _schema}
