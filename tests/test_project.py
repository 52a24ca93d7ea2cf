"""Where the project's modules are found from, and the names they go by: from the linted file alone."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from flake8_async_offload.engine import sites
from flake8_async_offload.source import Source
from flake8_async_offload.workspace import Workspace

USE = """
import asyncio
from {module} import fetch

async def use():
    await asyncio.to_thread(fetch)
"""
FETCH = "import requests\n\ndef fetch():\n    requests.get('url')\n"


def write(root: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


def target(file: Path, text: str | None = None) -> tuple[str | None, tuple[str, ...]]:
    """Return what the one offload of a file runs, and what that does."""
    (site,) = sites(Source(str(file), file.read_text(encoding="utf-8") if text is None else text), Workspace())
    return site.target, site.does


PACKAGE = ["shop/__init__.py", "shop/http.py"]
SOURCE = [f"src/{name}" for name in PACKAGE]
PART = ["libs/core/pyproject.toml", "libs/core/src/core/__init__.py", "libs/core/src/core/http.py"]
CHECKOUT = ["my-shop/__init__.py", *(f"my-shop/{name}" for name in PACKAGE)]
DOCKER = ["shop/__init__.py", "shop/docker/http.py", "shop/docker/more.py"]


@pytest.mark.parametrize(
    ("files", "use", "module"),
    [
        pytest.param(PACKAGE, "shop/use.py", "shop.http", id="a package"),
        pytest.param(SOURCE, "src/shop/use.py", "shop.http", id="src"),
        pytest.param(SOURCE, "tests/use.py", "shop.http", id="beside src"),
        pytest.param(PACKAGE[1:], "shop/use.py", "shop.http", id="a namespace package"),
        pytest.param([PACKAGE[0], "shop/parts/http.py"], "shop/use.py", "shop.parts.http", id="a namespace inside"),
        pytest.param(DOCKER, "shop/use.py", "shop.docker.http", id="a namespace named as a distribution"),
        pytest.param(PART, "libs/app/app/use.py", "core.http", id="a monorepo's other part"),
        pytest.param(CHECKOUT, "my-shop/shop/use.py", "shop.http", id="a checkout that holds __init__.py"),
        pytest.param(["scripts/http_calls.py"], "scripts/use.py", "http_calls", id="scripts"),
    ],
)
def test_modules_are_found_and_named(tmp_path: Path, files: list[str], use: str, module: str) -> None:
    texts = {each: FETCH if Path(each).name.startswith("http") else "" for each in files}
    more = {each: "import docker\nfrom docker.models import images\n" for each in files if each.endswith("more.py")}
    write(tmp_path, {"pyproject.toml": "", ".git/HEAD": "", **texts, **more, use: USE.format(module=module)})
    assert target(tmp_path / use) == (f"{module}.fetch", ("requests.get",))


def test_a_package_in_a_folder_of_its_name_is_no_namespace_of_itself(tmp_path: Path) -> None:
    package = tmp_path / "shop" / "shop"
    own = "from shop.shop_tools import anything\n"
    write(package, {"__init__.py": own, "http.py": FETCH, "use.py": USE.format(module="shop.http")})
    assert target(package / "use.py")[0] == "shop.http.fetch"


def test_a_package_may_import_itself_by_its_name(tmp_path: Path) -> None:
    use = USE.format(module="shop").replace("fetch", "http").replace("(http)", "(http.fetch)")
    write(tmp_path, {"shop/__init__.py": "from shop import http\n", "shop/http.py": FETCH, "use.py": use})
    assert target(tmp_path / "use.py") == ("shop.http.fetch", ("requests.get",))


def test_a_folder_of_scripts_is_not_the_package_of_its_name(tmp_path: Path) -> None:
    use = USE.format(module="docker").replace("fetch", "from_env")
    files = {"docker/tools/build.py": FETCH, "docker/run.py": "", "shop/__init__.py": "", "shop/use.py": use}
    write(tmp_path, {"pyproject.toml": "", **files})
    assert target(tmp_path / "shop" / "use.py")[0] == "docker.from_env"
    asked = USE.format(module="docker.tools").replace("fetch", "build").replace("(build)", "(build.fetch)")
    assert target(tmp_path / "shop" / "use.py", asked)[1] == ("requests.get",)


def test_text_that_is_not_saved_is_named_by_its_place(tmp_path: Path) -> None:
    write(tmp_path, {"pyproject.toml": "", "shop/__init__.py": "", "shop/http.py": FETCH, "shop/use.py": ""})
    assert target(tmp_path / "shop" / "use.py", USE.format(module="shop.http"))[0] == "shop.http.fetch"


def test_standard_input_without_a_name_is_read_alone() -> None:
    text = FETCH + "\nimport asyncio\n\nasync def use():\n    await asyncio.to_thread(fetch)\n"
    (site,) = sites(Source("stdin", text), Workspace())
    assert (site.target, site.does) == ("stdin.fetch", ("requests.get",))


def test_a_module_is_parsed_once_until_its_file_changes(tmp_path: Path) -> None:
    write(tmp_path, {"pyproject.toml": "", "shop.py": FETCH})
    project = Workspace().project
    module = project.load(tmp_path / "shop.py")
    assert module is project.load(tmp_path / "shop.py")
    assert project.unchanged()
    os.utime(tmp_path / "shop.py", ns=(1, 1))
    assert not project.unchanged()
