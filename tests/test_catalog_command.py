"""`async-offload catalog list`, `show`, `twin` and `schema`, as people and scripts ask them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

OWN = 'distribution = "acme"\nsince = "2.0"\n[twins]\n"acme.Client().**" = "acme.AsyncClient().**"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "offload").mkdir()
    (tmp_path / "offload" / "acme.toml").write_text(OWN, encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text('[tool.async-offload]\ncatalog = ["offload/*.toml"]\n', encoding="utf-8")
    return tmp_path


def ask(folder: Path, *words: str, lines: bytes = b"", status: int = 0) -> str:
    command = [sys.executable, "-m", "flake8_async_offload", "catalog", *words]
    done = subprocess.run(command, input=lines, capture_output=True, cwd=folder, check=False, timeout=60)
    assert done.returncode == status, done.stderr
    return (done.stderr if status else done.stdout).decode()


def test_the_projects_own_files_are_known(folder: Path) -> None:
    assert any(line.split() == ["acme", "2.0", "itself", "acme.toml"] for line in ask(folder, "list").splitlines())
    assert ask(folder, "show", "Acme") == OWN
    assert json.loads(ask(folder, "twin", "acme.Client().get"))["twin"]["name"] == "acme.AsyncClient().get"


def test_a_family_is_shown_by_the_name_of_each_of_its_distributions(folder: Path) -> None:
    family = 'parts = ["acme-billing"]\n' + OWN.replace('"acme"', '"acme-core"')
    (folder / "offload" / "acme.toml").write_text(family, encoding="utf-8")
    assert ask(folder, "show", "acme-billing") == family


def test_a_glob_names_files_as_in_the_settings(folder: Path) -> None:
    words = ("--catalog", str(folder / "off*" / "*.toml"))
    assert ask(folder.parent, *words, "show", "acme") == OWN
    assert json.loads(ask(folder.parent, *words, "twin", "acme.Client().get"))["twin"]["since"] == "2.0"


def test_what_is_wrong_with_a_file_is_said(folder: Path) -> None:
    (folder / "offload" / "acme.toml").write_text('distribution = "acme"\ntwin = 1\n', encoding="utf-8")
    for words in (("list",), ("show", "acme"), ("twin", "acme.Client().get")):
        assert "acme.toml:2: unknown key 'twin', did you mean 'twins'?" in ask(folder, *words, status=2)
    assert "no such file" in ask(folder, "--catalog", "gone.toml", "list", status=2)


def test_an_unknown_distribution(folder: Path) -> None:
    assert ask(folder, "show", "acmee", status=2) == "acmee: not in the catalogue\n"


def test_each_line_has_one_answer(folder: Path) -> None:
    names = [
        b"acme.Client().get",
        b"  time.sleep\r",
        b"not a name",
        b"",
        b"\xff\xfe.get",
        b"().().",
        b"..",
        b"{a,b}.**",
        b"acme." + b"a." * 300 + b"get",
        b'boto3.client("s3", region_name=str("x")).put_object',
    ]
    answers = [json.loads(line) for line in ask(folder, "twin", "--stdin", lines=b"\n".join(names)).splitlines()]
    assert len(answers) == len(names) - 1  # the empty line asks nothing
    assert all(set(answer) == {"name", "twin", "work", "duration"} for answer in answers)
    assert answers[1] == answers[1] | {"name": "time.sleep", "work": "stdlib-twin"}
    assert answers[2] == {"name": "not a name", "twin": None, "work": "unknown", "duration": "unknown"}
    assert answers[-1]["twin"]["name"] == "aioboto3.Session().client().put_object"


@pytest.mark.parametrize(
    ("name", "expression"),
    [
        ("openai.OpenAI().models.list", "await openai.AsyncOpenAI().models.list(...)"),
        ("modal.Sandbox.list", "async for ... in modal.Sandbox.list.aio(...)"),
        (
            "runpod.Endpoint().run_sync",
            "job = await runpod.AsyncioEndpoint(id, session).run(input); await job.output()",
        ),
    ],
)
def test_a_form_is_told_as_one_would_write_it(tmp_path: Path, name: str, expression: str) -> None:
    assert json.loads(ask(tmp_path, "twin", name))["twin"]["expression"] == expression


def test_thousands_of_names_are_answered_at_once(folder: Path) -> None:
    names = [f"openai.OpenAI().chat.completions.create{number}" for number in range(5000)]
    answers = ask(folder, "twin", "--stdin", lines="\n".join(names).encode()).splitlines()
    assert [json.loads(line)["name"] for line in answers] == names


def test_the_schema_is_json(folder: Path) -> None:
    assert json.loads(ask(folder, "schema"))["properties"]["twins"]
