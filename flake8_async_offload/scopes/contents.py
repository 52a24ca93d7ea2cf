"""What binds names in one scope, read from its statements."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from typing import Any, ClassVar

from flake8_async_offload.bindings import (
    COMPREHENSIONS,
    FUNCTIONS,
    Assignment,
    Definition,
    Entry,
    Import,
    Iteration,
    Lines,
    Parameter,
    ScopeNode,
    Unknown,
    spans,
)
from flake8_async_offload.scopes.targets import Targets
from flake8_async_offload.syntax import KindTest, case_tests, kind_tests

_ADDING = frozenset({"append", "appendleft", "add"})
_LEAVES = (ast.Return, ast.Raise, ast.Continue, ast.Break)
_IMPORT_ERRORS = frozenset({"ImportError", "ModuleNotFoundError"})


class Contents(Targets):
    """What the statements of one scope bind, store and return; nested scopes stay unread."""

    def __init__(self, node: ScopeNode, walrus: Sequence[int], asked: Sequence[int]) -> None:
        """Read a scope; on the lines `walrus` expressions may bind names, on `asked` stands an `isinstance`."""
        super().__init__()
        self.declared_global: set[str] = set()
        self.declared_nonlocal: set[str] = set()
        self.loops: list[Lines] = []
        self.conditions: list[ast.If] = []
        self.returns: list[ast.Return] = []
        self.kinds: dict[str, list[KindTest]] = {}
        self._walrus = walrus
        self._asked = asked
        if isinstance(node, FUNCTIONS):
            self._parameters(node.args, node.lineno)
        if isinstance(node, COMPREHENSIONS):
            for generator in node.generators:
                self.target(generator.target, Iteration(0, (0, 0), False, generator.iter))
                for test in generator.ifs:
                    self._asks(test, (node.lineno, _last_line(node)), True)
        elif not isinstance(node, ast.Lambda):
            self._statements(node.body)

    def _statements(self, body: list[ast.stmt]) -> None:
        # Each statement of each scope that is looked into comes by here.
        stack = _inside(body, False)
        while stack:
            statement, block, fallback = stack.pop()
            kind = type(statement)
            if kind in self._READ:
                self._READ[kind](self, statement, block, fallback)
            for part in _PARTS.get(kind, ()):
                certain = block if kind in _CERTAIN and _is_passed(statement, part) else None
                stack += _inside(getattr(statement, part), fallback, certain)
            if self._walrus and spans(statement.lineno, _last_line(statement), self._walrus):
                self._named_expressions(statement, block, fallback)

    def _parameters(self, arguments: ast.arguments, line: int) -> None:
        plain = arguments.posonlyargs + arguments.args
        defaults: list[ast.expr | None] = [None] * (len(plain) - len(arguments.defaults))
        pairs = list(zip(plain, [*defaults, *arguments.defaults], strict=True))
        pairs += list(zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True))
        for arg, default in pairs:
            self.bind(arg.arg, Parameter(line, (0, 0), False, arg, default))
        for collector, kind in ((arguments.vararg, "*"), (arguments.kwarg, "**")):
            if collector:
                self.bind(collector.arg, Parameter(line, (0, 0), False, collector, None, kind))

    def _assign(self, node: ast.Assign, block: Lines, fallback: bool) -> None:
        line = _last_line(node)
        for target in node.targets:
            self.target(target, Assignment(line, block, fallback, node.value))

    def _annotated(self, node: ast.AnnAssign, block: Lines, fallback: bool) -> None:
        self.target(node.target, Assignment(_last_line(node), block, fallback, node.value, node.annotation))

    def _augmented(self, node: ast.AugAssign, block: Lines, fallback: bool) -> None:
        self.target(node.target, Unknown(_last_line(node), block, fallback))

    def _import(self, node: ast.Import, block: Lines, fallback: bool) -> None:
        line = _last_line(node)
        for alias in node.names:
            module = alias.name if alias.asname else alias.name.split(".")[0]
            self.bind(alias.asname or module, Import(line, block, fallback, module, None, 0))

    def _import_from(self, node: ast.ImportFrom, block: Lines, fallback: bool) -> None:
        line = _last_line(node)
        for alias in node.names:
            binding = Import(line, block, fallback, node.module or "", alias.name, node.level)
            self.bind(alias.asname or alias.name, binding)

    def _definition(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, block: Lines, fallback: bool
    ) -> None:
        self.bind(node.name, Definition(_last_line(node), block, fallback, node))

    def _for(self, node: ast.For | ast.AsyncFor, _block: Lines, fallback: bool) -> None:
        self.loops.append((node.lineno, _last_line(node)))
        self.target(node.target, Iteration(node.lineno - 1, _lines(node.body), fallback, node.iter))

    def _while(self, node: ast.While, _block: Lines, _fallback: bool) -> None:
        self.loops.append((node.lineno, _last_line(node)))

    def _if(self, node: ast.If, block: Lines, _fallback: bool) -> None:
        self.conditions.append(node)
        self._asks(node.test, _lines(node.body), True)
        self._asks(node.test, _lines(node.orelse), False)
        if isinstance(node.body[-1], _LEAVES):
            self._asks(node.test, (_last_line(node) + 1, block[1]), False)

    def _assert(self, node: ast.Assert, block: Lines, _fallback: bool) -> None:
        self._asks(node.test, (_last_line(node) + 1, block[1]), True)

    def _asks(self, test: ast.expr, lines: Lines, holds: bool) -> None:
        """Keep what a test says of the kinds of things on the lines that it leads to."""
        if self._asked and spans(test.lineno, _last_line(test), self._asked):
            for name, found in kind_tests(test, lines, holds):
                self.kinds.setdefault(name, []).append(found)

    def _with(self, node: ast.With | ast.AsyncWith, _block: Lines, fallback: bool) -> None:
        for item in node.items:
            if item.optional_vars:
                place = item.optional_vars.lineno - 1, _lines(node.body), fallback
                entry = Entry(*place, item.context_expr, asynchronous=isinstance(node, ast.AsyncWith))
                self.target(item.optional_vars, entry)

    def _global(self, node: ast.Global, _block: Lines, _fallback: bool) -> None:
        self.declared_global.update(node.names)

    def _nonlocal(self, node: ast.Nonlocal, _block: Lines, _fallback: bool) -> None:
        self.declared_nonlocal.update(node.names)

    def _return(self, node: ast.Return, _block: Lines, _fallback: bool) -> None:
        self.returns.append(node)

    def _expression(self, node: ast.Expr, block: Lines, fallback: bool) -> None:
        match node.value:
            case ast.Call(func=ast.Attribute(value=several, attr=method), args=[given]) if method in _ADDING:
                self.element(several, Assignment(_last_line(node), block, fallback, given))

    def _try(self, node: ast.Try | ast.TryStar, _block: Lines, fallback: bool) -> None:
        for handler in node.handlers:
            if handler.name:
                self.bind(handler.name, Unknown(handler.lineno - 1, _lines(handler.body), fallback))

    def _match(self, node: ast.Match, _block: Lines, fallback: bool) -> None:
        for case in node.cases:
            for name, test in case_tests(node.subject, case):
                self.kinds.setdefault(name, []).append(test)
            for name in _captures(case.pattern):
                self.bind(name, Unknown(case.pattern.lineno - 1, _lines(case.body), fallback))

    def _named_expressions(self, statement: ast.stmt, block: Lines, fallback: bool) -> None:
        for child in ast.iter_child_nodes(statement):
            if not isinstance(child, ast.expr) or not spans(child.lineno, _last_line(child), self._walrus):
                continue
            for node in ast.walk(child):
                if isinstance(node, ast.NamedExpr):
                    self.target(node.target, Assignment(node.lineno - 1, block, fallback, node.value))

    _READ: ClassVar[dict[type, Callable[[Contents, Any, Lines, bool], None]]] = {
        ast.Assign: _assign,
        ast.AnnAssign: _annotated,
        ast.AugAssign: _augmented,
        ast.Import: _import,
        ast.ImportFrom: _import_from,
        ast.FunctionDef: _definition,
        ast.AsyncFunctionDef: _definition,
        ast.ClassDef: _definition,
        ast.For: _for,
        ast.AsyncFor: _for,
        ast.While: _while,
        ast.If: _if,
        ast.Assert: _assert,
        ast.With: _with,
        ast.AsyncWith: _with,
        ast.Global: _global,
        ast.Nonlocal: _nonlocal,
        ast.Return: _return,
        ast.Expr: _expression,
        ast.Try: _try,
        ast.TryStar: _try,
        ast.Match: _match,
    }


def _lines(body: list[ast.stmt]) -> Lines:
    return (body[0].lineno, _last_line(body[-1])) if body else (0, 0)


def _last_line(node: ast.expr | ast.stmt) -> int:
    return node.end_lineno or node.lineno


def _is_passed(node: ast.stmt, part: str) -> bool:
    """Whether whoever gets behind a statement has been through a part of it."""
    match node:
        case ast.If(body=then, orelse=other):
            return bool(other) and isinstance((other if part == "body" else then)[-1], _LEAVES)
        case ast.Try() | ast.TryStar():
            left = part != "handlers" and all(isinstance(handler.body[-1], _LEAVES) for handler in node.handlers)
            return part == "finalbody" or left
    return True


def _inside(part: list[Any], fallback: bool, certain: Lines | None = None) -> list[tuple[ast.stmt, Lines, bool]]:
    """Return the statements of a block, the last first, each with the block's lines; or those of several blocks.

    `certain` are the lines around a block that is always gone through.
    """
    if part and not isinstance(part[0], ast.stmt):
        blocks = ((each.body, fallback or _catches_import_error(each)) for each in reversed(part))
        return [statement for block in blocks for statement in _inside(*block)]
    lines = certain or _lines(part)
    return [(statement, lines, fallback) for statement in reversed(part)]


def _catches_import_error(handler: ast.ExceptHandler | ast.match_case) -> bool:
    if isinstance(handler, ast.match_case):
        return False
    classes = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(isinstance(caught, ast.Name) and caught.id in _IMPORT_ERRORS for caught in classes)


def _captures(pattern: ast.pattern) -> Iterator[str]:
    for node in ast.walk(pattern):
        if isinstance(node, ast.MatchAs | ast.MatchStar) and node.name:
            yield node.name
        elif isinstance(node, ast.MatchMapping) and node.rest:
            yield node.rest


_CERTAIN = frozenset({ast.If, ast.Try, ast.TryStar, ast.With, ast.AsyncWith})
_PARTS: dict[type, tuple[str, ...]] = {  # where the statements inside a statement are, the last first
    ast.If: ("orelse", "body"),
    ast.For: ("orelse", "body"),
    ast.AsyncFor: ("orelse", "body"),
    ast.While: ("orelse", "body"),
    ast.With: ("body",),
    ast.AsyncWith: ("body",),
    ast.Try: ("finalbody", "orelse", "handlers", "body"),
    ast.TryStar: ("finalbody", "orelse", "handlers", "body"),
    ast.Match: ("cases",),
}
