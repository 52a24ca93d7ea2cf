"""Programs nobody would write: statements and expressions of real ones, spliced, nested, renamed and cut."""

from __future__ import annotations

import ast
import copy
import random
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass

MOST_CHANGES = 8
LONGEST = 30  # lines of a statement
ODD = (
    "\0",
    "\ufeff",
    "\x0c",
    "\r",
    "\t",
    "é",
    "名",
    "\u2028",
    "\\",
    "'",
    '"""',
    "(",
    "]",
    "{",
    "#",
    "\n",
    ":",
    "async ",
)
NESTS = (
    "async def fresh(self, a, *b, c=1, **d):\n    pass",
    "def fresh(a, /, b: 'int' = 0):\n    pass",
    "class Fresh(Base, metaclass=Meta):\n    pass",
    "for each in many:\n    pass",
    "async for each, *rest in many():\n    pass",
    "while True:\n    pass",
    "try:\n    pass\nexcept* (OSError, ImportError) as error:\n    raise\nfinally:\n    done()",
    "async with limit, open(x) as (y, z):\n    pass",
    "with pool() as executor:\n    pass",
    "if __name__ == '__main__':\n    pass",
    "match command:\n    case {'x': [a, *_], **rest} | A(b=a) as c if d:\n        pass",
    "@decorated\n@made(1)\ndef fresh():\n    pass",
)
WRAPS = (
    "lambda *a, b=x: x",
    "(await x)",
    "asyncio.to_thread(x, *x, **x)",
    "asyncio.gather(*(x for i in x if x))",
    "functools.partial(x, x)",
    "loop.run_in_executor(x, x)",
    "x.y.z",
    "x[x:x]",
    "[x for x in x for y in x]",
    "{x: x async for x in x}",
    "(x := x)",
    "f'{x!r:>{x}}'",
    "x if x else x",
    "(yield x)",
    "x(x)(x=x)",
    "x or x and not x",
    "(x, *x)[0]",
    "super().x()",
)


@dataclass(frozen=True, slots=True)
class Material:
    """What programs are made of."""

    modules: list[ast.Module]
    statements: list[ast.stmt]
    expressions: list[ast.expr]
    names: list[str]


def material(texts: Iterable[str]) -> Material:
    """Return the statements, expressions and names of some programs."""
    modules = [module for module in map(_parsed, texts) if module.body]
    statements: list[ast.stmt] = []
    expressions: list[ast.expr] = []
    names: set[str] = set()
    for module in modules:
        for node in ast.walk(module):
            if isinstance(node, ast.stmt):
                statements.append(node)
            elif isinstance(node, ast.expr):
                expressions.append(node)
            names |= {value for _, value in ast.iter_fields(node) if isinstance(value, str) and value.isidentifier()}
    short = [node for node in statements if _is_short(node)]
    return Material(modules, short, expressions, sorted(names))


def program(chance: random.Random, given: Material) -> str:
    """Return a program; most can be parsed."""
    tree = _part(chance, chance.choice(given.modules))
    for _ in range(chance.randint(1, MOST_CHANGES)):
        chance.choice(_CHANGES)(chance, tree, given)
    try:
        text = ast.unparse(ast.fix_missing_locations(tree))
    except (ValueError, AttributeError, TypeError, RecursionError):  # what is no program has no text
        text = ast.unparse(chance.choice(given.statements))
    return _scratched(chance, text) if chance.random() < 0.15 else text


def _part(chance: random.Random, module: ast.Module) -> ast.Module:
    """Return a module's imports and some of its other statements, in their order."""
    wanted = chance.random()
    chosen = (node for node in module.body if _is_import(node) or (_is_short(node) and chance.random() < wanted))
    return ast.Module([copy.deepcopy(node) for node in chosen] or [ast.Pass()], [])


def _is_import(node: ast.stmt) -> bool:
    return isinstance(node, ast.Import | ast.ImportFrom)


def _is_short(node: ast.stmt) -> bool:
    return (node.end_lineno or node.lineno) - node.lineno < LONGEST


def _blocks(tree: ast.Module) -> list[list[ast.stmt]]:
    found = (value for node in ast.walk(tree) for _, value in ast.iter_fields(node) if isinstance(value, list))
    return [value for value in found if value and isinstance(value[0], ast.stmt)]


def _splice(chance: random.Random, tree: ast.Module, given: Material) -> None:
    block = chance.choice(_blocks(tree))
    block.insert(chance.randint(0, len(block)), copy.deepcopy(chance.choice(given.statements)))


def _repeat(chance: random.Random, tree: ast.Module, given: Material) -> None:
    block = chance.choice(_blocks(tree))
    block.insert(chance.randint(0, len(block)), copy.deepcopy(chance.choice(chance.choice(_blocks(tree)))))


def _cut(chance: random.Random, tree: ast.Module, given: Material) -> None:
    block = chance.choice(_blocks(tree))
    del block[chance.randrange(len(block))]
    block += [] if block else [ast.Pass()]


def _nest(chance: random.Random, tree: ast.Module, given: Material) -> None:
    block = chance.choice(_blocks(tree))
    around = _parsed(chance.choice(NESTS))
    inner = chance.choice(_blocks(around)[1:])
    start = chance.randrange(len(block))
    end = chance.randint(start, len(block)) + 1
    inner[:] = block[start:end]
    block[start:end] = around.body


def _exchange(chance: random.Random, tree: ast.Module, given: Material) -> None:
    _place(chance, tree, lambda old: copy.deepcopy(chance.choice(given.expressions)))


def _wrap(chance: random.Random, tree: ast.Module, given: Material) -> None:
    def wrapped(old: ast.expr) -> ast.expr:
        around = ast.parse(chance.choice(WRAPS), mode="eval")
        for node in ast.walk(around):
            if isinstance(node, ast.Name) and node.id == "x" and isinstance(node.ctx, ast.Load):
                _replace(around, node, copy.deepcopy(old))
                if chance.random() < 0.7:
                    break
        return around.body

    _place(chance, tree, wrapped)


def _rename(chance: random.Random, tree: ast.Module, given: Material) -> None:
    places = [
        (node, field)
        for node in ast.walk(tree)
        for field, value in ast.iter_fields(node)
        if isinstance(value, str) and value.isidentifier() and field != "type_comment"
    ]
    if places:
        node, field = chance.choice(places)
        other, of = chance.choice(places)
        name = getattr(other, of) if chance.random() < 0.7 else chance.choice(given.names)
        if not isinstance(node, ast.Constant):
            setattr(node, field, name)


def _place(chance: random.Random, tree: ast.AST, new: Callable[[ast.expr], ast.expr]) -> None:
    found = [node for node in ast.walk(tree) if isinstance(node, ast.expr) and isinstance(_context(node), ast.Load)]
    if found:
        old = chance.choice(found)
        _replace(tree, old, new(old))


def _context(node: ast.expr) -> ast.expr_context:
    context: ast.expr_context = getattr(node, "ctx", None) or ast.Load()
    return context


def _replace(tree: ast.AST, old: ast.expr, new: ast.expr) -> None:
    for node in ast.walk(tree):
        for field, value in ast.iter_fields(node):
            if value is old:
                setattr(node, field, new)
            elif isinstance(value, list) and any(item is old for item in value):
                value[:] = [new if item is old else item for item in value]


_CHANGES = (_splice, _repeat, _cut, _nest, _exchange, _exchange, _wrap, _wrap, _rename, _rename)


def _scratched(chance: random.Random, text: str) -> str:
    """Return a text with some characters lost, put in or doubled; most cannot be parsed any more."""
    for _ in range(chance.randint(1, 3)):
        start = chance.randint(0, len(text))
        end = min(len(text), start + chance.randint(0, 12))
        middle = chance.choice(("", chance.choice(ODD), text[start:end] * 2))
        text = text[:start] + middle + text[end:]
    return chance.choice(
        (text, text.replace("\n", "\r\n"), text.replace("\n", "\r"), text[: chance.randint(0, len(text))])
    )


def _parsed(text: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)
