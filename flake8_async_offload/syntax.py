"""What syntax shows by itself: the name an expression ends in, and what stands around a place."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

Trail: TypeAlias = "tuple[ast.AST, Trail | None]"  # from a node's parent up to the statement of its scope


def last_name(node: ast.AST | None) -> str:
    """Return the name that an expression ends in, `submit` for `self.pool.submit`, or an empty string."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def around(trail: Trail | None) -> Iterator[ast.AST]:
    """Yield the nodes of a trail, innermost first."""
    while trail:
        node, trail = trail
        yield node


class KindTest(NamedTuple):
    """An `isinstance` that decides whether lines are reached: where they are, the answer is `holds`."""

    kind: ast.expr
    lines: tuple[int, int]
    holds: bool


def kind_tests(test: ast.expr, lines: tuple[int, int], holds: bool) -> Iterator[tuple[str, KindTest]]:
    """Yield what a test that came out as `holds` on the way to some lines tells of names and their attributes."""
    match test:
        case ast.Call(func=ast.Name(id="isinstance"), args=[subject, kind]):
            yield dotted(subject), KindTest(kind, lines, holds)
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            yield from kind_tests(inner, lines, not holds)
        case ast.BoolOp(op=operator, values=parts) if isinstance(operator, ast.And) is holds:
            for part in parts:
                yield from kind_tests(part, lines, holds)


def case_tests(subject: ast.expr, case: ast.match_case) -> Iterator[tuple[str, KindTest]]:
    """Yield what a case of a match tells of its subject, and of the name it gives it: `case Client() as client`."""
    pattern = case.pattern
    lines = case.body[0].lineno, case.body[-1].end_lineno or case.body[-1].lineno
    if isinstance(pattern, ast.MatchAs) and pattern.name and isinstance(pattern.pattern, ast.MatchClass):
        yield pattern.name, KindTest(pattern.pattern.cls, lines, True)
        pattern = pattern.pattern
    if isinstance(pattern, ast.MatchClass) and (name := dotted(subject)):
        yield name, KindTest(pattern.cls, lines, True)


def dotted(node: ast.expr) -> str:
    """Return a name with its attributes as it is written, `self.client`; an empty string for anything else."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=of, attr=name) if start := dotted(of):
            return f"{start}.{name}"
    return ""
