"""The commands that write decisions, as a project meets them: its code changes, and the ledger follows."""

from __future__ import annotations

import argparse
import io
import json
import subprocess
import tomllib
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from flake8_async_offload.ledger.find import FILENAME
from flake8_async_offload.ledger.write import RefusedError

CODE = """\
import asyncio
import time

from markitdown import MarkItDown


async def wait():
    await asyncio.to_thread(time.sleep, 3)


async def convert(stream):
    converter = MarkItDown()
    one = await asyncio.to_thread(converter.convert_stream, stream)
    two = await asyncio.to_thread(converter.convert_stream, stream.rest)
    await asyncio.to_thread(time.sleep, 0)
    return one, two
"""
WAIT = {
    "path": "app/a.py",
    "function": "wait",
    "call": "asyncio.to_thread",
    "target": "time.sleep",
    "codes": ["ASO103"],
}
TODAY = "2026-03-01"


class Project:
    """A project with a file, and the commands run in it."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.root, self.capsys, self.monkeypatch = root, capsys, monkeypatch
        self.ledger = root / FILENAME
        self.code = root / "app" / "a.py"
        self.code.parent.mkdir()
        self.code.write_text(CODE)
        monkeypatch.chdir(root)
        monkeypatch.setenv("ASO_TODAY", TODAY)
        for command in (["git", "init", "-q"], ["git", "config", "user.email", "ada@example.com"]):
            subprocess.run(command, check=True)

    def run(self, name: str, *arguments: str, typed: Sequence[str] = (), terminal: bool = False) -> tuple[int, str]:
        """Return a command's exit status and what it printed."""
        command: Any = import_module(f"flake8_async_offload.commands.{name}")
        parser = argparse.ArgumentParser()
        command.configure(parser)
        typing = io.StringIO("".join(f"{line}\n" for line in typed))
        self.monkeypatch.setattr(typing, "isatty", lambda: terminal)
        self.monkeypatch.setattr("sys.stdin", typing)
        status: int = command.run(parser.parse_args(arguments))
        return status, self.capsys.readouterr().out

    @property
    def records(self) -> dict[tuple[str, str], dict[str, Any]]:
        found = tomllib.loads(self.ledger.read_text()).get("decision", [])
        return {(record["function"], record["target"].rpartition(".")[2]): record for record in found}

    def change(self, old: str, new: str) -> None:
        text = self.code.read_text()
        assert old in text
        self.code.write_text(text.replace(old, new))


@pytest.fixture
def project(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Project:
    return Project(tmp_path, capsys, monkeypatch)


def whole(record: dict[str, Any]) -> dict[str, Any]:
    return {name: str(value) for name, value in record.items() if name in ("reviewed-by", "reviewed-on", "expires")}


class TestReview:
    """Three calls are open: time.sleep in `wait`, two conversions as one, and time.sleep in `convert`."""

    accept = ("y", "", "low", "50 ms", "Short.", "", "")  # decision, risk, duration, reason, reviewer, expires

    def test_a_decision_is_asked_for_and_saved(self, project: Project) -> None:
        status, shown = project.run("review", typed=[*self.accept, "quit"])
        assert status == 1
        record = project.records["wait", "sleep"]
        assert {name: record[name] for name in WAIT} == WAIT
        assert (record["decision"], record["risk"], record["reason"]) == ("accepted", "low", "Short.")
        assert whole(record) == {"reviewed-by": "ada@example.com", "reviewed-on": TODAY, "expires": "2026-08-28"}
        assert "1 recorded, 2 open." in shown

    def test_the_reviewer_sees_five_lines_of_code_and_the_facts(self, project: Project) -> None:
        _, shown = project.run("review", typed=["quit"])
        assert "[1/3] app/a.py:8 in wait\n  ASO103 " in shown
        lines = [line for line in shown.splitlines() if " | " in f"{line} "]
        assert [line.split("|")[0].split()[-1] for line in lines] == ["6", "7", "8", "9", "10"]
        assert [line for line in lines if line.lstrip().startswith(">")] == [
            "  >     8 |     await asyncio.to_thread(time.sleep, 3)"
        ]
        assert "instead: await asyncio.sleep" in shown

    def test_the_last_answers_are_offered_again(self, project: Project) -> None:
        again = ("y", "", "", "", "", "", "")
        status, shown = project.run("review", typed=[*self.accept, *again, *again])
        assert (status, len(project.records)) == (0, 3)
        assert {record["reason"] for record in project.records.values()} == {"Short."}
        assert project.records["convert", "convert_stream"]["count"] == 2
        assert "app/a.py:13 in convert, and the same in line 14" in shown
        assert project.run("review") == (0, "Nothing is open.\n")

    def test_no_leaves_skip_asks_again_and_back_goes_back(self, project: Project) -> None:
        _, shown = project.run("review", typed=["n", "skip", "back", "n", "n", "n", "skip"])
        asked = [line.split()[1] for line in shown.splitlines() if line.startswith("[")]
        sleep, convert, zero = "app/a.py:8", "app/a.py:13", "app/a.py:15"
        assert asked == [sleep, convert, zero, convert, zero, convert]
        assert not project.ledger.exists()

    def test_what_a_locale_cannot_read_is_read_as_utf_8(self, project: Project) -> None:
        typed = "Gr\u00fcn.".encode().decode("ascii", "surrogateescape")
        project.run("review", typed=["y", "", "low", "50 ms", typed, "", "", "quit"])
        assert project.records["wait", "sleep"]["reason"] == "Gr\u00fcn."

    def test_the_end_of_input_keeps_what_was_saved(self, project: Project) -> None:
        status, _ = project.run("review", typed=[*self.accept, "y", "acc"])
        assert (status, list(project.records)) == (1, [("wait", "sleep")])

    def test_what_cannot_be_is_asked_again(self, project: Project) -> None:
        typed = ["maybe", "y", "mig", "", "OPS-1", "lowish", "low", "", "", "Later.", "", "soon", "2026-04-01"]
        _, shown = project.run("review", typed=typed)
        record = project.records["wait", "sleep"]
        assert (record["decision"], record["ticket"], record["reason"]) == ("migrate-later", "OPS-1", "Later.")
        assert str(record["expires"]) == "2026-04-01"
        assert "ticket must not be empty" in shown
        assert "risk must be one of none, low, medium, high" in shown
        assert "expires must be a date" in shown

    def test_a_fallen_decision_is_renewed_in_its_place(self, project: Project) -> None:
        project.run("review", typed=self.accept)
        before = project.ledger.read_text()
        project.ledger.write_text(before.replace("2026-08-28", "2026-02-28").replace("\n[[", "\n# why\n[["))
        _, shown = project.run("review", typed=["y", "", "", "", "", "", ""])
        assert "ASO902 decision expired" in shown
        assert project.ledger.read_text() == before.replace("\n[[", "\n# why\n[[")

    def test_the_policy_asks_for_more(self, project: Project) -> None:
        project.ledger.write_text('version = 1\n[policy]\nrequire = ["risk"]\nmax-validity-days = 30\n')
        typed = ["y", "", "", "low", "", "Short.", "", "2027-01-01", "y", "", "", "", "", "", ""]
        _, shown = project.run("review", typed=typed)
        assert "not recorded: valid for 306 days, the policy allows 30" in shown
        assert str(project.records["wait", "sleep"]["expires"]) == "2026-03-31"


class TestReviewWithoutAsking:
    def answers(self, project: Project, text: str) -> str:
        (project.root / "answers.toml").write_text(text)
        return "answers.toml"

    def test_answers_are_completed_from_the_code(self, project: Project) -> None:
        block = '[[decision]]\npath = "app/a.py"\nfunction = "wait"\ndecision = "accepted"\nreason = "Short."\n'
        other = '[[decision]]\ntarget = "markitdown.MarkItDown().convert_stream"\ndecision = "accepted"\nreason = "x"\n'
        status, shown = project.run("review", "--answers", self.answers(project, block + other))
        assert (status, shown) == (1, "2 recorded, 1 open.\n")
        assert {name: project.records["wait", "sleep"][name] for name in WAIT} == WAIT
        assert project.records["convert", "convert_stream"]["count"] == 2

    def test_of_several_calls_the_open_one_is_meant(self, project: Project) -> None:
        project.code.write_text(
            CODE
            + "\n\nasync def both():\n    await asyncio.to_thread(print)\n    await asyncio.to_thread(time.sleep, 3)\n"
        )
        block = '[[decision]]\nfunction = "both"\ndecision = "accepted"\nreason = "Short."\n'
        project.run("review", "--answers", self.answers(project, block))
        assert ("both", "sleep") in project.records

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("x = 1", r"write \[\[decision\]\] blocks"),
            ("x", r"answers.toml: .*line 1"),
            ('[[decision]]\nfunction = "gone"', "decision 1: 0 calls have function = 'gone'; name one by path"),
            ('[[decision]]\nfunction = "convert"', "decision 1: 2 calls have function = 'convert'; name one by path"),
            ('[[decision]]\nfunction = "wait"\n', "decision is missing; add it; reason is missing; add it"),
        ],
    )
    def test_all_answers_are_recorded_or_none(self, project: Project, text: str, said: str) -> None:
        good = '[[decision]]\nfunction = "wait"\ndecision = "accepted"\nreason = "Short."\n' if "[[" in text else ""
        with pytest.raises(RefusedError, match=said):
            project.run("review", "--answers", self.answers(project, f"{text}\n{good}"))
        assert not project.ledger.exists()

    def test_a_bulk_baseline_answers_nothing(self, project: Project) -> None:
        status, _ = project.run("review", "--bulk")
        assert (status, len(project.records)) == (1, 3)
        assert {record["reason"] for record in project.records.values()} == {"TODO"}
        assert "ASO905 decision incomplete" in project.run("review", typed=["quit"])[1]
        before = project.ledger.read_text()
        assert project.run("review", "--bulk")[0] == 0
        assert project.ledger.read_text() == before


class TestAdd:
    def test_a_decision_by_options(self, project: Project) -> None:
        options = ["--reason", "Short.", "--risk", "low", "--expires", "2026-05-01"]
        assert project.run("add", "app/a.py::wait", *options)[0] == 0
        record = project.records["wait", "sleep"]
        assert {name: record[name] for name in WAIT} == WAIT
        assert (record["decision"], record["risk"], str(record["expires"])) == ("accepted", "low", "2026-05-01")

    def test_the_path_may_be_relative_to_where_one_stands(self, project: Project) -> None:
        project.ledger.write_text("version = 1\n")
        project.monkeypatch.chdir(project.root / "app")
        project.run("add", "a.py::wait", "--reason", "Short.")
        assert list(project.records) == [("wait", "sleep")]

    def test_on_a_terminal_the_rest_is_asked(self, project: Project) -> None:
        project.run("add", "app/a.py::wait", typed=["", "", "", "Short.", "", ""], terminal=True)
        assert project.records["wait", "sleep"]["reason"] == "Short."

    def test_one_of_several_calls_is_named_by_its_target(self, project: Project) -> None:
        with pytest.raises(
            RefusedError, match=r"is not one call; there is(?s:.)*::convert --target time.sleep"
        ) as error:
            project.run("add", "app/a.py::convert", "--reason", "Short.")
        assert "--target 'markitdown.MarkItDown().convert_stream'" in str(error.value)
        project.run("add", "app/a.py::convert", "--target", "time.sleep", "--reason", "Short.")
        project.run("add", "app/a.py::convert", "--reason", "Rare.")  # the one that is still open
        assert set(project.records) == {("convert", "sleep"), ("convert", "convert_stream")}

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["app/a.py::wait"], "reason is missing; add it"),
            (["app/a.py::wait", "--reason", "TODO"], "reason is still to be written; write it"),
            (["app/a.py::wait", "--reason", "x", "--decision", "later"], "decision must be one of accepted"),
            (["app/a.py::wait", "--reason", "x", "--decision", "migrate-later"], "ticket is missing; add it"),
            (["app/b.py::wait", "--reason", "x"], "no offload is known in that file"),
        ],
    )
    def test_what_is_no_decision_is_refused(self, project: Project, arguments: list[str], said: str) -> None:
        with pytest.raises(RefusedError, match=said):
            project.run("add", *arguments)
        assert not project.ledger.exists()


@pytest.fixture
def decided(project: Project) -> Project:
    """Give a project with a decision on each call, until the first of April."""
    answers = project.root / "answers.toml"
    block = (
        '[[decision]]\nfunction = "{}"\ntarget = "{}"\ndecision = "accepted"\nreason = "Short."\nexpires = 2026-04-01\n'
    )
    converting = "markitdown.MarkItDown().convert_stream"
    calls = [("wait", "time.sleep"), ("convert", converting), ("convert", "time.sleep")]
    answers.write_text("".join(block.format(*call) for call in calls))
    assert project.run("review", "--answers", "answers.toml") == (0, "3 recorded, 0 open.\n")
    answers.unlink()
    return project


class TestRenew:
    def test_what_ends_soon_holds_as_long_again(self, decided: Project) -> None:
        decided.monkeypatch.setenv("ASO_TODAY", "2026-03-10")
        assert decided.run("renew", "--expiring") == (0, "")  # 22 days before
        decided.monkeypatch.setenv("ASO_TODAY", "2026-03-11")
        subprocess.run(["git", "config", "user.email", "grace@example.com"], check=True)
        status, shown = decided.run("renew", "--expiring")
        assert (status, shown.count("renewed until 2026-04-11: ")) == (0, 3)
        renewed = {"reviewed-by": "grace@example.com", "reviewed-on": "2026-03-11", "expires": "2026-04-11"}
        assert [whole(record) for record in decided.records.values()] == [renewed] * 3

    def test_what_is_no_decision_is_not_renewed(self, decided: Project) -> None:
        decided.ledger.write_text(decided.ledger.read_text().replace("Short.", "TODO", 1))
        status, shown = decided.run("renew", "--expiring", "--expires", "2026-06-01")
        assert (status, shown.count("not renewed"), shown.count("renewed until 2026-06-01")) == (0, 0, 0)
        decided.monkeypatch.setenv("ASO_TODAY", "2026-03-31")
        status, shown = decided.run("renew", "--expiring", "--expires", "2026-06-01")
        assert (status, shown.count("not renewed"), shown.count("renewed until 2026-06-01")) == (1, 1, 2)

    def test_a_changed_call_is_looked_at_and_renewed_by_name(self, decided: Project) -> None:
        decided.change("time.sleep, 3", "time.sleep, 4")
        decided.change("stream.rest)", "stream.rest)\n    await asyncio.to_thread(converter.convert_stream, one)")
        _, shown = decided.run("review", typed=["quit"])
        assert "ASO908 call changed since review" in shown
        assert decided.run("renew", "--expiring", "--expires", "2026-05-01")[0] == 0
        assert decided.run("review", typed=["quit"])[0] == 1, "time alone must not renew a changed call"
        decided.run("renew", "app/a.py::wait")
        decided.run("renew", "app/a.py::convert", "--target", "markitdown.MarkItDown().convert_stream")
        assert decided.records["convert", "convert_stream"]["count"] == 3
        assert decided.run("review") == (0, "Nothing is open.\n")

    def test_what_was_never_decided_is_not_renewed(self, project: Project) -> None:
        with pytest.raises(RefusedError, match=r"there is no decision about app/a.py::wait"):
            project.run("renew", "app/a.py::wait")


class TestRelocate:
    def renamed(self, project: Project) -> None:
        project.change("async def wait", "async def pause")

    def moved(self, project: Project) -> None:
        project.code = project.code.rename(project.root / "app" / "b.py")

    def both(self, project: Project) -> None:
        self.renamed(project)
        self.moved(project)

    def otherwise(self, project: Project) -> None:
        project.change(
            "asyncio.to_thread(time.sleep, 3)", "asyncio.get_running_loop().run_in_executor(None, time.sleep, 3)"
        )

    @pytest.mark.parametrize("how", [renamed, moved, both, otherwise])
    def test_a_decision_finds_its_call_again(self, decided: Project, how: Callable[[Any, Project], None]) -> None:
        how(self, decided)
        assert decided.run("review", typed=["quit"])[0] == 1
        assert decided.run("relocate")[0] == 1  # nobody was there to agree
        status, shown = decided.run("relocate", "--yes")
        assert (status, "  -> app/" in shown) == (0, True)
        assert decided.run("relocate", "--yes") == (0, "")

    def test_it_asks(self, decided: Project) -> None:
        self.renamed(decided)
        assert decided.run("relocate", typed=["n"], terminal=True)[0] == 1
        assert ("pause", "sleep") not in decided.records
        assert decided.run("relocate", typed=["y"], terminal=True)[0] == 0
        assert ("pause", "sleep") in decided.records

    def test_two_calls_that_it_can_have_meant_are_left_to_people(self, decided: Project) -> None:
        self.renamed(decided)
        again = "async def again():\n    await asyncio.to_thread(time.sleep, 3)\n\n\n"
        decided.change("async def convert", f"{again}async def convert")
        status, shown = decided.run("relocate", "--yes")
        assert status == 1
        assert "no call, or more than one, that it can have meant" in shown
        assert ("wait", "sleep") in decided.records

    def test_another_target_is_never_believed_of_a_call_that_reads_otherwise(self, decided: Project) -> None:
        decided.change("asyncio.to_thread(time.sleep, 3)", "asyncio.to_thread(MarkItDown().convert, 3)")
        assert decided.run("relocate", "--yes")[0] == 1
        assert ("wait", "sleep") in decided.records


class TestPrune:
    def test_a_decision_without_its_call_goes(self, decided: Project) -> None:
        decided.change("    await asyncio.to_thread(time.sleep, 0)\n", "")
        status, shown = decided.run("prune")
        assert (status, shown.count("dropped: ")) == (0, 1)
        assert ("convert", "sleep") not in decided.records
        assert decided.run("prune") == (0, "")

    def test_a_file_that_cannot_be_read_keeps_its_decisions(self, decided: Project) -> None:
        before = decided.ledger.read_text()
        decided.code.write_text(f"{CODE}def (:\n")
        assert decided.run("prune") == (0, "")
        assert decided.ledger.read_text() == before

    def test_a_file_that_the_run_leaves_out_keeps_its_decisions(self, decided: Project) -> None:
        (decided.root / ".gitignore").write_text("app/\n")
        assert decided.run("prune") == (0, "")
        assert len(decided.records) == 3

    def test_wherever_it_is_started(self, decided: Project) -> None:
        (decided.root / "other").mkdir()
        decided.monkeypatch.chdir(decided.root / "other")
        assert decided.run("prune") == (0, "")
        decided.code.unlink()
        assert decided.run("prune")[1].count("dropped: ") == 3

    def test_a_pattern_goes_when_nothing_fits_it(self, decided: Project) -> None:
        text = decided.ledger.read_text()
        block = text[text.index("[[") :].partition("\n\n")[0]
        pattern = block.replace('path = "app/a.py"', 'path = "{}"\nmatch = "glob"')
        decided.ledger.write_text(f"{text}\n{pattern.format('app/**')}\n\n{pattern.format('lib/**')}\n")
        assert "lib/**" in decided.run("prune")[1]
        assert '"app/**"' in decided.ledger.read_text()

    def test_an_inner_ledger_answers_for_its_own_folder(self, decided: Project) -> None:
        (decided.root / "app" / FILENAME).write_text("version = 1\n")
        before = decided.ledger.read_text()
        assert decided.run("prune")[1].count("dropped: ") == 3, before


class TestFormat:
    def test_the_form_is_checked_and_made(self, decided: Project) -> None:
        assert decided.run("fmt", "--check") == (0, "")
        before = decided.ledger.read_text()
        decided.ledger.write_text(before.replace("\n\n", "\n\n\n").replace("path =", "  path="))
        status, shown = decided.run("fmt", "--check")
        assert (status, shown) == (1, f"{decided.ledger}: would be changed by async-offload fmt\n")
        assert decided.run("fmt") == (0, f"{decided.ledger}: formatted\n")
        assert decided.ledger.read_text() == before

    @pytest.mark.parametrize("content", [b"version = 2\n", b"\xff", None])
    @pytest.mark.parametrize("options", [[], ["--check"]])
    def test_what_is_no_ledger_ends_with_2(self, project: Project, content: bytes | None, options: list[str]) -> None:
        if content is not None:
            project.ledger.write_bytes(content)
        assert project.run("fmt", *options, FILENAME)[0] == 2


def test_a_broken_ledger_stops_every_command_that_writes(project: Project) -> None:
    project.ledger.write_text("version = 1\nx =\n")
    for name, *arguments in (["review"], ["prune"], ["relocate"], ["renew", "--expiring"], ["add", "app/a.py::wait"]):
        with pytest.raises(RefusedError, match=r"async-offload.toml:2: is not TOML"):
            project.run(name, *arguments)
    assert project.ledger.read_text() == "version = 1\nx =\n"


def test_the_schema_is_printed(project: Project) -> None:
    status, shown = project.run("ledger", "schema")
    assert (status, json.loads(shown)["properties"]["version"]["const"]) == (0, 1)
