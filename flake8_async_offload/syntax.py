"""What syntax shows by itself: the name an expression ends in, and what stands around a place."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TypeAlias

Trail: TypeAlias = "tuple[ast.AST, Trail | None]"  # from a node's parent up to the statement of its scope


def last_name(node: ast.AST | None) -> str:
    """Return the name that an expression ends in, `submit` for `self.pool.submit`, or an empty string."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def around(trail: Trail | None) -> Iterator[ast.AST]:
    """Yield the nodes of a trail, innermost first."""
    while trail:
        node, trail = trail
        yield node
