"""What editors are told of a ledger agrees with what is read."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, FormatChecker

from flake8_async_offload.ledger.find import FILENAME
from flake8_async_offload.ledger.read import parse
from flake8_async_offload.ledger.schema import schema

LEDGER = """\
version = 1
[policy]
require = ["risk"]
max-validity-days = 365
[pools.default]
workers = 20
[[decision]]
path = "a.py"
function = "f"
call = "asyncio.to_thread"
target = "time.sleep"
codes = ["ASO103"]
decision = "accepted"
risk = "low"
calls-at-once = 4
reason = "Short."
reviewed-by = "ada@example.com"
reviewed-on = 2026-02-07
seen = "v1:0123456789"
count = 2
[[decision]]
path = "tests/**"
match = "glob"
call = "*"
codes = ["ASO", "ASO2"]
decision = "accepted"
risk = "none"
reason = "Tests."
reviewed-by = "ada@example.com"
reviewed-on = 2026-02-07
"""


def wrong(text: str) -> list[str]:
    """Return the schema's objections to a ledger, as an editor's TOML server sees it: dates are strings."""
    raw = json.loads(json.dumps(tomllib.loads(text), default=date.isoformat))
    return [error.message for error in Draft7Validator(schema(), format_checker=FormatChecker()).iter_errors(raw)]


def refused(text: str) -> bool:
    ledger = parse(text.encode(), Path(FILENAME))
    return bool(ledger.errors or any(decision.problems for decision in ledger.decisions))


def test_the_schema_is_one() -> None:
    Draft7Validator.check_schema(schema())


def test_a_good_ledger_is_good_to_both() -> None:
    assert (wrong(LEDGER), refused(LEDGER)) == ([], False)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("version = 1", "version = 2"),
        ("version = 1", ""),
        ("max-validity-days = 365", "max-validity-days = 0"),
        ("max-validity-days = 365", 'max-validity-days = "long"'),
        ("workers = 20", "workers = 2.5"),
        ('path = "a.py"', 'path = "/a.py"'),
        ('target = "time.sleep"\n', ""),
        ('["ASO103"]', '["E501"]'),
        ('["ASO103"]', "[]"),
        ('"accepted"', '"fine"'),
        ('"low"', '"lowish"'),
        ("calls-at-once = 4", "calls-at-once = -1"),
        ('reason = "Short."\n', ""),
        ("2026-02-07", '"soon"'),
        ("v1:0123456789", "5b1f"),
        ("count = 2", "count = 0"),
        ('match = "glob"', 'match = "regex"'),
    ],
)
def test_what_is_wrong_is_wrong_to_both(old: str, new: str) -> None:
    text = LEDGER.replace(old, new, 1)
    assert text != LEDGER
    assert wrong(text)
    assert refused(text)


def test_one_typing_error_is_no_flood() -> None:
    assert wrong(LEDGER.replace("risk =", "riks =")) == []


def test_the_schema_has_no_address_of_its_own() -> None:
    """taplo, which most editors use for TOML, calls a whole schema invalid where `$id` is no absolute address."""
    assert "$id" not in schema()


def test_every_key_is_described() -> None:
    def tables(part: dict[str, Any]) -> list[dict[str, Any]]:
        inner = [value for value in part.values() if isinstance(value, dict)]
        return [part] * ("properties" in part) + [table for value in inner for table in tables(value)]

    described = [value for table in tables(schema()) for name, value in table["properties"].items() if name != "policy"]
    assert len(described) > 20
    assert all(value["description"].endswith(".") for value in described)
