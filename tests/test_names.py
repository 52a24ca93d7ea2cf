"""What expressions stand for: in `names/*.py`, `#? httpx.Client().get` above a statement says its expression's name.

`#? None` says that nobody can tell. The expression is the statement itself, the value it assigns, returns or awaits,
or, where the value is an offload, what the offload runs.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from flake8_async_offload.resolve import dotted_name
from flake8_async_offload.scopes import Module, Scope
from flake8_async_offload.source import read
from flake8_async_offload.workspace import Workspace

NAMES = Path(__file__).parent / "names"
FILES = sorted(path for path in NAMES.rglob("*.py") if "#?" in path.read_text(encoding="utf-8"))


def questions(path: Path) -> dict[int, str]:
    """Return the expected names by the line of the statement below each question."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return {number + 1: line.partition("#?")[2].strip() for number, line in enumerate(lines, 1) if "#?" in line}


def answers(module: Module, workspace: Workspace) -> dict[int, str | None]:
    """Return the name of what each statement runs or stands for, by its line."""
    found: dict[int, str | None] = {}
    for scope in module.scope.everything():
        for statement in statements(scope):
            value = statement.value if isinstance(statement, ast.Expr | ast.Assign | ast.Return) else None
            if value is not None:
                workspace.resolver.restart()
                found[statement.lineno] = dotted_name(workspace.resolver.value(value, scope))
    for offload in workspace.discovery.offloads(module):
        found[offload.node.lineno] = workspace.classifier.judge(workspace.discovery.callees.runs(offload)).target
    return found


def statements(scope: Scope) -> list[ast.stmt]:
    """Return the statements of a scope, those in its blocks too."""
    stack: list[ast.AST] = list(getattr(scope.node, "body", [])) if not isinstance(scope.node, ast.Lambda) else []
    found: list[ast.stmt] = []
    while stack:
        node = stack.pop()
        if isinstance(node, ast.stmt):
            found.append(node)
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.expr):
            stack.extend(ast.iter_child_nodes(node))
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(NAMES)))
def test_names(path: Path) -> None:
    workspace = Workspace()
    module = workspace.project.module(read(path))
    answered = answers(module, workspace)
    expected = questions(path)
    assert expected
    assert {line: str(answered.get(line)) for line in expected} == expected
