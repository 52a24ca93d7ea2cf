"""What nothing in a file needs any more once it is rewritten: imports, and loops that were asked for."""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator

from flake8_async_offload.catalog.offloaders import offloaders
from flake8_async_offload.model import Edit, Span
from flake8_async_offload.source import Source


def loops(before: Source, after: Source) -> tuple[Edit, ...]:
    """Return the edits that remove `loop = asyncio.get_running_loop()` where a rewriting made it useless."""
    had = {where: uses for where, _, uses in _asked(before.tree)}
    edits = []
    for where, node, uses in _asked(after.tree):
        if uses == 0 and had.get(where, 0) > 0:
            edits += _without_line(node, after)
    return tuple(edits)


def imports(before: Source, after: Source, elsewhere: Callable[[str], bool]) -> tuple[Edit, ...]:
    """Return the edits that remove what a file imported for what is no longer in it.

    `elsewhere` says whether another file uses a name of this one: it may import here what this file imports.
    """
    if after.path.endswith("__init__.py"):
        return ()
    used, needed = _mentions(before.tree), _mentions(after.tree)
    edits: list[Edit] = []
    for node in after.tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom) and "noqa" not in after.lines[(node.end_lineno or 1) - 1]:
            names = [alias.asname or alias.name.partition(".")[0] for alias in node.names]
            idle = [name for name in names if used[name] and not needed[name]]
            if (
                isinstance(node, ast.ImportFrom)
                and (node.module or "").partition(".")[0] not in sys.stdlib_module_names
            ):
                idle = [name for name in idle if not elsewhere(name)]
            if len(idle) == len(names):
                edits += _without_line(node, after)
            elif idle:
                edits += _without_names(node, [name not in idle for name in names], after)
    return tuple(edits)


def _asked(tree: ast.Module) -> Iterator[tuple[tuple[str, int, str], ast.stmt, int]]:
    """Yield the assignments of a loop to a name of a function, each with how often the function reads it."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    for number, function in enumerate(functions):
        stores: Counter[str] = Counter()
        loads: Counter[str] = Counter()
        for node in ast.walk(function):
            if isinstance(node, ast.Name):
                (loads if isinstance(node.ctx, ast.Load) else stores)[node.id] += 1
        for node in ast.walk(function):
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(args=[], keywords=[]) as value):
                    if stores[name] == 1 and f"{ast.unparse(value)}.run_in_executor" in offloaders():
                        yield (function.name, number, name), node, loads[name]


def _mentions(tree: ast.Module) -> Counter[str]:
    """Return how often names are used: in expressions, and in strings that may be annotations or `__all__`."""
    found: Counter[str] = Counter()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            found[node.id] += 1
        elif (
            isinstance(node, ast.Constant) and isinstance(node.value, str) and not re.search(r"\n|\w\s+\w", node.value)
        ):
            found.update(set(re.findall(r"\w+", node.value)))
    return found


def _without_line(node: ast.stmt, source: Source) -> list[Edit]:
    """Return the edit that removes a statement's lines; none where something else stands on them."""
    span, lines = source.span(node), source.lines
    before, behind = lines[span.line - 1][: span.column], lines[span.end_line - 1][span.end_column :]
    if before.strip() or behind.strip() or span.end_line >= len(lines) or _only(node, source.tree):
        return []
    end = span.end_line + 1
    above = lines[span.line - 2] if span.line > 1 else ""
    if (not above.strip() or above.rstrip().endswith(":")) and not lines[end - 1].strip() and end < len(lines):
        end += 1
    return [Edit(Span(span.line, 0, end, 0), "")]


def _only(statement: ast.stmt, tree: ast.Module) -> bool:
    """Whether a block would be left without a statement."""
    return any(
        getattr(node, field, None) == [statement]
        for node in ast.walk(tree)
        for field in ("body", "orelse", "finalbody")
    )


def _without_names(node: ast.Import | ast.ImportFrom, kept: list[bool], source: Source) -> list[Edit]:
    """Return the edits that remove some names of an import statement."""
    edits = []
    for number, alias in enumerate(node.names):
        if kept[number]:
            continue
        if any(kept[:number]):
            one, other = node.names[number - 1], alias
            place = Span(one.end_lineno or 0, one.end_col_offset or 0, other.end_lineno or 0, other.end_col_offset or 0)
        else:
            other = node.names[number + 1]
            place = Span(alias.lineno, alias.col_offset, other.lineno, other.col_offset)
        text = "\n".join(source.lines[place.line - 1 : place.end_line])
        if text.isascii() and "#" not in text:
            edits.append(Edit(place, ""))
    return edits
