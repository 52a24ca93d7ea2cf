"""`async-offload catalog verify`: holds the catalogue's files against the real packages."""

from __future__ import annotations

import contextlib
import datetime as dt
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flake8_async_offload.catalog import load
from flake8_async_offload.catalog_verify import report, shapes

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

    from flake8_async_offload.catalog_verify.comparison import Report


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("distributions", nargs="*", metavar="DIST", help="a distribution, or the name of its file")
    parser.add_argument("--all", action="store_true", help="every distribution of the catalogue")
    parser.add_argument("--path", action="append", type=Path, metavar="DIR", help="read the packages below DIR instead")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep downloads in DIR and use what is there")
    parser.add_argument("--format", choices=("text", "json", "markdown"), default="text")
    parser.add_argument("--limit", type=int, default=20, metavar="N", help="names shown of each kind; 0 for all")
    parser.add_argument("--write-shapes", action="store_true", help="write the real shapes into the catalogue's file")


def run(arguments: argparse.Namespace, tables: Iterable[tuple[Path, dict[str, Any]]]) -> int:
    """Print the reports; return 1 where a name is mapped to what does not exist or is not asynchronous."""
    reports, failed = [], False
    with contextlib.ExitStack() as stack:
        kept = arguments.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        for path, table in _chosen(arguments, tables):
            try:
                each = _report(arguments, path, table, kept)
            except RuntimeError as error:
                sys.stderr.write(f"{error}\n")
                failed = True
                continue
            reports.append(each)
            if arguments.format == "text":
                _print(report.text([each], arguments.limit or sys.maxsize))
            if arguments.write_shapes:
                text = path.read_text(encoding="utf-8")
                path.write_text(
                    shapes.written(text, shapes.table({name: shape for name, (_, shape) in each.right.items()})),
                    encoding="utf-8",
                )
    if arguments.format == "json":
        _print(report.as_json(reports))
    if arguments.format == "markdown":
        _print(report.markdown(reports, dt.datetime.now(tz=dt.UTC).date().isoformat()))
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


def _report(arguments: argparse.Namespace, path: Path, table: dict[str, Any], kept: Path) -> Report:
    """Fetch the distributions the file speaks of and compare; raise RuntimeError where one cannot be had."""
    try:
        from flake8_async_offload.catalog_verify.comparison import compare
        from flake8_async_offload.catalog_verify.library import Library
        from flake8_async_offload.catalog_verify.releases import fetched
        from flake8_async_offload.catalog_verify.values import Reader
    except ModuleNotFoundError as error:
        raise RuntimeError("catalog verify reads packages with griffe: install flake8-async-offload[verify]") from error
    catalogue = load(tuple(arguments.catalog))
    if arguments.path:
        reader = Reader(Library(arguments.path), table.get("returns"))
        return compare(table, path.stem, "from --path", reader, catalogue)
    lines = [line for line in table.get("twins", {}).values() if isinstance(line, dict)]
    packages = [table.get("package"), *(line.get("package") for line in lines), *table.get("parts", ())]
    names = dict.fromkeys([table["distribution"], *(name for name in packages if name)])
    releases = [fetched(name, kept) for name in names]
    reader = Reader(Library([release.folder for release in releases]), table.get("returns"))
    return compare(table, path.stem, releases[0].version, reader, catalogue)


def _print(lines: Iterable[str]) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)
    sys.stdout.flush()
