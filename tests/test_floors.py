"""Imports go down the floors: no sideways, no up, no cycles. The list here is the law."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "flake8_async_offload"

FLOORS = (
    ("model", "content", "crew", "kept", "syntax"),
    ("source", "listing", "newsyntax", "bindings", "catalog", "settings", "ledger", "rule", "inference"),
    ("scopes", "words", "packages", "scripts"),
    ("project",),
    ("resolve",),
    ("offload",),
    ("callees",),
    ("amounts", "blocking", "discover", "endless", "limits", "once", "probes", "routes", "spread"),
    ("bodies", "entrypoints"),
    ("callgraph",),
    ("classify", "places", "cure", "reach", "implicit", "wrapping"),
    ("circumstances", "fixes", "nesting", "sizes"),
    ("capacity", "risk", "rules", "workspace", "decisions"),
    ("candidates", "judging"),
    ("describe",),
    ("engine", "edits", "files", "catalog_verify"),
    ("unchanged",),
    ("looking", "vocabulary", "mending", "elsewhere"),
    ("remembered", "linting"),
    ("inventory",),
    ("plugin", "cli", "commands", "report", "__main__"),
)
FLOOR = {name: number for number, names in enumerate(FLOORS) for name in names}
# Within one floor only these may look at each other, and only this way.
SIDEWAYS = {
    ("source", "newsyntax"),
    ("rule", "rules"),
    ("plugin", "words"),
    ("__main__", "cli"),
    ("cli", "commands"),
    ("commands", "report"),
    ("commands", "plugin"),
}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def part(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Return the parts of the package that a module imports, at its top or inside a function."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        for name in names:
            root, _, rest = name.partition(".")
            if root == PACKAGE.name and rest != "__version__":
                found.add(rest.split(".")[0])
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_down(path: Path) -> None:
    here = part(path)
    if here == "__init__":
        assert imported(path) == set()
        return
    for there in imported(path) - {here}:
        assert there in FLOOR, f"{there} has no floor"
        assert FLOOR[there] < FLOOR[here] or (here, there) in SIDEWAYS, f"{here} must not import {there}"


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_flake8_is_known_only_to_the_faces_and_astroid_only_to_inference(path: Path) -> None:
    roots = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            roots |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            roots.add((node.module or "").split(".")[0])
    assert "flake8" not in roots or part(path) in ("plugin", "linting", "files", "commands")
    assert "astroid" not in roots or part(path) == "inference"


def test_rules_see_only_rule_and_model() -> None:
    for path in sorted((PACKAGE / "rules").glob("aso*.py")):
        assert imported(path) <= {"rule", "model"}, path.name
