"""Real clients: flake8's worker processes, an editor's language server, pre-commit."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import OFFLOAD

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_flake8_gives_the_same_from_every_kind_of_worker(method: str, tmp_path: Path) -> None:
    for number in range(4):
        (tmp_path / f"app{number}.py").write_text(OFFLOAD, encoding="utf-8")
    code = (
        f"import multiprocessing; multiprocessing.set_start_method({method!r});"
        "from flake8.main.cli import main; raise SystemExit(main(['--isolated', '--select=ASO', '-j2', '.']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.stderr == ""
    found = [line.split(": ")[0] for line in done.stdout.splitlines()]
    assert sorted(found) == [f"./app{number}.py:6:11" for number in range(4)]


class Editor:
    """As much of an editor as a language server needs to see."""

    def __init__(self, folder: Path) -> None:
        environ = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
        self.uri = folder.as_uri()
        self.server = subprocess.Popen(
            [sys.executable, "-m", "pylsp"],
            cwd=folder,
            env=environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def send(self, method: str, parameters: object, number: int | None = None) -> None:
        message = {"jsonrpc": "2.0", "method": method, "params": parameters}
        body = json.dumps(message if number is None else {**message, "id": number}).encode()
        assert self.server.stdin
        self.server.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self.server.stdin.flush()

    def messages(self) -> Iterator[dict[str, Any]]:
        assert self.server.stdout
        while header := self.server.stdout.readline():
            size = int(header.split(b":")[1])
            while self.server.stdout.readline().strip():
                pass
            yield json.loads(self.server.stdout.read(size))

    def start(self) -> None:
        self.send("initialize", {"processId": os.getpid(), "rootUri": self.uri, "capabilities": {}}, 1)
        next(message for message in self.messages() if message.get("id") == 1)
        plugins = {"flake8": {"enabled": True}, "pyflakes": {"enabled": False}, "pycodestyle": {"enabled": False}}
        self.send("workspace/didChangeConfiguration", {"settings": {"pylsp": {"plugins": plugins}}})

    def diagnosed(self, name: str, text: str) -> list[dict[str, Any]]:
        uri = f"{self.uri}/{name}"
        document = {"uri": uri, "languageId": "python", "version": 1, "text": text}
        self.send("textDocument/didOpen", {"textDocument": document})
        told = next(
            message["params"]["diagnostics"]
            for message in self.messages()
            if message.get("method") == "textDocument/publishDiagnostics" and message["params"]["uri"] == uri
        )
        return [one for one in told if str(one["code"]).startswith("ASO")]


@pytest.fixture
def editor(tmp_path: Path) -> Iterator[Editor]:
    if importlib.util.find_spec("pylsp") is None:
        pytest.skip("python-lsp-server is not installed: pip install -e '.[clients]'")
    opened = Editor(tmp_path)
    try:
        yield opened
    finally:
        opened.server.kill()
        opened.server.communicate()


def test_an_editor_shows_unsaved_text_at_the_right_characters(editor: Editor, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("", encoding="utf-8")
    editor.start()
    (one,) = editor.diagnosed("app.py", OFFLOAD)
    assert (one["code"], one["source"]) == ("ASO103", "flake8")
    assert one["range"]["start"] == {"line": 5, "character": 10}
    (one,) = editor.diagnosed("non_ascii.py", OFFLOAD.replace("    await", '    "äöü€"; await'))
    assert one["range"]["start"] == {"line": 5, "character": 18}
    assert editor.diagnosed("half_written.py", OFFLOAD + "def (") == []


INDEX = pytest.mark.skipif(
    bool(os.environ.get("ASO_OFFLINE")), reason="ASO_OFFLINE is set: builds an environment from the index"
)


@INDEX
@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="pre-commit takes hooks from a repository")
def test_pre_commit_runs_every_hook(tmp_path: Path) -> None:
    sample = tmp_path / "sample"
    sample.mkdir()
    (sample / "app.py").write_text(OFFLOAD, encoding="utf-8")
    (sample / "async-offload.toml").write_text("version = 1\n\n\n[policy]\n", encoding="utf-8")
    tool = tmp_path / "tool"  # what is committed, not what is being written
    for command in (["git", "clone", "-q", str(ROOT), str(tool)], ["git", "init", "-q"], ["git", "add", "."]):
        subprocess.run(command, cwd=sample, check=True)
    tried = [sys.executable, "-m", "pre_commit", "try-repo", str(tool), "--all-files"]
    environ = {**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "home")}
    done = subprocess.run(tried, cwd=sample, env=environ, capture_output=True, text=True, check=False, timeout=600)
    ended = dict(re.findall(r"^(.+?)\.{3,}(Passed|Failed)$", done.stdout, re.MULTILINE))
    assert ended == {
        "flake8 --select=ASO": "Failed",
        "async-offload check": "Failed",
        "async-offload fmt": "Failed",
    }, done.stdout + done.stderr
    assert done.stdout.count("\napp.py:6:11: ASO103 ") == 2
    assert (sample / "async-offload.toml").read_text(encoding="utf-8") == "version = 1\n\n[policy]\n"


def filled(text: str, given: dict[str, str]) -> str:
    """Return a value of the action with its inputs in place, as GitHub's runner puts them."""
    return re.sub(r"\$\{\{ inputs\.(\w+) \}\}", lambda found: given[found[1]], text)


@INDEX
def test_the_action_annotates_writes_reports_and_fails(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(OFFLOAD, encoding="utf-8")
    action = import_module("yaml").safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    given = {name: one["default"] for name, one in action["inputs"].items()}
    given |= {"sarif": "found.sarif", "audit": "audit.html", "python": sys.executable}
    runner = {
        "RUNNER_TEMP": str(tmp_path / "runner"),
        "GITHUB_ACTION_PATH": str(ROOT),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
    }
    ended = []
    for step in action["runs"]["steps"]:
        own = {name: filled(value, given) for name, value in step.get("env", {}).items()}
        script = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        environ = {**os.environ, **runner, **own}
        done = subprocess.run(
            script, cwd=tmp_path, env=environ, capture_output=True, text=True, check=False, timeout=600
        )
        ended.append((step["name"], done.returncode))
    assert ended == [("Install", 0), ("Write reports", 0), ("Check", 1)], done.stderr
    assert done.stdout.startswith("::warning file=app.py,line=6,endLine=6,col=11,endColumn=43,title=ASO103::")
    assert (tmp_path / "summary.md").read_text(encoding="utf-8").startswith("### async-offload: 1 finding\n")
    assert len(json.loads((tmp_path / "found.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]) == 1
    assert "asyncio.to_thread" in (tmp_path / "audit.html").read_text(encoding="utf-8")
