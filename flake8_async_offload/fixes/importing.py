"""Imports that a rewriting needs: a name beside the one it replaces, or a line of its own."""

from __future__ import annotations

import ast

from flake8_async_offload.bindings import Import
from flake8_async_offload.fixes.layout import UnclearError
from flake8_async_offload.model import Edit, Span
from flake8_async_offload.resolve.names import absolute
from flake8_async_offload.scopes import Scope
from flake8_async_offload.source import Source


def beside(old: str, new: str, module: str, scope: Scope, source: Source) -> list[Edit]:
    """Return the edits that import `new` beside `old`, none where it is imported already. Raises UnclearError."""
    statements = _of_module(module, source)
    found = [alias for node in statements for alias in node.names if alias.name == old and alias.asname is None]
    if len(found) != 1:
        raise UnclearError(f"{old} is not imported from {module} by its own name, once and at the top of the file")
    if has(new, module, scope, source):
        return []
    end = source.span(found[0])
    return [Edit(Span(end.end_line, end.end_column, end.end_line, end.end_column), f", {new}")]


def line(module: str, name: str, scope: Scope, source: Source) -> list[Edit]:
    """Return the edit that imports a name behind the file's first imports, none where it has it. Raises UnclearError.

    A docstring and imports from `__future__` stay first; blocks, as of `if TYPE_CHECKING`, are not entered.
    """
    if scope.module.name == module or has(name, module, scope, source):
        return []
    last = None
    for statement in source.tree.body:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            last = statement
        elif last or not isinstance(statement, ast.Expr):
            break
    if last is None:
        raise UnclearError("the file does not begin with imports")
    place = (last.end_lineno or 0) + 1
    return [Edit(Span(place, 0, place, 0), f"from {module} import {name}\n")]


def has(name: str, module: str, scope: Scope, source: Source) -> bool:
    """Whether a scope has a name of a module, imported under no condition. Raises UnclearError where it is another."""
    owner = scope.owner(name)
    bindings = owner.own_bindings.get(name, []) if owner else []
    for binding in bindings:
        told = isinstance(binding, Import) and binding.name == name and absolute(scope.module, binding) == module
        if not told:
            raise UnclearError(f"{name} is something else in this file")
    unconditional = {node.end_lineno for node in source.tree.body if isinstance(node, ast.ImportFrom)}
    return any((owner and owner.parent) or binding.line in unconditional for binding in bindings)


def _of_module(module: str, source: Source) -> list[ast.ImportFrom]:
    statements = (node for node in source.tree.body if isinstance(node, ast.ImportFrom))
    return [node for node in statements if node.module == module and not node.level]
