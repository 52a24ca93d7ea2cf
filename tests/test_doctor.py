"""`async-offload doctor`: each way to see no findings is told apart, with its cure."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from flake8_async_offload.commands import doctor, symptoms

Problems = Callable[..., dict[str, str]]


@pytest.fixture
def problems(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Problems:
    """Returns the problems of a project that some files make, each with its cure."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path.parent))
    monkeypatch.setattr(symptoms, "_flake8", lambda: iter(()))
    (tmp_path / "app.py").write_text("import asyncio\nasyncio.to_thread\n", encoding="utf-8")

    def found(**files: str) -> dict[str, str]:
        for name, text in files.items():
            (tmp_path / NAMES[name]).write_text(text, encoding="utf-8")
        return {one.says: one.cure for one in symptoms.all_of(tmp_path, tmp_path) if one.cure}

    return found


NAMES = {
    "flake8": ".flake8",
    "pyproject": "pyproject.toml",
    "ledger": "async-offload.toml",
    "precommit": ".pre-commit-config.yaml",
    "ruff": "ruff.toml",
    "code": "app.py",
}
PRE_COMMIT = "repos:\n- repo: https://github.com/PyCQA/flake8\n  hooks:\n  - id: flake8\n"
GOOD = {
    "flake8": "[flake8]\nextend-select = ASO\naso-enable = ASO104\n",
    "pyproject": '[tool.async-offload]\n[tool.ruff.lint]\nselect = ["RUF"]\nexternal = ["ASO"]\n',
    "ledger": "version = 1\n",
    "precommit": f"{PRE_COMMIT}    additional_dependencies: [flake8-async-offload==0.1.0]\n",
}


def test_a_good_set_up_has_no_problem(problems: Problems) -> None:
    assert problems(**GOOD) == {}


@pytest.mark.parametrize(
    ("files", "says", "cure"),
    [
        ({"flake8": "[flake8]\nselect = E,F,W\n"}, "select = E,F,W hides ASO101", "extend-select = ASO"),
        ({"flake8": "[flake8]\nignore = A\n"}, "ignored: ASO101", "out of ignore"),
        ({"flake8": "[flake8]\nextend-ignore = ASO103\n"}, "ignored: ASO103", "out of ignore"),
        ({"flake8": "[flake8]\naso-enabel = ASO\n"}, "unknown key: aso-enabel", "aso-enable"),
        ({"flake8": "[flake8]\naso-enable = X\n"}, "flake8 cannot run here", "correct"),
        ({"flake8": "[flake8]\nrequire-plugins = flake8-nothing\n"}, "flake8-nothing", "correct"),
        ({"flake8": "[flake8]\nexclude = *.py\n"}, "no Python file below", "exclude"),
        ({"pyproject": "[tool.flake8]\n"}, "[tool.flake8], which flake8 never reads", "setup.cfg"),
        ({"pyproject": "[tool.async-offload]\nenabel = []\n"}, "cannot be used", "unknown key 'enabel'"),
        ({"pyproject": '[tool.ruff.lint]\nselect = ["ALL"]\n'}, "ruff --fix deletes", "external"),
        ({"ruff": '[lint]\nextend-select = ["RUF100"]\n'}, "ruff --fix deletes", "external"),
        ({"ledger": "version = 2\n"}, "async-offload.toml:1 answers nothing", "version must be 1"),
        ({"precommit": PRE_COMMIT}, "without the plugin", "additional_dependencies"),
        (
            {"precommit": f"{PRE_COMMIT}    additional_dependencies: [flake8-async-offload]\n"},
            "does not pin",
            "==VERSION",
        ),
        ({"code": "# flake8: noqa\nimport asyncio\nasyncio.to_thread\n"}, "flake8: noqa` skips", "# noqa: CODE"),
    ],
    ids=str,
)
def test_each_problem_is_told_with_its_cure(files: dict[str, str], says: str, cure: str, problems: Problems) -> None:
    found = problems(**files)
    assert len(found) == 1, found
    assert says in next(iter(found))
    assert cure in next(iter(found.values()))


def test_what_is_left_out_of_some_files_is_told(problems: Problems, tmp_path: Path) -> None:
    assert problems(flake8="[flake8]\nper-file-ignores =\n  tests/*: ASO1, E501\n") == {}
    told = [one.line for one in symptoms.all_of(tmp_path, tmp_path)]
    assert "ok: per-file-ignores leaves out ASO1 in tests/*, as you asked" in told


def test_its_status_says_whether_there_is_a_problem(
    problems: Problems, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    problems(**GOOD)
    assert doctor.run(None) == 0  # type: ignore[arg-type]
    problems(ledger="version = 2\n")
    assert doctor.run(None) == 1  # type: ignore[arg-type]
    assert "problem: " in capsys.readouterr().out


def test_the_flake8_on_the_path_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command = tmp_path / "flake8"
    command.write_text("#!/bin/sh\necho 7.0.0 mccabe: 0.7.0\n", encoding="utf-8")
    command.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert any("does not load the plugin" in one.says for one in symptoms._flake8())
    command.unlink()
    assert any("no flake8 on PATH" in one.says for one in symptoms._flake8())
