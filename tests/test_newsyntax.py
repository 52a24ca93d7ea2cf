"""Syntax newer than the oldest Python the tool runs on, rewritten: read by it, and nothing moves."""

from __future__ import annotations

import ast

import pytest

from flake8_async_offload.newsyntax import lowered
from flake8_async_offload.source import Source

NEW = [
    "try:\n    pass\nexcept A, b.C:\n    pass\n",
    "try:\n    pass\nexcept* A, B :\n    pass\n",
    "def f[T: (int, str), *Ts, **P](a: T) -> T: return call(a)\n",
    "class A[T = int](B[T]): pass\n",
    "async  def f[\n  T,\n](a): return call(a)\n",
    "type A[T] = list[T]\n",
    "type A = B | C\n",
    "x = t'{a} and {b!r:>{c}}'\n",
    """x = f"{a["b"]} {c.join(["d", "e"])}" + call("f")\n""",
    """x = f'{'set' if a else 'None'}, {b.decode('utf-8'):>{width}}' 'x'\n""",
    r"""x = f"{'\n'.join(a)} {{not a field}} \" {b}" + call()""" + "\n",
    '''x = f"""{"\\n".join(f"{a["b"]}")} it's"""; y = call()  # isn't a string: f"{a["b"]}"\n''',
    """x = rf"{a["b"]}\\d"; y = "{a" + 'b"'\n""",
]


@pytest.mark.parametrize("text", NEW)
def test_newer_syntax_becomes_older_in_place(text: str) -> None:
    *_, older = lowered(text)
    ast.parse(older, feature_version=(3, 11))
    assert [len(line) for line in older.split("\n")] == [len(line) for line in text.split("\n")]
    assert [at for at in range(len(text)) if text.startswith("call(", at)] == [
        at for at in range(len(older)) if older.startswith("call(", at)
    ]
    assert Source("new.py", text).tree


@pytest.mark.parametrize("text", ['f"{', "f'{a", 'f"{"', '"""', "f'{'", "x = f'{{'", "'\\", "f'{a!r:{'", "#", ""])
def test_what_is_no_string_is_left_alone(text: str) -> None:
    assert {len(older) for older in lowered(text)} == {len(text)}
