"""Writes the site's sources into a folder: the pages of this one, and a page for each rule from its docstring."""

from __future__ import annotations

import ast
import inspect
import shutil
import sys
from pathlib import Path
from typing import Any

from flake8_async_offload.catalog import compiled
from flake8_async_offload.catalog.reading import read
from flake8_async_offload.commands.explain import page
from flake8_async_offload.commands.matrix import matrix
from flake8_async_offload.rule import Rule
from flake8_async_offload.rules import RULES

HERE = Path(__file__).parent
FAMILIES = {
    "1": "There is an asynchronous form",
    "2": "The wrong pool",
    "3": "What cannot be stopped, never ends, or blocks the loop",
    "4": "The offload call itself is wrong",
    "5": "What threads must not share",
    "9": "Decisions, and the tool itself",
}
LEGEND = """\
# Rules

| Reported | means |
| --- | --- |
| on | by default |
| opt | only where `aso-enable = ASO203` (or `ASO` for all) names it |
| check | only by `async-offload check`: it needs the whole project |

A rule's page is also what `async-offload explain ASO101` prints.
"""


def main(folder: Path) -> None:
    """Write the sources anew."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "rules").mkdir(parents=True)
    for file in (*HERE.glob("*.md"), *HERE.glob("*.png")):
        shutil.copyfile(file, folder / file.name)
    for rule in RULES:
        (folder / "rules" / f"{rule.code}.md").write_text(page(rule) + "\n", encoding="utf-8")
    _fill(folder / "design.md", "{floors}", floors())
    _fill(folder / "catalog.md", "{sdks}", sdks())
    (folder / "rules" / "index.md").write_text(index(), encoding="utf-8")


def _fill(file: Path, mark: str, text: str) -> None:
    file.write_text(file.read_text(encoding="utf-8").replace(mark, text), encoding="utf-8")


def sdks() -> str:
    """Return the SDKs of the catalogue: the first release with an asynchronous form, who ships it, and an example."""
    tables = [table for table in map(read, compiled.built_in()) if "distribution" in table]
    tables.sort(key=lambda table: table["distribution"].lower())
    return "\n".join(
        ["| Distribution | Since | Form by | For example |", "| --- | --- | --- | --- |", *map(_sdk, tables)]
    )


def _sdk(table: dict[str, Any]) -> str:
    name, docs = table["distribution"], table.get("docs")
    form = table.get("package") or ("itself" if table.get("twins") or table.get("near") else "-")
    instead = next((example["instead"] for example in table.get("example", ()) if example.get("instead")), "")
    example = f"`{instead}`".replace("|", r"\|") if instead else ""
    return f"| {f'[{name}]({docs})' if docs else name} | {table.get('since', '')} | {form} | {example} |"


def index() -> str:
    """Return the index of the rules, by family, and the rules at a glance."""
    parts = [LEGEND]
    for digit, title in FAMILIES.items():
        rows = [_row(rule) for rule in RULES if rule.code[3] == digit]
        parts.append(
            "\n".join([f"## {title}", "", "| Code | Name | Reported | |", "| --- | --- | --- | --- |", *rows, ""])
        )
    toctree = ["```{toctree}", ":hidden:", "", *(rule.code for rule in RULES), "```"]
    return "\n".join([*parts, "## At a glance", "", matrix(), *toctree, ""])


def floors() -> str:
    """Return the floors as the test enforces them, the highest first, each module with what it says of itself."""
    tree = ast.parse((HERE.parent / "tests" / "test_floors.py").read_text(encoding="utf-8"))
    named = {ast.unparse(node.targets[0]): node.value for node in tree.body if isinstance(node, ast.Assign)}
    listed = ast.literal_eval(named["FLOORS"])
    rows = [
        f"| {number if name == names[0] else ''} | `{name}` | {_says(name)} |"
        for number, names in reversed(list(enumerate(listed)))
        for name in names
        if _says(name)
    ]
    return "\n".join(["| Floor | Module | |", "| --- | --- | --- |", *rows])


def _says(module: str) -> str:
    package = HERE.parent / "flake8_async_offload"
    file = next((file for file in (package / f"{module}.py", package / module / "__init__.py") if file.exists()), None)
    docstring = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) if file else ""
    return (docstring or "").partition("\n")[0].replace("|", r"\|")


def _row(rule: type[Rule]) -> str:
    summary = (inspect.getdoc(rule) or "").partition("\n")[0].replace("|", r"\|")
    return f"| [{rule.code}]({rule.code}.md) | {rule.name} | {rule.reported} | {summary} |"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
