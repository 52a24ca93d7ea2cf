"""The ways in which names get their values."""

import ast
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

FunctionNode: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
Comprehension: TypeAlias = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
ScopeNode: TypeAlias = ast.Module | ast.ClassDef | FunctionNode | Comprehension
Lines: TypeAlias = tuple[int, int]

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
SCOPES = (*FUNCTIONS, *COMPREHENSIONS, ast.ClassDef)


class Unknown(NamedTuple):
    """One way in which a name gets a value, here one that nobody can tell. The others begin with the same fields."""

    line: int  # last line of the binding statement: from the next line on it holds
    block: Lines  # first and last line of the block the statement stands in
    fallback: bool  # in an `except ImportError`: counts only where nothing else binds the name


class Import(NamedTuple):
    """`import module` (name None), `from module import name`."""

    line: int
    block: Lines
    fallback: bool
    module: str
    name: str | None
    level: int


class Assignment(NamedTuple):
    """`target: annotation = value`; `path` leads through a tuple target: (1, 0) is the b of `a, (b, c) = value`."""

    line: int
    block: Lines
    fallback: bool
    value: ast.expr | None
    annotation: ast.expr | None = None
    path: tuple[int, ...] = ()


class Iteration(NamedTuple):
    """`for target in iterable`, in a statement or a comprehension."""

    line: int
    block: Lines
    fallback: bool
    iterable: ast.expr
    path: tuple[int, ...] = ()


class Entry(NamedTuple):
    """`with manager as target`."""

    line: int
    block: Lines
    fallback: bool
    manager: ast.expr
    path: tuple[int, ...] = ()
    asynchronous: bool = False  # `async with`


class Definition(NamedTuple):
    """`def name` or `class name`."""

    line: int
    block: Lines
    fallback: bool
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


class Parameter(NamedTuple):
    """A parameter; `kind` is "*" or "**" for those that collect."""

    line: int
    block: Lines
    fallback: bool
    arg: ast.arg
    default: ast.expr | None
    kind: str = ""


Binding: TypeAlias = Unknown | Import | Assignment | Iteration | Entry | Definition | Parameter


def spans(first: int, last: int, lines: Sequence[int]) -> bool:
    """Whether any of the lines, which are in order, is one from the first to the last."""
    at = bisect_left(lines, first)
    return at < len(lines) and lines[at] <= last
