"""Scopes are found by the lines they stand on."""

from __future__ import annotations

import itertools
from textwrap import dedent

from flake8_async_offload.bindings import spans
from flake8_async_offload.scopes import Module, Scope
from flake8_async_offload.source import Source

TEXT = dedent("""\
    import asyncio

    @decorated(lambda: 1)
    @again
    def f(a=lambda: 2,
          b=lambda: 3):
        g = lambda: (
            4)
        class C:
            def m(self):
                return [lambda: x for x in (lambda: 5)()]
        return C
    h = lambda: 6; i = lambda: lambda: 7

    async def j(): return (
        lambda: 8)
    """)


def _is_on(scope: Scope, lines: list[int]) -> bool:
    node = scope.node
    first = min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", ()))])  # type: ignore[union-attr]
    return spans(first, node.end_lineno or 0, lines)  # type: ignore[union-attr]


def test_the_scopes_on_some_lines_are_those_that_the_lines_are_in() -> None:
    module = Module(Source("m.py", TEXT), "m")
    every = list(module.scope.everything())
    assert len(every) == 15
    lines = range(TEXT.count("\n") + 1)
    for near in (*itertools.combinations(lines, 1), *itertools.combinations(lines, 2), tuple(lines), ()):
        inside = [scope for scope in every if scope.parent is None or _within(scope, list(near))]
        assert list(module.scope.everything(near)) == inside


def _within(scope: Scope, lines: list[int]) -> bool:
    """Whether lines are in a scope and in all those around it."""
    around = [scope]
    while (parent := around[-1].parent) is not None:
        around.append(parent)
    return all(_is_on(each, lines) for each in around[:-1])
