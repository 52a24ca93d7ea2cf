"""The hash of a reviewed call: the same for the same call, on every Python."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
from functools import partial
from pathlib import Path

import pytest

from flake8_async_offload import ledger
from flake8_async_offload.ledger.digest import digest, together

CALLS = """\
asyncio.to_thread(convert, stream, keep=True)
asyncio.to_thread(lambda x, /, *a, y=1, **k: x if a else {**k, "b": [1, 2.5, 1j, b"c", None, ...]}, -1)
asyncio.to_thread(f"a{x}b{y!r:>{w}}" "c", f'{d["k"]}', f"{x=}", f"{x:%Y-%m}", f"", "é\\U0001fae8")
loop.run_in_executor(None, partial(f, *args, **{"a": (yield)}), [i async for i in j if i], not a < b <= c, s[1:2, ::3])
asyncio.to_thread(print, (n := 10), 0xFFFFFFFFFFFFFFFFFFFFFFFF, 1e300, "ab" 'c', r"\\d", *[(a, b), {c}], await_=d @ e)
"""


def of(source: str) -> str:
    return digest(ast.parse(source, mode="eval").body)


def test_the_hash_is_pinned_because_ledgers_hold_it() -> None:
    assert of("asyncio.to_thread(convert, stream, keep=True)") == "v1:af9e6d9def"


@pytest.mark.parametrize(
    "other", ["f( a,b = 1 )", "f(a, b=1)  # why", "f(\n  a,\n  b=0x1,\n)", "(f)((a), b=1)"]
)  # fmt: skip
def test_layout_and_comments_do_not_count(other: str) -> None:
    assert of(other) == of("f(a, b=1)")


@pytest.mark.parametrize(
    "other",
    ["f(a, b=2)", "f(a, c=1)", "f(a, 1)", "g(a, b=1)", "f(a, b=True)", "f(a, b=1.0)", "f(a, b='1')", "f(a, b=1, **c)"],
)
def test_another_argument_is_another_call(other: str) -> None:
    assert of(other) != of("f(a, b=1)")


def test_none_in_a_list_keeps_its_place() -> None:
    assert of("f({**a, b: c})") != of("f({b: c, **a})")


def test_the_text_of_an_f_string_does_not_count_but_its_values_do() -> None:
    assert of("f(f'page {n}')") == of("f(f'Page no. {n}')")
    assert of("f(f'page {n}')") != of("f(f'page {m}')")


def test_a_call_of_any_size_has_a_hash() -> None:
    assert of(f"f({' + '.join('a' * 2000)})") != of(f"f({' + '.join('a' * 2001)})")
    assert of(f"f({hex(1 << 20_000)})") != of(f"f({hex(1 << 20_001)})")


def test_twins_have_one_hash_together_in_any_order() -> None:
    one, two = of("f(1)"), of("f(2)")
    assert together([one]) == one
    assert together([one, two]) == together([two, one])
    assert len({one, two, together([one, two]), together([one, one])}) == 4


@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13", "3.14"])
def test_every_python_gives_the_same_hash(version: str) -> None:
    python = shutil.which(f"python{version}") or ""
    run = partial(
        subprocess.run,
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(ledger.__file__).parent,
        env={**os.environ, "PYENV_VERSION": version},  # where pyenv has it, it need not be the one in use
    )
    if not python or run([python, "-c", ""]).returncode:
        pytest.skip(f"no python{version}")
    hashes = "[digest.digest(ast.parse(line, mode='eval').body) for line in sys.argv[1].splitlines()]"
    there = run([python, "-W", "ignore", "-c", f"import ast, sys, digest; print(*{hashes})", CALLS])
    assert there.stdout.split() == [of(line) for line in CALLS.splitlines()], there.stderr
