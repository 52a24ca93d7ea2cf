"""The ledger's JSON Schema (draft-07), for editors. Derived from the same fields that validation reads."""

from __future__ import annotations

from typing import Any, Final

from flake8_async_offload.ledger.blocks import TABLE
from flake8_async_offload.ledger.record import VERSION, Decision, Key, Policy, PoolSize, keys
from flake8_async_offload.ledger.validate import ALWAYS, LITERAL

_KINDS: Final[dict[str, dict[str, Any]]] = {
    "str": {"type": "string"},
    "int": {"type": "integer"},
    "float": {"type": "number"},
    "date": {"type": "string", "format": "date"},
    "tuple[str, ...]": {"type": "array", "items": {"type": "string"}, "minItems": 1},
}


def schema() -> dict[str, Any]:
    """Return the schema. It forbids no further keys: one typing error would be an error of every record's."""
    decision = {
        **_table(Decision),
        "required": list(ALWAYS),
        "if": {"required": ["match"]},
        "else": {"required": list(LITERAL)},
    }
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Audit decisions of flake8-async-offload",
        "type": "object",
        "required": ["version"],
        "properties": {
            "version": {"description": "The form of this file.", "const": VERSION},
            "policy": _table(Policy),
            "pools": {
                "description": "Sizes of pools, by name.",
                "type": "object",
                "additionalProperties": _table(PoolSize),
            },
            TABLE: {"description": "The decisions, one block each.", "type": "array", "items": decision},
        },
    }


def _table(table: type) -> dict[str, Any]:
    return {"type": "object", "properties": {name: _value(key) for name, key in keys(table).items()}}


def _value(key: Key) -> dict[str, Any]:
    value: dict[str, Any] = {"description": key.says, **_KINDS[key.kind]}
    of_strings: dict[str, Any] = {}
    if key.choices:
        of_strings["enum"] = list(key.choices)
    if key.pattern:
        of_strings["pattern"] = f"^({key.pattern})$"
    if key.least is not None:
        value["minimum"] = key.least
    if "items" in value:
        return {**value, "items": {**value["items"], **of_strings}}
    return {**value, **of_strings}
