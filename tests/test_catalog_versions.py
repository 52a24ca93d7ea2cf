"""Which release a project uses: the nearest lock file, requirements, bounds, environment."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from flake8_async_offload.catalog.versions import is_older, locked_version

UV = """version = 1

[[package]]
name = "acme-sdk"
version = "1.4.2"
source = { registry = "r" }

[[package]]
name = "other"
version = "0.1"
"""
POETRY = '[[package]]\nname = "Acme.SDK"\nversion = "1.3"\ndescription = ""\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "app").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("file", "text", "version"),
    [
        ("uv.lock", UV, "1.4.2"),
        ("uv.lock", UV.replace("\n", "\r\n"), "1.4.2"),
        ("poetry.lock", POETRY, "1.3"),
        ("pdm.lock", POETRY, "1.3"),
        ("requirements.txt", "-r base.txt\n# acme-sdk==9\nAcme_SDK[async]==1.2  # why\n", "1.2"),
        ("requirements-dev.txt", 'acme-sdk>=1.1,<2 ; python_version > "3"\n', "1.1 or later"),
        ("requirements/base.txt", "acme-sdk ~= 1.5\n", "1.5 or later"),
        ("requirements.txt", "acme-sdk==1.*\n", "1"),
        ("requirements.txt", "acme-sdk<1\n", "0 or later"),
        ("requirements.txt", "acme-sdk==1.2.3 --hash=sha256:1\n", "1.2.3"),
        ("requirements.txt", "acme-sdk!=1.2\n", None),
        ("requirements.txt", "acme-sdk\n", None),
        ("requirements.txt", "acme-sdk-extras==3\n", None),
        ("requirements.txt", "acme-sdk @ https://acme.example/acme-9.zip\n", None),
        ("pyproject.toml", '[project]\ndependencies = ["acme-sdk>=1.6,!=1.6.1"]\n', "1.6 or later"),
        ("pyproject.toml", '[project.optional-dependencies]\nx = ["acme-sdk>=1.7"]\n', "1.7 or later"),
        ("pyproject.toml", '[dependency-groups]\nx = ["acme-sdk>=1.8", {include-group = "y"}]\n', "1.8 or later"),
        ("pyproject.toml", '[tool.poetry.dependencies]\npython = "^3.11"\nacme-sdk = "^1.9"\n', "1.9 or later"),
        ("pyproject.toml", '[tool.poetry.group.x.dependencies]\nacme-sdk = { version = "~1.9.1" }\n', "1.9.1 or later"),
        ("pyproject.toml", "dependencies = [", None),
        ("pyproject.toml", "project = 1\n", None),
        (".venv/lib/python3.12/site-packages/acme_sdk-2.0.dist-info/METADATA", "", "2.0"),
    ],
)
def test_where_a_version_stands(project: Path, file: str, text: str, version: str | None) -> None:
    path = project / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    assert locked_version(project / "app" / "main.py", "acme-sdk") == version


def test_the_nearest_folder_wins(project: Path) -> None:
    (project / "uv.lock").write_text(UV, encoding="utf-8")
    (project / "app" / "requirements.txt").write_text("acme-sdk==0.9\n", encoding="utf-8")
    assert locked_version(project / "app" / "main.py", "acme-sdk") == "0.9"
    assert locked_version(project, "acme-sdk") == "1.4.2"
    assert locked_version(project / "app", "other") == "0.1"


def test_a_lock_file_wins_in_its_folder(project: Path) -> None:
    (project / "uv.lock").write_text(UV, encoding="utf-8")
    (project / "pyproject.toml").write_text('[project]\ndependencies = ["acme-sdk>=1"]\n', encoding="utf-8")
    assert locked_version(project, "Acme_SDK") == "1.4.2"


def test_nothing_above_the_repository_tells(project: Path) -> None:
    inner = project / "inner"
    (inner / ".git").mkdir(parents=True)
    (project / "uv.lock").write_text(UV, encoding="utf-8")
    assert locked_version(inner, "acme-sdk") is None


def test_a_changed_lock_file_is_read_again(project: Path) -> None:
    lock = project / "uv.lock"
    lock.write_text(UV, encoding="utf-8")
    assert locked_version(project, "acme-sdk") == "1.4.2"
    lock.write_text(UV.replace("1.4.2", "1.5.0"), encoding="utf-8")
    os.utime(lock, (1, 1))
    assert locked_version(project, "acme-sdk") == "1.5.0"


def test_the_environment_tells_last(project: Path) -> None:
    assert locked_version(project, "flake8") is not None


@pytest.mark.parametrize(
    ("version", "than", "older"),
    [
        ("0.28.1", "1.0.0", True),
        ("1", "1.0.0", False),
        ("1.10", "1.9", False),
        ("2.0rc1", "2.0", False),
        ("1!0.5", "1", False),
        ("1.2 or later", "1.3", True),
        ("1.2.3+local", "1.2.4", True),
    ],
)
def test_order_of_releases(version: str, than: str, older: bool) -> None:
    assert is_older(version, than) is older
