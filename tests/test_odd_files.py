"""Odd files: each is told with its line, or read all the same; the rest of the project is audited in any case."""

from __future__ import annotations

import ast
import json
import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from flake8_async_offload import describe, engine, looking, source, workspace
from flake8_async_offload.cli import main
from flake8_async_offload.content import MOST_BYTES
from tests.conftest import OFFLOAD
from tests.test_plugin import flake8

BODY = OFFLOAD.partition("\n")[2]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "app.py").write_text(OFFLOAD, encoding="utf-8")
    (tmp_path / "pyproject.toml").touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """Return the exit status and the output of the command; what it says on the other stream is no traceback."""
    status = main(arguments)
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    return status, said.out


def errors(capsys: pytest.CaptureFixture[str], *paths: str) -> dict[str, str]:
    """Return what an audit could not read, `line: message` by path; app.py is audited all the same."""
    status, out = run(capsys, "audit", "--format", "json", *paths)
    told = json.loads(out)
    assert status in (0, 1)
    assert [site["target"] for site in told["sites"] if site["path"] == "app.py"] == ["time.sleep"]
    return {error["path"]: f"{error['line']}: {error['message']}" for error in told["errors"]}


def check_too(capsys: pytest.CaptureFixture[str]) -> int:
    """Return the exit status of a check, which says what it found in app.py."""
    status, out = run(capsys, "check")
    assert "app.py:6:11: ASO103" in out
    return status


ENCODED = {
    "bom": b"\xef\xbb\xbf" + OFFLOAD.encode(),
    "latin": b"# coding: latin-1\nimport asyncio  # \xe9\n" + BODY.encode(),
    "japanese": "# -*- coding: shift_jis -*-\nimport asyncio  # \u540d\n".encode("shift_jis") + BODY.encode(),
    "crlf": OFFLOAD.replace("\n", "\r\n").encode(),
    "cr": OFFLOAD.replace("\n", "\r").encode(),
    "formfeed": OFFLOAD.replace("import time", "\x0cimport time\x0c").encode(),
    "separators": OFFLOAD.replace("import time", "import time  # \x0b\x1c\x85\u2028").encode(),
    "no_newline": OFFLOAD.rstrip().encode(),
    "tabs": OFFLOAD.replace("    ", "\t").encode(),
    "backslashes": OFFLOAD.replace("import time", "import \\\n time").encode(),
}


@pytest.mark.parametrize("name", ENCODED)
def test_a_file_in_any_form_that_python_reads_is_read(
    name: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ast.parse(ENCODED[name])
    (project / f"{name}.py").write_bytes(ENCODED[name])
    found = json.loads(run(capsys, "audit", "--format", "json")[1])
    assert found["errors"] == []
    assert [site["target"] for site in found["sites"] if site["path"] == f"{name}.py"] == ["time.sleep"]
    assert f"{name}.py:" in run(capsys, "check")[1]
    assert f"{name}.py:" in flake8("--select", "ASO", f"{name}.py", cwd=project).stdout


UNREADABLE = {
    "syntax": (b"import asyncio\nasyncio.to_thread(\n", "2: cannot be parsed: '(' was never closed"),
    "utf16": (("# coding: utf-16\n" + OFFLOAD).encode("utf-16"), "1: is not valid utf-8"),
    "utf16_named": (b"# coding: utf-16\n" + OFFLOAD.encode(), "is not valid utf-16"),
    "utf7": (b"# coding: utf-7\nx = '+ABC'\nimport asyncio, to_thread\n", "2: is not valid utf7"),
    "unknown": (b"# coding: klingon\n" + OFFLOAD.encode(), "1: cannot be decoded: unknown encoding: klingon"),
    "no_text": (b"# coding: rot13\n" + OFFLOAD.encode(), "1: cannot be decoded: 'rot13' is not a text encoding"),
    "latin_unnamed": (b"# to_thread\nx = 1\ny = '\xe9'\n", "3: is not valid utf-8"),
    "bom_and_name": (b"\xef\xbb\xbf# coding: latin-1\n" + OFFLOAD.encode(), "1: cannot be decoded"),
    "nul": (OFFLOAD.encode() + b"x = '\0'\n", ": cannot be parsed: source code "),
    "parentheses": (b"to_thread = " + b"(" * 5000 + b")" * 5000, "1: cannot be parsed"),
    "unindented": (b"async def f():\n        to_thread\n    x\n", "3: cannot be parsed: unindent does not match"),
    "long_line": (b"to_thread = '" + b"x" * MOST_BYTES * 5 + b"'\n", f"1: cannot be read: {5 * MOST_BYTES + 15} bytes"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_cannot_be_read_is_told_with_its_line(
    name: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content, said = UNREADABLE[name]
    (project / f"{name}.py").write_bytes(content)
    found = errors(capsys)
    assert list(found) == [f"{name}.py"]
    assert said in found[f"{name}.py"]
    assert check_too(capsys) == 1
    if name not in ("long_line", "no_text", "nul"):  # flake8 itself takes minutes, or fails
        assert "app.py:6:11: ASO103" in flake8("--select", "ASO", "app.py", f"{name}.py", cwd=project).stdout


def test_what_is_no_file_is_never_opened(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(project / "pipe.py")
    os.mkfifo(project / "requirements.txt")
    (project / "folder.py").mkdir()
    (project / "endless.py").symlink_to("/dev/zero")
    (project / "gone.py").symlink_to("nowhere")
    (project / "around.py").symlink_to("around.py")
    (project / "below").mkdir()
    (project / "below" / "again").symlink_to("..")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.py")
        assert errors(capsys) == {}
        assert check_too(capsys) == 1
        named = errors(capsys, "app.py", "pipe.py", "endless.py", "socket.py")
    assert set(named) == {"pipe.py", "endless.py", "socket.py"}
    assert all(said.startswith("1: cannot be read: ") for said in named.values())
    assert "app.py:6:11: ASO103" in flake8("--select", "ASO", "app.py", cwd=project).stdout


def test_a_file_that_vanishes_is_told(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "late.py").write_text(OFFLOAD, encoding="utf-8")
    listed = [project / "app.py", project / "late.py"]
    monkeypatch.setattr("flake8_async_offload.commands.run.python_files", lambda paths: listed)
    (project / "late.py").unlink()
    assert errors(capsys) == {"late.py": "1: cannot be read: No such file or directory"}
    assert check_too(capsys) == 1


def test_a_file_that_vanishes_after_it_was_read_is_still_told(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "late.py").write_text(OFFLOAD, encoding="utf-8")
    located = engine.located

    def vanishing(*arguments: object, **options: object) -> object:
        (project / "late.py").unlink(missing_ok=True)
        return located(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(looking, "located", vanishing)
    assert check_too(capsys) == 1


def test_a_fault_of_the_tool_in_one_file_is_told_and_the_rest_audited(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "bad.py").write_text(OFFLOAD, encoding="utf-8")
    offloaded = describe._offloaded

    def failing(offload: object, module: object, workspace: object) -> object:
        if "bad.py" in module.source.path:  # type: ignore[attr-defined]
            raise RecursionError("too deep")
        return offloaded(offload, module, workspace)  # type: ignore[arg-type]

    monkeypatch.setattr(describe, "_offloaded", failing)
    told = "internal error, this file was not audited: RecursionError: too deep; please report it"
    status, out = run(capsys, "audit", "--format", "json")
    assert status == 2
    assert json.loads(out)["errors"] == [{"path": "bad.py", "line": 1, "message": told}]
    status, out = run(capsys, "check", "--exit-zero")
    assert status == 2
    assert f"bad.py:1:1: error: {told}" in out
    assert "app.py:6:11: ASO103" in out
    assert run(capsys, "fix")[0] == 2


def names() -> Iterator[bytes]:
    yield b"caf\xe9.py"  # Latin-1
    yield b"\xff\xfe.py"
    yield b"line\nbreak.py"
    yield b"::error file=a::b.py"
    yield b"=1+1|`<b>.py"
    yield b"\x1b[31mred.py"
    yield b"--help.py"


@pytest.mark.parametrize("form", ["table", "markdown", "json", "csv", "html"])
def test_names_that_are_not_utf_8_are_shown(form: str, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in names():
        Path(os.fsdecode(os.fsencode(project) + b"/" + name)).write_text(OFFLOAD, encoding="utf-8")
    _, out = run(capsys, "audit", "--format", form)
    assert out.encode()
    assert "\x1b[31mred" not in out
    assert "<b>.py" not in out or form != "html"
    _, out = run(capsys, "audit", "--format", form, "--output", "report")
    assert (project / "report").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "form", ["concise", "full", "grouped", "json", "json-lines", "github", "gitlab", "sarif", "junit", "rdjson"]
)
def test_findings_in_names_that_are_not_utf_8_are_shown(
    form: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in names():
        Path(os.fsdecode(os.fsencode(project) + b"/" + name)).write_text(OFFLOAD, encoding="utf-8")
    status, out = run(capsys, "check", "--output-format", form)
    assert status == 1
    assert out.encode()
    assert "\x1b[31mred" not in out
    assert form == "github" or "\n::error file=a" not in out
    assert out.count("caf") >= 1


def test_a_very_long_path_is_read(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = project
    for _ in range(14):
        folder = folder / ("x" * 250)
    folder.mkdir(parents=True)
    (folder / "deep.py").write_text(OFFLOAD, encoding="utf-8")
    found = json.loads(run(capsys, "audit", "--format", "json")[1])
    assert len(found["sites"]) == 2


def test_a_missing_path_is_told(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "nowhere.py"]) == 2
    assert capsys.readouterr().err == "async-offload: nowhere.py: no such file or folder\n"


def test_many_empty_files_are_soon_read(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(5_000):
        (project / f"empty{number}.py").touch()
    start = time.process_time()
    assert errors(capsys) == {}
    assert time.process_time() - start < 5


DEEP = {
    "attributes": "x = a" + ".b" * 10_000,
    "calls": "x = a" + ".b()" * 3_000,
    "sums": "x = " + " + ".join(["f()"] * 3_000),
    "strings": "x = (" + "\n".join(['"s"'] * 20_000) + ")",
    "elifs": "if a:\n    pass\n" + "".join(f"elif f({number}):\n    x = f\n" for number in range(3_000)),
    "literals": "x = [" + "f(1), " * 50_000 + "]",
    "rebinding": "x = open()\n" + "x = x.f()\n" * 5_000,
    "chained": "x0 = open()\n" + "".join(f"x{n + 1} = x{n}.f()\n" for n in range(3_000)),
    "lambdas": "x = " + "lambda: " * 150 + "f()",
    "comprehensions": "x = " + "[" * 60 + "f()" + " for a in b]" * 60,
    "functions": "".join(f"{' ' * n}def f{n}():\n" for n in range(90)) + " " * 90 + "f0()",
    "classes": "".join(f"{' ' * n}class C{n}(C0):\n" for n in range(90)) + " " * 90 + "x = C0()",
    "decorators": "@d\n" * 3_000 + "def f(): pass",
    "arguments": "f(" + ", ".join(f"a{n}=g({n})" for n in range(5_000)) + ")",
    "conditions": "x = " + " or ".join(f"f({n})" for n in range(5_000)),
    "alternatives": "x = " + "".join(f"f({n}) if a{n} else " for n in range(80)) + "None",
    "subscripts": "x = a" + "[0]" * 3_000,
    "with": "with " + ", ".join(f"open({n}) as f{n}" for n in range(2_000)) + ": pass",
    "mutual": "".join(f"def f{n}(a): return f{(n + 1) % 500}(a) or f{(n * 7) % 500}(a)\n" for n in range(500)),
    "doubling": "def f0(): return open()\n" + "".join(f"def f{n + 1}(): return f{n}() or f{n}()\n" for n in range(60)),
    "bases": "class C0(C299): pass\n" + "".join(f"class C{n + 1}(C{n}, C0): pass\n" for n in range(299)) + "C299().f()",
    "diamonds": "class A0: pass\nclass B0: pass\n"
    + "".join(f"class A{n + 1}(A{n}, B{n}): pass\nclass B{n + 1}(B{n}, A{n}): pass\n" for n in range(40))
    + "x = A40().f()",
    "aliases": "".join(f"T{n} = T{n + 1} | T{n + 2}\n" for n in range(200)) + "def f(a: T0): return a.f()",
    "annotations": "def f(a: " + "'" + "Optional[" * 90 + "int" + "]" * 90 + "'): return a.f()",
    "yields": "def f():\n" + "    yield from f()\n" * 3_000,
    "globals": "def f():\n    global g\n" + "    g = g.f()\n" * 3_000,
    "unpacking": "a, b = b, a\n" * 3_000,
    "cases": "match a:\n" + "".join(f"  case {n}:\n    x = f({n})\n" for n in range(3_000)),
    "partials": "import functools\nx = open\n" + "x = functools.partial(x, 1)\n" * 2_000,
    "wrappers": "import asyncio\nasync def w0(f): return await asyncio.to_thread(f)\n"
    + "".join(f"async def w{n + 1}(f): return await w{n}(f)\n" for n in range(200)),
    "offloads": "import asyncio\nasync def many():\n" + "    await asyncio.to_thread(x.f, 1)\n" * 2_000,
    "results": "import asyncio, openai\nclient = openai.OpenAI()\nasync def many():\n"
    + "".join(f"    r{n} = await asyncio.to_thread(client.models.list)\n" for n in range(1_500)),
    "rewritten": "import asyncio, time\nasync def many(pages):\n"
    + "    await asyncio.gather(*(asyncio.to_thread(time.sleep, page) for page in pages))\n" * 1_500,
}


@pytest.mark.parametrize("name", DEEP)
def test_deep_and_long_code_is_read_in_time(
    name: str, project: Path, capsys: pytest.CaptureFixture[str], recwarn: object
) -> None:
    """Two seconds for 5,000 lines, of both faces; what Python itself cannot parse is told."""
    text = f"{DEEP[name]}\n\nimport asyncio\n\n\nasync def handle():\n    await asyncio.to_thread(x.y, f0, f, C0)\n"
    (project / "deep.py").write_text(text, encoding="utf-8")
    start = time.process_time()
    status, out = run(capsys, "check", "--output-format", "json")
    seconds = time.process_time() - start
    found = json.loads(out)
    assert status == 1
    try:
        tree = ast.parse(text)
    except (RecursionError, MemoryError, SyntaxError):
        assert [error["path"] for error in found["errors"]] == ["deep.py"]
        return
    assert found["errors"] == []
    assert seconds < 2 * max(text.count("\n") / 5_000, 1)
    start = time.process_time()
    engine.sites(source.Source("deep.py", text, tree), workspace.Workspace())
    assert time.process_time() - start < 2 * max(text.count("\n") / 5_000, 1)


MODULE = """\
from m{next} import *
from m{next} import f, C
import m{next} as n
x = n.x


class D(C): pass
"""
CALLS = """\
import asyncio
from m0 import f, x, C


async def run():
    await asyncio.to_thread(f)
    await asyncio.to_thread(x.y)
    await asyncio.to_thread(C().z)
"""


def test_modules_that_import_each_other_are_read(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(50):
        (project / f"m{number}.py").write_text(MODULE.replace("{next}", str((number + 1) % 50)), encoding="utf-8")
    (project / "calls.py").write_text(CALLS, encoding="utf-8")
    assert errors(capsys) == {}
    assert check_too(capsys) == 1
