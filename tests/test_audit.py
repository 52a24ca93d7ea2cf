"""`async-offload audit` as its users run it, on the example gateway and on trees that make trouble."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from flake8_async_offload.looking import look
from flake8_async_offload.model import Context
from flake8_async_offload.workspace import Workspace

GATEWAY = Path(__file__).parent.parent / "examples" / "gateway"


def async_offload(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "flake8_async_offload", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, timeout=120)


def audited(*arguments: str, cwd: Path) -> dict[str, object]:
    done = async_offload("audit", "--format", "json", "--exit-zero", *arguments, cwd=cwd)
    assert done.returncode == 0, done.stderr
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


def test_the_gateway_gives_its_owners_table() -> None:
    done = async_offload("audit", "--format", "json", ".", cwd=GATEWAY)
    assert done.returncode == 1
    table = [
        (
            f"{site['path']}:{site['line']}",
            site["target"],
            site["duration"],
            site["risk"],
            site["codes"],
            site["status"],
        )
        for site in json.loads(done.stdout)["sites"]
    ]
    client = "google.genai.Client()"
    convert = "markitdown.MarkItDown().convert_stream"
    assert table == [
        ("gateway/batch.py:18", f"{client}.files.upload", "variable", "medium", ["ASO101"], "open"),
        ("gateway/batch.py:19", f"{client}.batches.create", "short", "low", ["ASO101"], "open"),
        ("gateway/batch.py:32", f"{client}.batches.get", "short", "low", ["ASO101"], "open"),
        ("gateway/batch.py:34", f"{client}.files.download", "variable", "medium", ["ASO101"], "open"),
        ("gateway/database.py:14", "alembic.command.upgrade", "seconds", "none", [], "fine"),
        ("gateway/documents.py:28", "gateway.documents._page_count", "short", "low", ["ASO505"], "open"),
        ("gateway/documents.py:34", "gateway.documents._page_count", "short", "low", ["ASO505"], "open"),
        ("gateway/gemini.py:25", f"{client}.models.generate_content", "long", "high", ["ASO101"], "open"),
        ("gateway/markitdown.py:13", convert, "variable", "medium", ["ASO201"], "answered"),
        ("gateway/overflow.py:16", "runpod.Endpoint().run_sync", "long", "medium", ["ASO101"], "open"),
        ("gateway/website.py:19", "gateway.website.extract_markdown", "short", "low", [], "fine"),
        ("gateway/website.py:23", "gateway.website.extract_markdown", "short", "low", [], "fine"),
        ("gateway/website.py:26", convert, "variable", "medium", ["ASO201"], "answered"),
    ]


def test_a_file_that_cannot_be_read_is_named_and_the_rest_is_audited(tmp_path: Path) -> None:
    text = "import asyncio, time\n\n\nasync def f():\n    await asyncio.to_thread(time.sleep, 1)\n"
    (tmp_path / "good.py").write_text(text, encoding="utf-8")
    (tmp_path / "broken.py").write_text("async def f(:\n", encoding="utf-8")
    (tmp_path / "latin.py").write_bytes(b"# ok\nname = '\xe9'\n")
    (tmp_path / "empty.py").write_text("", encoding="utf-8")
    answer = audited(".", cwd=tmp_path)
    assert [site["path"] for site in answer["sites"]] == ["good.py"]  # type: ignore[attr-defined]
    errors = {(error["path"], error["line"]) for error in answer["errors"]}  # type: ignore[attr-defined]
    assert errors == {("broken.py", 1), ("latin.py", 2)}


def test_what_only_tests_and_examples_call_is_neither(tmp_path: Path) -> None:
    text = "import asyncio, shutil\n\n\nasync def {}():\n    await asyncio.to_thread(shutil.rmtree, 'x')\n"
    (tmp_path / "product.py").write_text(text.format("clear"), encoding="utf-8")
    call = "\n\nasync def test_clear():\n    from product import clear\n    await clear()\n    await own()\n"
    (tmp_path / "test_product.py").write_text(text.format("own") + call, encoding="utf-8")
    (tmp_path / "examples").mkdir()
    run = "\n\nasync def clear_all():\n    from product import clear\n    await clear()\n    await own()\n"
    main = "\n\nif __name__ == '__main__':\n    asyncio.run(clear_all())\n"
    (tmp_path / "examples" / "run.py").write_text(text.format("own") + run + main, encoding="utf-8")
    sites = audited(".", cwd=tmp_path)["sites"]
    contexts = {site["path"]: site["context"] for site in sites}  # type: ignore[attr-defined]
    assert contexts == {"examples/run.py": "command-line", "product.py": "unknown", "test_product.py": "test"}


def test_an_empty_list_of_what_to_exclude_excludes_nothing(tmp_path: Path) -> None:
    (tmp_path / "tox.ini").write_text("[flake8]\nexclude =\n", encoding="utf-8")
    (tmp_path / "app.py").write_text(
        "import asyncio\nasync def f(): await asyncio.to_thread(print)\n", encoding="utf-8"
    )
    assert [site["target"] for site in audited(".", cwd=tmp_path)["sites"]] == ["print"]  # type: ignore[attr-defined]


def test_a_missing_path_is_said(tmp_path: Path) -> None:
    done = async_offload("audit", "nowhere", cwd=tmp_path)
    assert done.returncode == 2
    assert "nowhere: no such file or folder" in done.stderr


def test_newer_syntax_than_the_interpreters_is_read_all_the_same(tmp_path: Path) -> None:
    text = """\
import asyncio, time

type Seconds = float

class Timer[T]:
    pass

async def first[T](items: list[T]) -> T:
    try:
        await asyncio.to_thread(time.sleep, 1)
    except ValueError, TypeError:
        raise
    return items[0]
"""
    (tmp_path / "new.py").write_text(text, encoding="utf-8")
    answer = audited(".", cwd=tmp_path)
    assert answer["errors"] == []
    assert [(site["line"], site["column"]) for site in answer["sites"]] == [(10, 15)]  # type: ignore[attr-defined]


WRAPPERS = """
import asyncio
import shutil
from functools import partial

async def in_thread(function, *args):
    return await asyncio.to_thread(function, *args)

class Store:
    def __init__(self, connection):
        self.connection = connection

    async def get(self, path):
        return await in_thread(partial(self.connection.get, path))

async def in_an_empty_folder(function):
    def emptied():
        shutil.rmtree("work")
        return function("work")

    return await asyncio.to_thread(emptied)
"""


def test_wrappers_take_partials_of_anything_and_are_named_for_what_they_do_besides(tmp_path: Path) -> None:
    (tmp_path / "work.py").write_text(WRAPPERS, encoding="utf-8")
    sites = audited(".", cwd=tmp_path)["sites"]
    assert isinstance(sites, list)
    assert [(site["call"], site["target"], site["does"]) for site in sites] == [
        ("asyncio.to_thread", None, []),
        ("work.in_thread", None, []),
        ("asyncio.to_thread", "work.in_an_empty_folder.emptied", ["shutil.rmtree"]),
    ]


def test_who_runs_the_loop_is_found_in_large_projects_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flake8_async_offload.looking.FEW", 0)
    work = "import asyncio\n\n\nasync def work():\n    await asyncio.to_thread(print)\n"
    run = "import asyncio, click\nfrom work import work\n\n\n@click.command()\ndef run():\n    asyncio.run(work())\n"
    (tmp_path / "work.py").write_text(work, encoding="utf-8")
    (tmp_path / "run.py").write_text(run, encoding="utf-8")
    looked = look([tmp_path / "work.py", tmp_path / "run.py"], Workspace(), blocking=True, everything=True)
    (site,) = [site for sites in looked.sites.values() for site in sites]
    assert (site.context, site.reached_from) == (Context.COMMAND_LINE, ("run.run",))


def test_a_wrapper_of_a_renamed_wrapper_is_found_whichever_file_is_read_first(tmp_path: Path) -> None:
    inner = "import asyncio\n\nasync def in_thread(executor, function):\n    return await asyncio.to_thread(function)\n"
    outer = "from inner import in_thread as _in_thread\n\nasync def in_thread(function):\n"
    outer += "    return await _in_thread(None, function)\n"
    use = "import time\nfrom {} import in_thread\n\nasync def use(seconds):\n    await in_thread(time.sleep)\n"
    (tmp_path / "inner.py").write_text(inner, encoding="utf-8")
    for name in ("a_use", "z_use"):
        (tmp_path / f"{name}.py").write_text(use.format("outer"), encoding="utf-8")
    (tmp_path / "outer.py").write_text(outer, encoding="utf-8")
    sites = audited(".", cwd=tmp_path)["sites"]
    assert isinstance(sites, list)
    named = {site["path"]: site["target"] for site in sites}
    assert named == {"a_use.py": "time.sleep", "inner.py": None, "outer.py": None, "z_use.py": "time.sleep"}


def test_helpers_below_a_folder_of_tests_are_tests(tmp_path: Path) -> None:
    text = "import asyncio, shutil\n\n\nasync def clear():\n    await asyncio.to_thread(shutil.rmtree, 'x')\n"
    for folder in ("test/e2e/common", "shop/common"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "clearing.py").write_text(text, encoding="utf-8")
    sites = audited(".", cwd=tmp_path)["sites"]
    contexts = {site["path"]: site["context"] for site in sites}  # type: ignore[attr-defined]
    assert contexts == {"shop/common/clearing.py": "unknown", "test/e2e/common/clearing.py": "test"}
