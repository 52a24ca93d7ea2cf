"""`async-offload catalog verify`: holds the catalogue's files against the real packages."""

from __future__ import annotations

import contextlib
import datetime as dt
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flake8_async_offload.catalog.catalogue import load
from flake8_async_offload.catalog_verify import aliases, report, results, shapes

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

    from flake8_async_offload.catalog_verify.comparison import Report
    from flake8_async_offload.catalog_verify.values import Reader


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("distributions", nargs="*", metavar="DIST", help="a distribution, or the name of its file")
    parser.add_argument("--all", action="store_true", help="every distribution of the catalogue")
    parser.add_argument("--path", action="append", type=Path, metavar="DIR", help="read the packages below DIR instead")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep downloads in DIR and use what is there")
    parser.add_argument("--format", choices=("text", "json", "markdown"), default="text")
    parser.add_argument("--into", type=Path, metavar="PAGE", help="put the Markdown table between the page's marks")
    parser.add_argument("--limit", type=int, default=20, metavar="N", help="names shown of each kind; 0 for all")
    parser.add_argument("--write-aliases", action="store_true", help="add the classes' other paths to the file")
    parser.add_argument("--write-results", action="store_true", help="write what calls give into the file")
    parser.add_argument("--write-shapes", action="store_true", help="write the real shapes into the catalogue's file")


def run(arguments: argparse.Namespace, tables: Iterable[tuple[Path, dict[str, Any]]]) -> int:
    """Print the reports; return 1 where a name is mapped to what does not exist or is not asynchronous."""
    reports, failed = [], False
    with contextlib.ExitStack() as stack:
        kept = arguments.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        for path, table in _chosen(arguments, tables):
            try:
                reports.append(_verified(arguments, path, table, kept))
            except RuntimeError as error:
                sys.stderr.write(f"{error}\n")
                failed = True
    if arguments.format == "json":
        _print(report.as_json(reports))
    if arguments.format == "markdown":
        lines = report.markdown(reports, dt.datetime.now(tz=dt.UTC).date().isoformat())
        if arguments.into:
            page = report.placed(arguments.into.read_text(encoding="utf-8"), lines)
            arguments.into.write_text(page, encoding="utf-8")
        else:
            _print(lines)
    return 2 if failed else int(any(each.wrong for each in reports))


def _chosen(
    arguments: argparse.Namespace, tables: Iterable[tuple[Path, dict[str, Any]]]
) -> Iterator[tuple[Path, dict[str, Any]]]:
    wanted = {name.lower().replace("_", "-") for name in arguments.distributions}
    met = set()
    for path, table in tables:
        names = wanted & {table["distribution"].lower(), path.stem}
        if arguments.all or names:
            met |= names
            yield path, table
    for name in sorted(wanted - met):
        sys.stderr.write(f"{name}: not in the catalogue\n")


def _verified(arguments: argparse.Namespace, path: Path, table: dict[str, Any], kept: Path) -> Report:
    """Compare, print and write as the arguments ask; raise RuntimeError where the package cannot be had."""
    try:
        from flake8_async_offload.catalog_verify.comparison import compare
    except ModuleNotFoundError as error:
        raise RuntimeError("catalog verify reads packages with griffe: install flake8-async-offload[verify]") from error
    reader, version = _reader(arguments, table, kept)
    catalogue = load(tuple(arguments.catalog))
    each = compare(table, path.stem, version, reader, catalogue)
    if arguments.format == "text":
        _print(report.text([each], arguments.limit or sys.maxsize))
    text = path.read_text(encoding="utf-8")
    if arguments.write_shapes:
        text = shapes.written(text, shapes.table({name: shape for name, (_, shape) in each.right.items()}))
    if arguments.write_results:
        text = results.written(text, each.results, each.right)
    if arguments.write_aliases:
        found = aliases.table(reader, each.right, lambda name: bool(catalogue.twin(catalogue.canonical(name))))
        text = aliases.written(text, found)
    if arguments.write_shapes or arguments.write_aliases or arguments.write_results:
        path.write_text(text, encoding="utf-8")
    return each


def _reader(arguments: argparse.Namespace, table: dict[str, Any], kept: Path) -> tuple[Reader, str]:
    """Return a reader of the packages that the file speaks of, and the version of the first."""
    from flake8_async_offload.catalog_verify.library import Library
    from flake8_async_offload.catalog_verify.releases import ReleaseError, fetched
    from flake8_async_offload.catalog_verify.values import Reader

    if arguments.path:
        return Reader(Library(arguments.path), table.get("returns")), "from --path"
    lines = [line for line in table.get("twins", {}).values() if isinstance(line, dict)]
    others = [table.get("package"), *(line.get("package") for line in lines), *table.get("parts", ())]
    releases = [fetched(name, kept) for name in dict.fromkeys(name for name in others if name)]
    version = "no wheel"
    try:
        releases.insert(0, fetched(table["distribution"], kept))
        version = releases[0].version
    except ReleaseError:
        if not table.get("package"):  # where the other side is another distribution, that one can still be read
            raise
    return Reader(Library([release.folder for release in releases]), table.get("returns")), version


def _print(lines: Iterable[str]) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)
    sys.stdout.flush()
