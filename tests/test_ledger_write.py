"""Changes to a ledger: what was asked for, and nothing else, whatever the file looks like."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flake8_async_offload.ledger.blocks import Block, Statement, joined, split
from flake8_async_offload.ledger.canonical import fmt
from flake8_async_offload.ledger.find import FILENAME
from flake8_async_offload.ledger.read import parse
from flake8_async_offload.ledger.write import RefusedError, add, edit, key_of, remove, toml

FILE = """\
#:schema x.json
version = 1

# What follows was agreed with the platform team.

# b: a comment of its own
[[decision]]
path = "b.py"
function = "f"
call = "asyncio.to_thread"
target = "t"
seen = "v1:0123456789" # a comment behind
# count = 2

# Section: about d

[[decision]]
function = "f"   # keys in no order
path = "d.py"
call = "asyncio.to_thread"
target = "t"

# The end.
"""
NEW = {"path": "c.py", "function": "f", "call": "asyncio.to_thread", "target": "t", "codes": ("ASO101",)}
B, D = (("b.py", "f", "asyncio.to_thread", "t", ""), ("d.py", "f", "asyncio.to_thread", "t", ""))


def changed(before: str, after: str) -> tuple[list[str], list[str]]:
    """Return the lines that went, and those that came."""
    old, new = before.splitlines(), after.splitlines()
    return [line for line in old if line not in new], [line for line in new if line not in old]


def test_a_new_record_stands_in_its_place_and_all_else_stays() -> None:
    block = dedent("""\
        [[decision]]
        path = "c.py"
        function = "f"
        call = "asyncio.to_thread"
        target = "t"
        codes = ["ASO101"]

    """)
    assert add(FILE, NEW) == FILE.replace("# Section: about d", block + "# Section: about d")


def test_the_first_record_of_all_goes_below_what_stands_above_them_all() -> None:
    text = add(FILE, {**NEW, "path": "a.py"})
    assert text.index("agreed with") < text.index('"a.py"') < text.index("# b: a comment of its own")


def test_the_last_record_of_all_goes_above_the_end() -> None:
    assert add(FILE, {**NEW, "path": "e.py"}).endswith('codes = ["ASO101"]\n\n# The end.\n')


def test_the_first_record_of_a_new_ledger() -> None:
    assert add("version = 1", NEW).startswith('version = 1\n\n[[decision]]\npath = "c.py"\n')


def test_a_second_record_about_one_call_is_refused() -> None:
    with pytest.raises(RefusedError, match=r"there is a decision about asyncio.to_thread of t in b.py::f; change that"):
        add(FILE, {**NEW, "path": "b.py"})
    with pytest.raises(RefusedError, match="there is a decision about"):
        add(FILE, NEW, NEW)


def test_a_change_touches_its_lines_and_keeps_the_comment_behind_a_value() -> None:
    after = edit(FILE, {B: {"seen": "v1:aaaaaaaaaa", "expires": date(2027, 1, 2)}})
    gone, come = changed(FILE, after)
    assert gone == ['seen = "v1:0123456789" # a comment behind']
    assert come == ["expires = 2027-01-02", 'seen = "v1:aaaaaaaaaa" # a comment behind']
    assert after.index("expires") < after.index("seen")


def test_a_key_is_taken_out() -> None:
    assert changed(FILE, edit(FILE, {B: {"seen": None}})) == (['seen = "v1:0123456789" # a comment behind'], [])


def test_a_record_that_moves_takes_its_own_comments_along() -> None:
    text = edit(FILE, {B: {"path": "z.py"}})
    assert text.index("# Section") < text.index("# b: a comment") < text.index('"z.py"') < text.index("# The end.")
    assert text.index("agreed with") < text.index('"d.py"')


def test_a_record_cannot_move_onto_another() -> None:
    with pytest.raises(RefusedError, match="there is a decision about"):
        edit(FILE, {B: {"path": "d.py"}})


@pytest.mark.parametrize("text", [FILE, FILE + "\n" + FILE[FILE.index("[[") : FILE.index("# Section")] * 2])
def test_one_record_is_changed_or_none(text: str) -> None:
    with pytest.raises(RefusedError, match=r"there are [03] decisions about .*, where one is to be changed"):
        edit(text, {B if text != FILE else ("x.py", "", "", "", ""): {"count": 2}})


def test_a_removed_record_takes_its_own_comments_but_no_others() -> None:
    assert changed(FILE, remove(FILE, {B}))[0] == [
        "# b: a comment of its own",
        'path = "b.py"',
        'function = "f"',
        'seen = "v1:0123456789" # a comment behind',
        "# count = 2",
    ]
    text = remove(FILE, {B, D})
    assert all(comment in text for comment in ("# What follows", "# Section", "# The end."))


def test_a_comment_that_ends_a_table_never_becomes_the_next_ones() -> None:
    first = '[[decision]]\npath = "b.py"\n# count = 2\n\n'
    second = '[[decision]]\npath = "a.py"\n[[decision]]\npath = "c.py"\n'
    text = edit(f"version = 1\n\n{first}{second}", {("b.py", "", "", "", ""): {"path": "bb.py"}})
    blocks = {block.body[0].text: block for block in split(text).blocks}
    assert [part.text for part in blocks['path = "bb.py"\n'].body] == ['path = "bb.py"\n', "# count = 2\n"]
    assert all(block.above == () for block in blocks.values())


def test_windows_line_ends_stay() -> None:
    text = add(FILE.replace("\n", "\r\n"), NEW)
    assert text.count("\r\n") == text.count("\n")
    assert fmt(text).count("\r\n") == fmt(text).count("\n")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("version = 2\n", r"async-offload.toml:1: version must be 1"),
        ("version = 1\n<<<<<<< ours\n", r"async-offload.toml:2: holds a merge conflict; resolve it"),
        ("version = 1\nx =\n", r"async-offload.toml:2: is not TOML"),
    ],
)
@pytest.mark.parametrize(
    "change", [fmt, lambda text: add(text, NEW), lambda text: edit(text, {}), lambda text: remove(text, {B})]
)
def test_a_broken_ledger_is_not_changed(change: Callable[[str], str], text: str, said: str) -> None:
    with pytest.raises(RefusedError, match=said):
        change(text)


def test_half_a_character_is_refused() -> None:
    with pytest.raises(RefusedError, match="cannot be written"):
        add(FILE, {**NEW, "reason": "\ud800"})


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_can_be_written(text: str) -> None:
    assert tomllib.loads(f"a = {toml(text)}") == {"a": text}


@pytest.mark.parametrize("value", [True, None, {}, b""])
def test_what_no_ledger_holds_is_not_written(value: object) -> None:
    with pytest.raises(TypeError, match="a ledger holds no"):
        toml(value)


def test_the_one_form() -> None:
    untidy = dedent("""\

        version   = 1


        # heading


         # b
        [[ decision ]] # here
          target="t"
        # on path
        path  =  "b.py"  # behind

        codes = [
            "ASO101", # why
        ]
        # left
        [[decision]]
        path = "a.py"
        zzz = 1
        call = "c"
        # trailing


        # foot


    """)
    assert fmt(untidy) == dedent("""\
        version   = 1

        # heading

        # left
        [[decision]]
        path = "a.py"
        call = "c"
        zzz = 1
        # trailing

        # b
        [[decision]] # here
        # on path
        path = "b.py"  # behind
        target = "t"
        codes = [
            "ASO101", # why
        ]

        # foot
    """)


def test_a_table_within_a_record_stays_where_it_is() -> None:
    text = 'version = 1\n\n[[decision]]\ncall = "c"\npath = "a.py"\n[decision.sub]\npath = 1\n'
    assert fmt(text) == text


# Any ledger, any sequence of changes.

NAMES = st.sampled_from(["a", "b", "c.d", "é", "x y", 'q"', "<module>", "f#g", "[h]", "'''", '"""', "\\n", "="])
TEXTS = st.one_of(NAMES, st.text(st.characters(exclude_categories=["Cs"]), max_size=8))
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
RECORDS = st.fixed_dictionaries(
    {"path": NAMES, "function": NAMES, "call": NAMES, "target": NAMES},
    optional={
        "codes": st.lists(st.sampled_from(["ASO101", "ASO201"]), min_size=1, max_size=2),
        "reason": TEXTS,
        "reviewed-on": DAYS,
        "count": st.integers(1, 9),
        "duration-seconds": st.floats(0, 1e6),
        "match": st.just("glob"),
    },
)


@dataclass
class Told:
    """What a ledger is known to hold: its records with the comments of each, and the comments of none."""

    records: dict[tuple[str, ...], dict[str, object]] = field(default_factory=dict)
    comments: dict[tuple[str, ...], list[str]] = field(default_factory=dict)
    others: set[str] = field(default_factory=set)


@st.composite
def written(draw: st.DrawFn) -> tuple[str, Told]:
    """Give a ledger in any layout that a person could have typed."""
    told = Told()
    number = iter(range(10_000))
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    lines = ["version = 1"]

    def comments(most: int = 2) -> list[str]:
        made = [f"# {next(number)} [[decision]] a = 'x" for _ in range(draw(st.integers(0, most)))]
        lines.extend(made)
        return made

    def blank() -> None:
        lines.extend([""] * draw(st.integers(1, 2)))

    if draw(st.booleans()):
        lines += ["[policy]", "warn-before-days = 3 # warn"]
    for record in draw(st.lists(RECORDS, max_size=5, unique_by=key_of)):
        blank()
        told.others.update(comments())
        if lines[-1].startswith("#"):
            blank()
        own = comments()
        lines.append(draw(st.sampled_from(["[[decision]]", "[[ decision ]]  # header"])))
        for name in draw(st.permutations(list(record))):
            own += comments(1)
            value = toml(record[name])
            if isinstance(record[name], list) and draw(st.booleans()):
                value = value.replace("[", "[\n  # in\n  ").replace("]", ",\n]")
            behind = draw(st.sampled_from(["", "", f"  # {next(number)} behind"]))
            own += [behind.strip()] if behind else []
            lines.append(f"{name} = {value}{behind}")
        own += comments(1)
        key = key_of(record)
        told.records[key], told.comments[key] = record, own
    blank()
    told.others.update(comments())
    return newline.join("\n".join(lines).split("\n")) + newline * draw(st.integers(0, 1)), told


def comment_lines(block: Block) -> str:
    return "".join(part.text for part in (*block.above, *block.body) if isinstance(part, Statement))


def agrees(text: str, told: Told) -> None:
    layout = split(text)
    tables = "".join(joined(block.loose) + block.own for block in layout.blocks)
    assert joined(layout.head) + tables + joined(layout.foot) == text
    found = tomllib.loads(text).get("decision", [])
    assert {key_of(record): record for record in found} == told.records
    assert len(found) == len(told.records)
    blocks = [block for block in layout.blocks if block.decision]
    for record, block in zip(found, blocks, strict=True):
        of_block = comment_lines(block)
        assert all(comment in of_block for comment in told.comments[key_of(record)])
    assert all(f"{comment}" in text for comment in told.others)
    everything = "".join(map(comment_lines, blocks))
    assert not any(comment in everything for comment in told.others)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(written(), st.data())
def test_no_sequence_of_changes_loses_a_record_or_a_comment(start: tuple[str, Told], data: st.DataObject) -> None:
    text, told = start
    agrees(text, told)
    for step in data.draw(st.lists(st.sampled_from(["add", "renew", "prune", "fmt"]), min_size=1, max_size=6)):
        known = sorted(told.records)
        if step == "add":
            record = data.draw(RECORDS.filter(lambda record: key_of(record) not in told.records))
            text = add(text, record)
            told.records[key_of(record)], told.comments[key_of(record)] = record, []
        elif step == "renew" and known:
            key, day = data.draw(st.sampled_from(known)), data.draw(DAYS)
            text = edit(text, {key: {"reviewed-on": day, "expires": day, "seen": "v1:0000000000"}})  # type: ignore[dict-item]
            told.records[key] = {**told.records[key], "reviewed-on": day, "expires": day, "seen": "v1:0000000000"}
        elif step == "prune" and known:
            gone = set(data.draw(st.lists(st.sampled_from(known), max_size=2)))
            text = remove(text, gone)  # type: ignore[arg-type]
            for key in gone:
                del told.records[key], told.comments[key]
        elif step == "fmt":
            text = fmt(text)
            assert fmt(text) == text
        agrees(text, told)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(written(), RECORDS)
def test_what_is_not_changed_stays_as_it_was(start: tuple[str, Told], record: dict[str, object]) -> None:
    text, told = start
    if key_of(record) not in told.records:
        before = {block.own for block in split(text).blocks}
        after = {block.own for block in split(add(text, record)).blocks}
        assert {own.rstrip() for own in before} <= {own.rstrip() for own in after}


@settings(max_examples=100, deadline=None)
@given(st.lists(RECORDS.filter(lambda record: "\\" not in str(record["path"])), max_size=4, unique_by=key_of))
def test_what_is_written_reads_the_same(records: list[dict[str, object]]) -> None:
    text = "version = 1\n"
    for record in records:
        text = add(text, record)
    again = "version = 1\n"
    for decision in parse(text.encode(), Path(FILENAME)).decisions:
        again = add(again, decision.record)
    defaults = ("count = 1\n", 'reason = ""\n')
    assert again == text.replace(defaults[0], "").replace(defaults[1], "")
