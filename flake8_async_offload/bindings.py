"""What binds names in one scope, read from its statements."""

from __future__ import annotations

import ast
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

from flake8_async_offload.syntax import KindTest, kind_tests

FunctionNode: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
Comprehension: TypeAlias = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
ScopeNode: TypeAlias = ast.Module | ast.ClassDef | FunctionNode | Comprehension
Lines: TypeAlias = tuple[int, int]

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
SCOPES = (*FUNCTIONS, *COMPREHENSIONS, ast.ClassDef)
ADDING = frozenset({"append", "appendleft", "add"})
_LEAVES = (ast.Return, ast.Raise, ast.Continue, ast.Break)
IMPORT_ERRORS = frozenset({"ImportError", "ModuleNotFoundError"})


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


class Contents:
    """What the statements of one scope bind, store and return; nested scopes stay unread."""

    def __init__(self, node: ScopeNode, walrus: Sequence[int], asked: Sequence[int]) -> None:
        """Read a scope; on the lines `walrus` expressions may bind names, on `asked` stands an `isinstance`."""
        self.names: dict[str, list[Binding]] = {}
        self.attributes: dict[tuple[str, str], list[Binding]] = {}
        self.elements: dict[tuple[str, str], list[Binding]] = {}
        self.declared_global: set[str] = set()
        self.declared_nonlocal: set[str] = set()
        self.loops: list[Lines] = []
        self.conditions: list[ast.If] = []
        self.returns: list[ast.Return] = []
        self.kinds: dict[str, list[KindTest]] = {}
        self._walrus = walrus
        self._asked = asked
        self._read_scope(node)

    def _read_scope(self, node: ScopeNode) -> None:
        if isinstance(node, FUNCTIONS):
            self._parameters(node.args, node.lineno)
        if isinstance(node, ast.Lambda):
            return
        if isinstance(node, COMPREHENSIONS):
            for generator in node.generators:
                self._target(generator.target, Iteration(0, (0, 0), False, generator.iter))
                for test in generator.ifs:
                    self._asks(test, (node.lineno, _last_line(node)), True)
            return
        stack = [(statement, _lines(node.body), False) for statement in reversed(node.body)]
        while stack:
            statement, block, fallback = stack.pop()
            self._statement(statement, block, fallback)
            for body, below in _blocks(statement):
                stack += [(inner, _lines(body), fallback or below) for inner in reversed(body)]

    def _parameters(self, arguments: ast.arguments, line: int) -> None:
        plain = arguments.posonlyargs + arguments.args
        defaults: list[ast.expr | None] = [None] * (len(plain) - len(arguments.defaults))
        pairs = list(zip(plain, [*defaults, *arguments.defaults], strict=True))
        pairs += list(zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True))
        for arg, default in pairs:
            self._bind(arg.arg, Parameter(line, (0, 0), False, arg, default))
        for collector, kind in ((arguments.vararg, "*"), (arguments.kwarg, "**")):
            if collector:
                self._bind(collector.arg, Parameter(line, (0, 0), False, collector, None, kind))

    def _bind(self, name: str, binding: Binding) -> None:
        self.names.setdefault(name, []).append(binding)

    def _statement(self, node: ast.stmt, block: Lines, fallback: bool) -> None:
        line = _last_line(node)
        match node:
            case ast.Assign():
                for target in node.targets:
                    self._target(target, Assignment(line, block, fallback, node.value))
            case ast.AnnAssign():
                self._target(node.target, Assignment(line, block, fallback, node.value, node.annotation))
            case ast.AugAssign():
                self._target(node.target, Unknown(line, block, fallback))
            case ast.Import() | ast.ImportFrom():
                self._import(node, block, fallback)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                self._bind(node.name, Definition(line, block, fallback, node))
            case ast.For() | ast.AsyncFor():
                self.loops.append((node.lineno, line))
                self._target(node.target, Iteration(node.lineno - 1, _lines(node.body), fallback, node.iter))
            case ast.If():
                self.conditions.append(node)
                self._asks(node.test, _lines(node.body), True)
                self._asks(node.test, _lines(node.orelse), False)
                if isinstance(node.body[-1], _LEAVES):
                    self._asks(node.test, (line + 1, block[1]), False)
            case ast.Assert():
                self._asks(node.test, (line + 1, block[1]), True)
            case ast.While():
                self.loops.append((node.lineno, line))
            case ast.With() | ast.AsyncWith():
                for item in node.items:
                    if item.optional_vars:
                        place = item.optional_vars.lineno - 1, _lines(node.body), fallback
                        entry = Entry(*place, item.context_expr, asynchronous=isinstance(node, ast.AsyncWith))
                        self._target(item.optional_vars, entry)
            case ast.Global():
                self.declared_global.update(node.names)
            case ast.Nonlocal():
                self.declared_nonlocal.update(node.names)
            case ast.Return():
                self.returns.append(node)
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=several, attr=method), args=[given])):
                if method in ADDING:
                    self._element(several, Assignment(line, block, fallback, given))
            case ast.Try() | ast.TryStar():
                for handler in node.handlers:
                    if handler.name:
                        self._bind(handler.name, Unknown(handler.lineno - 1, _lines(handler.body), fallback))
            case ast.Match():
                for case in node.cases:
                    for name in _captures(case.pattern):
                        self._bind(name, Unknown(case.pattern.lineno - 1, _lines(case.body), fallback))
        if self._walrus and spans(node.lineno, line, self._walrus):
            self._named_expressions(node, block, fallback)

    def _asks(self, test: ast.expr, lines: Lines, holds: bool) -> None:
        """Keep what a test says of the kinds of things on the lines that it leads to."""
        if self._asked and spans(test.lineno, _last_line(test), self._asked):
            for name, found in kind_tests(test, lines, holds):
                self.kinds.setdefault(name, []).append(found)

    def _import(self, node: ast.Import | ast.ImportFrom, block: Lines, fallback: bool) -> None:
        line = _last_line(node)
        for alias in node.names:
            if isinstance(node, ast.ImportFrom):
                binding = Import(line, block, fallback, node.module or "", alias.name, node.level)
                self._bind(alias.asname or alias.name, binding)
            else:
                module = alias.name if alias.asname else alias.name.split(".")[0]
                self._bind(alias.asname or module, Import(line, block, fallback, module, None, 0))

    def _target(self, target: ast.expr, binding: Binding) -> None:
        match target:
            case ast.Name():
                self._bind(target.id, binding)
            case ast.Attribute(value=ast.Name(id=base)):
                self.attributes.setdefault((base, target.attr), []).append(binding)
            case ast.Attribute(value=ast.Attribute(value=ast.Name(id=base), attr=inner)):
                self.attributes.setdefault((f"{base}.{inner}", target.attr), []).append(binding)
            case ast.Subscript(value=several):
                self._element(several, binding)
            case ast.Tuple() | ast.List():
                starred = any(isinstance(element, ast.Starred) for element in target.elts)
                for index, element in enumerate(target.elts):
                    self._target(element, _opaque(binding) if starred else _deeper(binding, index))
            case ast.Starred():
                self._target(target.value, _opaque(binding))

    def _element(self, several: ast.expr, binding: Binding) -> None:
        """Keep what is put into a container: under its name, `("", "held")`, or its attribute, `("self", "held")`."""
        match several:
            case ast.Name(id=name):
                self.elements.setdefault(("", name), []).append(binding)
            case ast.Attribute(value=ast.Name(id=base), attr=attribute):
                self.elements.setdefault((base, attribute), []).append(binding)

    def _named_expressions(self, statement: ast.stmt, block: Lines, fallback: bool) -> None:
        for child in ast.iter_child_nodes(statement):
            if not isinstance(child, ast.expr) or not spans(child.lineno, _last_line(child), self._walrus):
                continue
            for node in ast.walk(child):
                if isinstance(node, ast.NamedExpr):
                    self._target(node.target, Assignment(node.lineno - 1, block, fallback, node.value))


def _deeper(binding: Binding, index: int) -> Binding:
    match binding:
        case Assignment():
            return Assignment(*_place(binding), binding.value, None, (*binding.path, index))
        case Iteration():
            return Iteration(*_place(binding), binding.iterable, (*binding.path, index))
        case Entry():
            return Entry(*_place(binding), binding.manager, (*binding.path, index), binding.asynchronous)
    return binding


def _opaque(binding: Binding) -> Binding:
    return Unknown(*_place(binding))


def _place(binding: Binding) -> tuple[int, Lines, bool]:
    return binding.line, binding.block, binding.fallback


def _lines(body: list[ast.stmt]) -> Lines:
    return (body[0].lineno, _last_line(body[-1])) if body else (0, 0)


def _last_line(node: ast.expr | ast.stmt) -> int:
    return node.end_lineno or node.lineno


def _blocks(node: ast.stmt) -> Iterator[tuple[list[ast.stmt], bool]]:
    """Yield the statement lists inside a statement of the same scope, and whether each is an `except ImportError`."""
    match node:
        case ast.If() | ast.For() | ast.AsyncFor() | ast.While():
            yield from ((node.orelse, False), (node.body, False))
        case ast.With() | ast.AsyncWith():
            yield node.body, False
        case ast.Try() | ast.TryStar():
            yield from ((node.finalbody, False), (node.orelse, False))
            for handler in reversed(node.handlers):
                yield handler.body, _catches_import_error(handler)
            yield node.body, False
        case ast.Match():
            for case in reversed(node.cases):
                yield case.body, False


def spans(first: int, last: int, lines: Sequence[int]) -> bool:
    """Whether any of the lines, which are in order, is one from the first to the last."""
    at = bisect_left(lines, first)
    return at < len(lines) and lines[at] <= last


def _catches_import_error(handler: ast.ExceptHandler) -> bool:
    classes = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(isinstance(caught, ast.Name) and caught.id in IMPORT_ERRORS for caught in classes)


def _captures(pattern: ast.pattern) -> Iterator[str]:
    for node in ast.walk(pattern):
        if isinstance(node, ast.MatchAs | ast.MatchStar) and node.name:
            yield node.name
        elif isinstance(node, ast.MatchMapping) and node.rest:
            yield node.rest
