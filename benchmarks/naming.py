"""How much of real projects the audit finds and names, against an independent count and against sites judged by hand.

    python benchmarks/naming.py CORPUS [--sites sites.csv] [--judged judged.csv] [--project NAME]... [--all]

CORPUS holds one folder per project: `owner+name` for `owner/name`, `NAME` for `pypi:NAME`. Names are compared as they
are written; the one liberty taken is a row `wrapper:NAME` of sites.csv, of which only the last name is known.

`blind.csv` has sites that were judged before the tool had read their projects, in rounds; `before` is how the audit
compared then, before anything was mended (not kept of the first three rounds).
"""

from __future__ import annotations

import argparse
import ast
import csv
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Row = dict[str, str]
Site = dict[str, Any]
AUDIT = ("-m", "flake8_async_offload", "audit", "--format", "json", "--exit-zero")
TEST_FOLDERS = {"test", "tests", "testing", "e2e"}
AGREED = ("equal", "rightly unnamed", "alternatives unnamed", "rightly absent")
DISAGREED = ("unnamed", "different", "named against the judge", "no such site", "not an offload")
LIMIT = 5.0  # an audit may take so many times what compileall takes


@dataclass(slots=True)
class Project:
    """One folder of the corpus: what the audit said of it and what others say."""

    name: str
    folder: Path
    sites: list[Site] = field(default_factory=list)
    errors: list[Site] = field(default_factory=list)
    failure: str = ""
    seconds: float = 0.0
    compile_seconds: float = 0.0
    rows: list[Row] = field(default_factory=list)
    judged: list[Row] = field(default_factory=list)

    def at(self, path: str, line: int) -> list[Site]:
        """Return the audited sites that start on that line."""
        return [site for site in self.sites if site["path"] == path and site["line"] == line]

    @property
    def counted(self) -> list[Site]:
        """Return the sites outside tests whose work leaves the loop."""
        return [site for site in self.sites if site["place"] != "loop" and not is_test(site["path"])]


def folder_name(project: str) -> str:
    """Return the folder of a project in the corpus."""
    return project.removeprefix("pypi:").replace("/", "+")


def is_test(path: str) -> bool:
    """Tell whether a path is of a test, which the independent count leaves out."""
    *folders, name = PurePosixPath(path).parts
    in_tests = not TEST_FOLDERS.isdisjoint(folders)
    return in_tests or name.startswith("test_") or name.endswith("_test.py") or name == "conftest.py"


def read_rows(path: Path | None, project_column: str) -> dict[str, list[Row]]:
    """Return the rows of a table by the folder of their project."""
    found: dict[str, list[Row]] = defaultdict(list)
    if path is not None:
        with path.open(encoding="utf-8", newline="") as table:
            for row in csv.DictReader(table):
                found[folder_name(row[project_column])].append(row)
    return found


def children_seconds() -> float:
    """Return the processor time that finished child processes took, which a busy machine does not lengthen."""
    times = os.times()
    return times.children_user + times.children_system


def audit(project: Project) -> None:
    """Run the audit on a project, with paths made relative to its folder."""
    start = children_seconds()
    with tempfile.TemporaryDirectory() as cache:  # nothing remembered from an earlier run
        environment = {**os.environ, "XDG_CACHE_HOME": cache}
        command = [sys.executable, *AUDIT, str(project.folder)]
        run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    project.seconds = children_seconds() - start
    try:
        report = json.loads(run.stdout)
    except json.JSONDecodeError:
        project.failure = (run.stderr.strip().splitlines() or [f"exit code {run.returncode}, no JSON"])[-1]
        return
    for kind in ("sites", "errors"):
        for entry in report[kind]:
            absolute = Path(report["root"], entry["path"]).resolve()
            entry["path"] = Path(os.path.relpath(absolute, project.folder)).as_posix()
    project.sites, project.errors = report["sites"], report["errors"]


def compile_all(project: Project) -> None:
    """Time `compileall`, whose output goes to a temporary folder."""
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": cache}
        command = [sys.executable, "-m", "compileall", "-qqf", str(project.folder)]
        start = children_seconds()
        subprocess.run(command, env=environment, capture_output=True, check=False)
        project.compile_seconds = children_seconds() - start


def nearest(entries: Iterable[Site | Row], path: str, line: int) -> str:
    """Describe the entry of the same file that is closest to a line."""
    same = [entry for entry in entries if entry["path"] == path]
    if not same:
        return "nothing in that file"
    entry = min(same, key=lambda entry: abs(int(entry["line"]) - line))
    return f"nearest is line {entry['line']}: {entry.get('call') or entry.get('message')}"


def true_rows(project: Project) -> list[Row]:
    """Return the rows of sites.csv outside tests, without those that a reader judged to be no offload."""
    wrong = {(row["path"], row["line"]) for row in project.judged if row["verdict"] == "none"}
    return [row for row in project.rows if not is_test(row["path"]) and (row["path"], row["line"]) not in wrong]


def missed(project: Project) -> list[str]:
    """Describe each true row of sites.csv that the audit does not have."""
    lines = []
    for row in true_rows(project):
        path, line = row["path"], int(row["line"])
        if project.at(path, line):
            continue
        unread = [entry["message"] for entry in project.errors if entry["path"] == path]
        side = f"unread: {unread[0]}" if unread else nearest(project.sites, path, line)
        lines.append(f"{path}:{line}  sites.csv: {row['call']}  audit: {side}")
    return lines


def extra(project: Project) -> list[str]:
    """Describe each site outside tests that sites.csv does not have."""
    known = {(row["path"], int(row["line"])) for row in project.rows}
    return [
        f"{site['path']}:{site['line']}  audit: {site['call']} of {site['target'] or site['target_source']}"
        f"  sites.csv: {nearest(project.rows, site['path'], site['line'])}"
        for site in project.counted
        if (site["path"], site["line"]) not in known
    ]


def renamed(project: Project) -> list[str]:
    """Describe each site on which audit and sites.csv name different offloaders."""
    lines = []
    for row in project.rows:
        calls = [site["call"] for site in project.at(row["path"], int(row["line"]))]
        kind, _, name = row["call"].rpartition(":")
        last = name.rpartition(".")[2]
        same = (call.rpartition(".")[2] == last if kind else call == name for call in calls)
        if calls and not any(same):
            lines.append(f"{row['path']}:{row['line']}  sites.csv: {row['call']}  audit: {', '.join(calls)}")
    return lines


def verdict(row: Row, sites: Sequence[Site]) -> str:
    """Return how the audit's target compares with the one a reader found."""
    if row["verdict"] == "none":
        return "not an offload" if sites else "rightly absent"
    if not sites:
        return "no such site"
    targets = {site["target"] for site in sites}
    if row["verdict"] in ("parameter", "unknowable"):
        return "rightly unnamed" if targets == {None} else "named against the judge"
    if targets == {None}:
        return "alternatives unnamed" if row["verdict"] == "alternatives" else "unnamed"
    return "equal" if not targets.isdisjoint(row["target"].split(";")) else "different"


def agreement(project: Project) -> tuple[Counter[str], list[str]]:
    """Count how the audit compares with the judged sites, and describe each disagreement."""
    counts: Counter[str] = Counter()
    lines = []
    for row in project.judged:
        sites = project.at(row["path"], int(row["line"]))
        result = verdict(row, sites)
        counts[result] += 1
        counts["nameable"] += row["verdict"] == "named"
        counts["named same"] += row["verdict"] == "named" and result == "equal"
        counts["call equal"] += any(site["call"] == row["call"] for site in sites)
        wanted = set(filter(None, row["does"].split(";")))
        counts["does"] += len(wanted)
        counts["does found"] += len(wanted.intersection(name for site in sites for name in site["does"]))
        if result not in AGREED:
            said = ", ".join(str(site["target"]) for site in sites) or "-"
            truth = row["target"] or row["verdict"]
            lines.append(f"{row['path']}:{row['line']}  {result}  judged: {truth}  audit: {said}")
    return counts, lines


@cache
def functions(file: Path) -> list[tuple[int, int, set[str]]]:
    """Return first line, last line and parameters of each function of a file; nothing for a file that is not parsed."""
    try:
        tree = ast.parse(file.read_bytes())
    except (SyntaxError, ValueError):
        return []
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    found = [node for node in ast.walk(tree) if isinstance(node, kinds)]
    return [(node.lineno, node.end_lineno or node.lineno, parameters(node.args)) for node in found]


def parameters(arguments: ast.arguments) -> set[str]:
    """Return the names of a function's parameters."""
    return {node.arg for node in ast.walk(arguments) if isinstance(node, ast.arg)}


def shape(site: Site, folder: Path) -> str:
    """Return the shape of what is offloaded, seen through `partial`."""
    try:
        node = ast.parse(str(site["target_source"]).strip(), mode="eval").body
    except SyntaxError:
        return "other"
    if isinstance(node, ast.Call) and node.args and ast.unparse(node.func).endswith("partial"):
        node = node.args[0]
    links = 0
    while isinstance(node, ast.Attribute):
        node, links = node.value, links + 1
    if not isinstance(node, ast.Name):
        kinds = {ast.Call: "call result", ast.Await: "call result", ast.Subscript: "subscript", ast.Lambda: "lambda"}
        return kinds.get(type(node), "other")
    if node.id in ("self", "cls") and links:
        return "self.attr" if links == 1 else "self.attr.method"
    around = functions(folder / site["path"])
    if any(first <= site["line"] <= last and node.id in names for first, last, names in around):
        return "parameter.attr" if links else "parameter"
    return "other name.attr" if links else "other name"


def listing(title: str, lines: Sequence[str]) -> None:
    """Print a titled list, if it has any line."""
    if lines:
        print(f"  {title} ({len(lines)})", *lines, sep="\n    ")


def share(part: int, whole: int) -> str:
    """Return `part of whole (percent)`."""
    return f"{part} of {whole}" + (f" ({100 * part / whole:.1f} %)" if whole else "")


def report(project: Project, totals: Counter[str], shapes: Counter[str]) -> None:
    """Print one project and add it to the totals."""
    print(f"\n{project.name}")
    if project.failure:
        print(f"  audit failed: {project.failure}")
    lost, rows, counted = missed(project), len(true_rows(project)), project.counted
    named = sum(site["target"] is not None for site in counted)
    ratio = project.seconds / project.compile_seconds
    counts, wrong = agreement(project)
    print(f"  rows found: {share(rows - len(lost), rows)}; sites named: {share(named, len(counted))}")
    print(f"  {project.seconds:.1f} s, {ratio:.1f} x compileall", "(too slow)" * (ratio > LIMIT))
    listing("missed", lost)
    listing("extra", extra(project))
    listing("another offloader", renamed(project))
    listing("against the judge", wrong)
    totals.update(counts)
    totals.update({"rows": rows, "found": rows - len(lost), "sites": len(counted), "named": named})
    totals.update({"too slow": ratio > LIMIT})
    shapes.update(shape(site, project.folder) for site in counted if site["target"] is None)


def summary(totals: Counter[str], shapes: Counter[str]) -> None:
    """Print the totals of all projects."""
    judged = sum(totals[key] for key in (*AGREED, *DISAGREED))
    print("\nAll projects")
    print(f"  true rows of sites.csv found: {share(totals['found'], totals['rows'])}")
    print(f"  sites outside tests with a named target: {share(totals['named'], totals['sites'])}")
    print(f"  of those a reader can name, named the same: {share(totals['named same'], totals['nameable'])}")
    print(f"  offloader of judged sites named the same: {share(totals['call equal'], judged)}")
    print(f"  judged calls of the project's own functions found: {share(totals['does found'], totals['does'])}")
    print(f"  projects slower than {LIMIT:.0f} x compileall: {totals['too slow']}")
    listing("judged sites by outcome", [f"{totals[key]:5} {key}" for key in (*AGREED, *DISAGREED)])
    listing("unnamed by the shape of what is offloaded", [f"{count:5} {name}" for name, count in shapes.most_common()])


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("corpus", type=Path, help="folder with one checked-out project per subfolder")
    parser.add_argument("--sites", type=Path, help="an independent count: repo,path,line,column,call,executor")
    parser.add_argument("--judged", type=Path, default=Path(__file__).with_name("judged.csv"))
    parser.add_argument("--project", action="append", help="only this project, as owner/name or by its folder")
    parser.add_argument("--all", action="store_true", help="also folders that neither table knows")
    return parser.parse_args()


def main() -> None:
    options = arguments()
    rows, judged = read_rows(options.sites, "repo"), read_rows(options.judged, "project")
    wanted = {folder_name(name) for name in options.project or ()}
    totals: Counter[str] = Counter()
    shapes: Counter[str] = Counter()
    for folder in sorted(path.resolve() for path in options.corpus.iterdir() if path.is_dir()):
        name = folder.name
        if name in wanted or (not wanted and (options.all or name in rows or name in judged)):
            project = Project(name, folder, rows=rows.get(name, []), judged=judged.get(name, []))
            compile_all(project)
            audit(project)
            report(project, totals, shapes)
    summary(totals, shapes)


if __name__ == "__main__":
    main()
