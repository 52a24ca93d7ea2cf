"""What can hide findings from somebody: each place is looked at, and said to be fine or how to cure it."""

from __future__ import annotations

import argparse
import configparser
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from flake8_async_offload import content
from flake8_async_offload.commands.configured import parsed

OURS: Final = "flake8-async-offload"
_CONFIGS: Final = ("setup.cfg", "tox.ini", ".flake8")
_OURS_IN_HOOK: Final = re.compile(rf"[\s\[\"',-]{OURS}(?P<pin>\s*[=<>~@][^\s,\]]*)?[\"'\s,\]]")


@dataclass(frozen=True, slots=True)
class Symptom:
    """One thing that was looked at; without a cure it is fine."""

    says: str
    cure: str = ""

    @property
    def line(self) -> str:
        """The line of the report."""
        return f"problem: {self.says}\n         {self.cure}" if self.cure else f"ok: {self.says}"


def all_of(here: Path, root: Path) -> Iterator[Symptom]:
    """Yield everything that was looked at, for flake8 as it would run in `here`."""
    yield from _flake8()
    yield from _configuration(here)
    yield from _settings(root)
    yield from _ledger(root)
    yield from _files(root)
    yield from _ruff(root)
    yield from _pre_commit(root)


def _flake8() -> Iterator[Symptom]:
    import flake8

    if flake8.__version_info__ < (7,):
        yield Symptom(f"flake8 {flake8.__version__} is too old", "pip install 'flake8>=7'")
    else:
        yield Symptom(f"flake8 {flake8.__version__}")
    command = shutil.which("flake8")
    if command is None:
        yield Symptom("no flake8 on PATH, which is the one that editors run", f"activate {sys.prefix}")
        return
    try:
        done = subprocess.run(
            [command, "--isolated", "--version"], capture_output=True, text=True, check=False, timeout=60
        )
    except (OSError, subprocess.SubprocessError) as error:
        yield Symptom(f"{command} does not run: {error}", f"install it again beside {OURS}")
        return
    if OURS in done.stdout:
        yield Symptom(f"the flake8 on PATH loads the plugin: {command}")
    else:
        yield Symptom(f"the flake8 on PATH does not load the plugin: {command}", f"install {OURS} where that one is")


def _configuration(here: Path) -> Iterator[Symptom]:
    """Yield what the flake8 configuration found from a folder upwards says of our codes."""
    from flake8.exceptions import EarlyQuit, ExecutionError
    from flake8.options.config import load_config
    from flake8.plugins.finder import find_plugins, parse_plugin_options

    try:
        config, folder = load_config(None, [], isolated=False)
        options = parsed([])
        config.remove_section("flake8:local-plugins")  # the project's code, which is not loaded
        find_plugins(config, parse_plugin_options(config, folder, enable_extensions=None, require_plugins=None))
    except (ExecutionError, EarlyQuit, SystemExit) as error:
        yield Symptom(f"flake8 cannot run here: {error}", "correct its configuration: `flake8 --version` says more")
        return
    name = next((str(Path(folder, name)) for name in _CONFIGS if _has_section(Path(folder, name))), "")
    yield Symptom(f"flake8 is configured in {name}" if name else "flake8 has no configuration here")
    yield from _selection(options)
    yield from _unknown(config, options)
    pyproject = here / "pyproject.toml"
    if "flake8" in _tool(pyproject) and not name:
        yield Symptom(f"{pyproject} has [tool.flake8], which flake8 never reads", "move it to setup.cfg or .flake8")


def _has_section(file: Path) -> bool:
    return file.is_file() and "[flake8" in file.read_text(encoding="utf-8", errors="replace")


def _selection(options: argparse.Namespace) -> Iterator[Symptom]:
    from flake8.style_guide import Decision, DecisionEngine, Ignored
    from flake8.utils import parse_files_to_codes_mapping

    from flake8_async_offload.rule import Reported
    from flake8_async_offload.rules import RULES

    engine = DecisionEngine(options)
    codes = [rule.code for rule in RULES if rule.reported is Reported.ON]
    hidden = [code for code in codes if engine.decision_for(code) is not Decision.Selected]
    if not hidden:
        yield Symptom("ASO codes are selected")
    elif any(engine.was_ignored(code) is Ignored.Explicitly for code in hidden):
        yield Symptom(f"ignored: {', '.join(hidden)}", "take them, or their beginnings, out of ignore or extend-ignore")
    else:
        listed = ",".join(options.select or ())
        yield Symptom(f"select = {listed} hides {', '.join(hidden)}", "add a line: extend-select = ASO")
    for file, ignored in parse_files_to_codes_mapping(options.per_file_ignores or ""):
        if ours := [code for code in ignored if code.startswith("ASO") or "ASO".startswith(code)]:
            yield Symptom(f"per-file-ignores leaves out {', '.join(ours)} in {file}, as you asked")


def _unknown(config: configparser.RawConfigParser, options: argparse.Namespace) -> Iterator[Symptom]:
    section = config["flake8"] if config.has_section("flake8") else {}
    known = sorted(name for name in vars(options) if name.startswith("aso_"))
    for key in section:
        if key.replace("-", "_").startswith("aso_") and key.replace("-", "_") not in known:
            keys = ", ".join(name.replace("_", "-") for name in known)
            yield Symptom(f"flake8 passes over an unknown key: {key}", f"write one of {keys}")


def _settings(root: Path) -> Iterator[Symptom]:
    from flake8_async_offload.catalog.catalogue import load
    from flake8_async_offload.catalog.error import CatalogueError
    from flake8_async_offload.settings import SettingsError, of_project

    try:
        load(of_project(root).catalog)
    except (SettingsError, CatalogueError) as error:
        yield Symptom("[tool.async-offload] cannot be used", str(error))
    else:
        yield Symptom("[tool.async-offload] in pyproject.toml is valid, or absent")


def _ledger(root: Path) -> Iterator[Symptom]:
    from flake8_async_offload.commands.deciding import ledger_path
    from flake8_async_offload.ledger.read import read

    try:
        path = ledger_path(root)
    except ValueError:  # said by the lines above
        return
    if not path.exists():
        yield Symptom(f"no ledger at {path}: nothing is answered by decisions")
        return
    ledger = read(path)
    wrong = [*ledger.errors, *(problem for record in ledger.decisions for problem in record.problems)]
    for problem in wrong:
        yield Symptom(f"{path}:{problem.line} answers nothing", problem.message)
    if not wrong:
        yield Symptom(f"the ledger is valid: {path}, decisions: {len(ledger.decisions)}")


def _files(root: Path) -> Iterator[Symptom]:
    from flake8.defaults import NOQA_FILE

    from flake8_async_offload.files import python_files
    from flake8_async_offload.words import may_offload

    files = python_files([root])
    texts = [(file, file.read_text(encoding="utf-8", errors="replace")) for file in files]
    mention = [(file, text) for file, text in texts if may_offload(text)]
    if not files:
        yield Symptom(f"no Python file below {root}", "look at exclude in the flake8 configuration, and at .gitignore")
    else:
        yield Symptom(f"Python files below {root}: {len(files)}, of which may offload: {len(mention)}")
    skipped = [str(file) for file, text in mention if any(map(NOQA_FILE.match, text.splitlines()))]
    if skipped:
        yield Symptom(
            f"`# flake8: noqa` skips {', '.join(skipped)}", "write `# noqa: CODE` behind single lines instead"
        )


def _ruff(root: Path) -> Iterator[Symptom]:
    table = _tool(root / "pyproject.toml").get("ruff", {})
    for name in ("ruff.toml", ".ruff.toml"):
        table = _toml(root / name) or table
    lint = {**table, **table.get("lint", {})}
    chosen = [code for key in ("select", "extend-select") for code in lint.get(key, ())]
    if any(code == "ALL" or code.startswith("RUF") for code in chosen):
        if any("ASO".startswith(code) for code in lint.get("external", ()) if code):
            yield Symptom("ruff knows that ASO is another linter's")
        else:
            cure = 'write external = ["ASO"] below [tool.ruff.lint]'
            yield Symptom("ruff --fix deletes `# noqa: ASO101` (RUF100, RUF102)", cure)


def _pre_commit(root: Path) -> Iterator[Symptom]:
    file = root / ".pre-commit-config.yaml"
    if not file.is_file():
        return
    text = file.read_text(encoding="utf-8", errors="replace")
    named = [match for match in _OURS_IN_HOOK.finditer(text) if not text[: match.start()].endswith(("id:", "/"))]
    if not named and re.search(r"id:\s*flake8\b", text) and OURS not in text:
        yield Symptom("pre-commit runs flake8 without the plugin", f"additional_dependencies: [{OURS}==VERSION]")
    elif any(match["pin"] is None for match in named):
        yield Symptom(f"{file.name} does not pin {OURS}: it is never upgraded", f"write {OURS}==VERSION")
    elif OURS in text:
        yield Symptom("pre-commit runs the plugin")


def _tool(pyproject: Path) -> dict[str, Any]:
    tool = _toml(pyproject).get("tool", {})
    return tool if isinstance(tool, dict) else {}


def _toml(file: Path) -> dict[str, Any]:
    try:
        return content.toml(content.of(file).decode())
    except (OSError, ValueError):
        return {}
