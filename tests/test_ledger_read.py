"""What a ledger may hold, and what it says of itself when it holds something else."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flake8_async_offload.ledger import read as reader
from flake8_async_offload.ledger.find import FILENAME, find
from flake8_async_offload.ledger.read import parse, read
from flake8_async_offload.ledger.record import Ledger

WHOLE = """\
#:schema https://example.com/async-offload-1.json
version = 1

[policy]                                  # all optional
require = ["duration", "risk", "expires"]
max-validity-days = 365
warn-before-days = 14

[pools.default]
workers = 20

[[decision]]
path = "gateway/document/markitdown.py"
function = "extract"
call = "asyncio.to_thread"
target = "markitdown.MarkItDown().convert_stream"
codes = ["ASO201"]
decision = "accepted"
duration = "p50 2 s, p99 40 s"
risk = "medium"
calls-at-once = 4
duration-seconds = 2.0
reason = "Fallback path, under 5 a day; the default pool copes."
reviewed-by = "ada@example.com"
reviewed-on = 2026-02-07
expires = 2026-08-07
seen = "v1:5b1f0c9a2e"

[[decision]]
path = "tests/**"
match = "glob"
call = "*"
codes = ["ASO"]
decision = "accepted"
duration = "short"
risk = "none"
reason = "Tests may block."
reviewed-by = "ada@example.com"
reviewed-on = 2026-02-07
expires = 2026-08-07
"""
RECORD = """\
[[decision]]
path = "a.py"
function = "f"
call = "asyncio.to_thread"
target = "time.sleep"
codes = ["ASO103"]
decision = "accepted"
reason = "Short."
reviewed-by = "ada@example.com"
reviewed-on = 2026-02-07
"""


def ledger(text: str | bytes) -> Ledger:
    return parse(text.encode() if isinstance(text, str) else text, Path("/project") / FILENAME)


def errors(text: str | bytes) -> list[str]:
    return [f"{error.line}: {error.message}" for error in ledger(text).errors]


def problems(text: str) -> list[str]:
    found = ledger(text)
    assert found.errors == ()
    return [f"{problem.line}: {problem.message}" for record in found.decisions for problem in record.problems]


def test_everything_a_ledger_can_say_is_read() -> None:
    found = ledger(WHOLE)
    assert found.errors == ()
    assert (found.policy.require, found.policy.max_validity_days) == (("duration", "risk", "expires"), 365)
    assert found.policy.warn_before_days == 14
    assert [(pool.name, pool.workers) for pool in found.pools] == [("default", 20)]
    literal, pattern = found.decisions
    assert literal.identity == (
        "gateway/document/markitdown.py",
        "extract",
        "asyncio.to_thread",
        "markitdown.MarkItDown().convert_stream",
    )
    assert (literal.codes, literal.calls_at_once, literal.duration_seconds) == (("ASO201",), 4, 2.0)
    assert (literal.reviewed_on, literal.expires) == (date(2026, 2, 7), date(2026, 8, 7))
    assert (literal.line, literal.count, literal.problems) == (12, 1, ())
    assert (pattern.glob, pattern.call, pattern.line, pattern.problems) == (True, "*", 29, ())
    assert literal.mark == '"accepted" by ada@example.com on 2026-02-07 (async-offload.toml:12)'


def test_a_record_gives_back_the_keys_it_was_made_of() -> None:
    record = ledger(WHOLE).decisions[1].record
    assert list(record) == [
        *("path", "match", "call", "codes", "decision", "duration", "risk"),
        *("reason", "reviewed-by", "reviewed-on", "expires"),
    ]
    assert record["codes"] == ("ASO",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ["1: version must be 1; write version = 1 first"]),
        ("version = 2\n", ["1: version must be 1; write version = 1 first"]),
        ("# a\nversion = true\n", ["2: version must be 1; write version = 1 first"]),
        ("version = 1\n\npolcy = 3\n", ['3: unknown key "polcy"; did you mean "policy"']),
        ("version = 1\n[zzz]\n", ['2: unknown key "zzz"; known are version, policy, pools, decision']),
        ("version = 1\npolicy = 3\n", ["2: policy must be a table; write [policy]"]),
        (
            "version = 1\n[policy]\nmax-validty-days = 3\n",
            ['3: unknown key "max-validty-days"; did you mean "max-validity-days"'],
        ),
        ("version = 1\n[policy]\n\nmax-validity-days = 0\n", ["4: max-validity-days must be at least 1"]),
        (
            "version = 1\n[policy]\nmax-validity-days = true\n",
            ["3: max-validity-days must be a whole number, such as 20"],
        ),
        ('version = 1\n[policy]\nrequire = ["rsk"]\n', ['3: unknown key "rsk"; did you mean "risk"']),
        ("version = 1\npools = 3\n", ["2: pools must be a table; write [pools]"]),
        ("version = 1\n[pools]\ndefault = 20\n", ["3: pools.default must be a table; write [pools.default]"]),
        ("version = 1\n[pools.default]\nworker = 2\n", ['3: unknown key "worker"; did you mean "workers"']),
        ("version = 1\n[decision]\n", ["2: each decision must be a block of its own; write [[decision]] above"]),
        ("version = 1\ndecision = [{}]\n", ["2: each decision must be a block of its own; write [[decision]] above"]),
        (b"version = 1\n# caf\xe9\n", ["2: is not UTF-8; save it as UTF-8"]),
        (b"version = 1\r\n<<<<<<< HEAD\r\n=======\r\n>>>>>>> other\r\n", ["2: holds a merge conflict; resolve it"]),
        ("a = " + "[" * 5000, ["1: is not TOML: Nested too deeply; correct this line"]),
        ("\ufeffversion = 1\n", ["1: begins with a byte order mark; save it as UTF-8 without one"]),
    ],
)
def test_a_broken_ledger_says_the_line_and_the_cure(text: str | bytes, said: list[str]) -> None:
    assert errors(text) == said
    assert ledger(text).decisions == ()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("version = 1\nversion = 1\n", 2),
        ("version = 1\n\nreason = \n", 3),
        ('version = 1\nreason = """', 2),
        (f"version = 1\n{RECORD}expires = 2026-02-30\n", 12),
        ("version = 1\n# \0\n", 2),
    ],
)
def test_what_is_no_toml_says_the_line(text: str, line: int) -> None:
    (error,) = ledger(text).errors
    assert error.line == line
    assert error.message.startswith("is not TOML: ")
    assert error.message.endswith("; correct this line")


@pytest.mark.parametrize("table", ["", "[policy]\n", "[pools.default]\n", "[[decision]]\n"])
def test_of_a_hundred_thousand_mistakes_some_are_told(table: str) -> None:
    text = f"version = 1\n{table}" + "".join(f"k{number} = 1\n" for number in range(100_000))
    assert 0 < len(errors(text) or problems(text)) < 50


def test_an_integer_too_long_for_python_is_an_error_and_no_crash() -> None:
    assert len(errors("version = 1" + "0" * 5000)) == 1


def test_a_ten_megabyte_ledger_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / FILENAME
    with path.open("wb") as file:
        file.truncate(10_000_000)
    (error,) = read(path).errors
    assert (error.line, error.message) == (1, "is 10,000,000 bytes long, at most 4,000,000 are read; prune it")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('reason = "Short."\n', "", ["3: reason is missing; add it"]),
        ('reason = "Short."', 'reason = "TODO"', ["10: reason is still to be written; write it"]),
        ('reason = "Short."', 'reason = "todo: ask Ada"', ["10: reason is still to be written; write it"]),
        ('reason = "Short."', 'reason = " "', ["10: reason is still to be written; write it"]),
        ('reason = "Short."', 'reason = "Todoist sync is short."', []),
        ('target = "time.sleep"\n', "", ["3: target is missing; add it"]),
        ("reason =", "raeson =", ["3: reason is missing; add it", '10: unknown key "raeson"; did you mean "reason"']),
        ('reason = "Short."', "reason = 3", ['10: reason must be a string, such as "text"']),
        ("2026-02-07", '"2026-02-07"', ["12: reviewed-on must be a date, such as 2026-08-07"]),
        ("2026-02-07", "2026-02-07T10:00:00", ["12: reviewed-on must be a date, such as 2026-08-07"]),
        ('"accepted"', '"acepted"', ["9: decision must be one of accepted, dedicated-executor, migrate-later"]),
        ('"accepted"', '"migrate-later"', ["3: ticket is missing; add it"]),
        ('["ASO103"]', '["ASO1"]', ['8: "ASO1" is not a whole code; write it out, or add match = "glob"']),
        ('["ASO103"]', '["E501"]', ['8: codes cannot be "E501"']),
        ('["ASO103"]', '["ASO902"]', ['8: codes cannot be "ASO902"']),
        ('["ASO103"]', '["ASO901"]', []),
        ('["ASO103"]', "[]", ['8: codes must be a list of strings, such as ["text"]']),
        ('["ASO103"]', '"ASO103"', ['8: codes must be a list of strings, such as ["text"]']),
        ('"a.py"', '"/a.py"', ['4: path cannot be "/a.py"']),
        ('"a.py"', '"../a.py"', ['4: path must be relative to the ledger, without "." and ".." parts']),
        ('"a.py"', '"./a.py"', ['4: path must be relative to the ledger, without "." and ".." parts']),
        ('"a.py"', '"*.py"', ['4: path is a pattern; add match = "glob"']),
        ('"a.py"', '"a.py"\nmatch = "regex"', ["5: match must be one of glob"]),
        ("[[decision]]\n", "[[decision]]\ncount = 0\n", ["4: count must be at least 1"]),
        ("[[decision]]\n", '[[decision]]\nseen = "v1:xyz"\n', ['4: seen cannot be "v1:xyz"']),
        ("[[decision]]\n", "[[decision]]\ncalls-at-once = inf\n", ["4: calls-at-once must be a number, such as 2.0"]),
        ("[[decision]]\n", "[[decision]]\nsub.key = 1\n", ['4: unknown key "sub"; known are']),
        (RECORD, f"{RECORD}[decision.sub]\nkey = 1\n", ['3: unknown key "sub"; known are']),
    ],
)
def test_a_record_that_is_no_decision_says_the_line_and_the_cure(old: str, new: str, said: list[str]) -> None:
    """The two records after it stay good: one bad block costs one decision."""
    good = RECORD.replace('"a.py"', '"b.py"') + RECORD.replace('"a.py"', '"c.py"')
    found = problems(f"version = 1\n\n{RECORD.replace(old, new)}{good}")
    assert [line[: len(start)] for line, start in zip(found, said, strict=True)] == said


def test_two_records_about_one_call_both_say_so() -> None:
    assert problems(f"version = 1\n{RECORD}\n{RECORD}") == [
        "2: async-offload.toml:13 is about the same call; keep one of them",
        "13: async-offload.toml:2 is about the same call; keep one of them",
    ]


def test_the_policy_asks_for_more_keys_and_shorter_validity() -> None:
    policy = '[policy]\nrequire = ["risk"]\nmax-validity-days = 30\n'
    assert problems(f"version = 1\n{policy}{RECORD}expires = 2026-03-09\n") == ["5: risk is missing; add it"]
    assert problems(f'version = 1\n{policy}{RECORD}risk = "low"\nexpires = 2026-03-10\n') == [
        "16: valid for 31 days, the policy allows 30; bring expires forward"
    ]


def test_dates_that_are_none_count_as_expired() -> None:
    (record,) = ledger(f'version = 1\n{RECORD}expires = "soon"\n').decisions
    assert [problem.code for problem in record.problems] == ["ASO902"]


def test_a_key_in_a_multi_line_string_or_list_is_no_key() -> None:
    text = dedent('''\
        version = 1
        [[decision]]
        path = "a.py"
        reason = """
        [[decision]]
        risk = "high"
        """
        codes = [
            "ASO103",  # risk = "high"
        ]
        risk = "hi"
    ''')
    assert "11: risk must be one of none, low, medium, high" in problems(text)


def test_the_ledger_is_found_upwards(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / FILENAME).mkdir()  # a folder is no ledger
    path = tmp_path / FILENAME
    path.write_text("version = 1\n")
    assert find(tmp_path / "a" / "b") == path
    assert find(tmp_path / "a" / ".." / "a") == path


@pytest.mark.parametrize("name", ["missing.toml", "."])
def test_a_ledger_that_cannot_be_read_is_an_error_and_no_crash(tmp_path: Path, name: str) -> None:
    assert len(read(tmp_path / name).errors) == 1


def test_a_ledger_is_parsed_once_until_it_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[Path] = []

    def counting(content: bytes, path: Path) -> Ledger:
        parsed.append(path)
        return parse(content, path)

    monkeypatch.setattr(reader, "parse", counting)
    path = tmp_path / FILENAME
    path.write_text("version = 1\n")
    assert read(path) is read(path)
    path.write_text(f"version = 1\n{RECORD}")
    assert len(read(path).decisions) == 1
    assert len(parsed) == 2


def used(content: bytes) -> Ledger:
    """Return a ledger that was read, and of which all has been asked that a run asks."""
    found = parse(content, Path("/project") / FILENAME)
    assert all(1 <= error.line <= content.count(b"\n") + 1 for error in found.errors)
    for record in found.decisions:
        assert all(problem.line >= record.line > 0 for problem in record.problems)
        assert record.mark
        assert record.record is not None
    return found


@given(st.binary(max_size=200))
def test_no_content_is_a_crash(content: bytes) -> None:
    assert used(content).path.name == FILENAME


PIECES = [
    "",
    "\n",
    "[",
    "]",
    '"',
    "'''",
    "#",
    "=",
    ".",
    "\r",
    "\0",
    "é",
    "[[decision]]",
    "x = 1\n",
    "-",
    "{",
    "}",
    "TODO",
]


@given(st.lists(st.tuples(st.integers(0, len(WHOLE)), st.integers(0, 30), st.sampled_from(PIECES)), max_size=4))
def test_no_damage_to_a_good_ledger_is_a_crash(damages: list[tuple[int, int, str]]) -> None:
    text = WHOLE
    for at, length, piece in damages:
        text = text[:at] + piece + text[at + length :]
    assert used(text.encode()).path.name == FILENAME
