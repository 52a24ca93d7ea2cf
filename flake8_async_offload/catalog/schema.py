"""The keys of a catalogue file: one table that the validation, the JSON schema and the documentation read."""

from __future__ import annotations

from typing import NamedTuple

SHAPES = ("await", "async for", "async for await", "async with")
BACKINGS = ("native", "default-executor", "own-pool")
DURATIONS = ("instant", "short", "seconds", "long", "unbounded", "variable")
KINDS = ("cpu", "blocking-io", "wait", "forever", "trivial")
GILS = ("holds", "releases", "partly")


class Key(NamedTuple):
    """One key: the form of its value, what it says, and the words it may take (the table's keys for `grouped`)."""

    form: str
    about: str
    words: tuple[str, ...] = ()
    required: bool = False


# The forms: text, flag; patterns, names: lists; targets: pattern -> name; says: pattern -> text;
# graded: pattern -> word; grouped: word -> patterns; lines: pattern -> name or a table of LINE;
# table, tables: a table of TABLES, an array of them.
LINE = {
    "to": Key("text", "the asynchronous form", required=True),
    "since": Key("text", "first release of the distribution that has this form"),
    "shape": Key("text", "how the form is used", SHAPES),
    "backing": Key("text", "what runs the form", BACKINGS),
    "package": Key("text", "the other distribution that ships the form"),
    "extra": Key("text", "the pip extra the form needs"),
    "needs": Key("text", "what else the form needs, as code: a client made with another argument"),
    "errors": Key("text", "'shared', or which exception classes differ"),
    "note": Key("text", "what else to know: a constructor flag, a renamed parameter"),
    "positional": Key(
        "text", "the parameters that the form takes by position, where it takes the others by name alone"
    ),
}
EXAMPLE = {
    "code": Key("text", "source that offloads the call, its imports included", required=True),
    "target": Key("text", "the dotted name of what runs", required=True),
    "instead": Key("text", "what to write in its place; absent where there is no asynchronous form"),
}
WORK = {
    "callables": Key("patterns", "dotted names, with () for an instance", required=True),
    "kind": Key("text", "what they do", KINDS, required=True),
    "duration": Key("text", "how long one call takes on ordinary input", DURATIONS, required=True),
    "long": Key("flag", "may pass seconds on ordinary input"),
    "many": Key("flag", "long only where it is given many items: a literal list of a few does not take long"),
    "gil": Key("text", "whether other threads can run meanwhile", GILS),
    "lazy": Key("flag", "returns before the work is done"),
    "thread-unsafe": Key("flag", "documented as unusable from two threads"),
    "copies": Key("flag", "a process does not help: to send the data there costs as much as the work"),
    "instant-with": Key("names", "keyword arguments that spare the work, as written: `format='wav'`"),
    "timeout-argument": Key("text", "the parameter that bounds the wait"),
    "returns": Key("text", "what a call of them stands for, where that is not the callable with ()"),
    "note": Key("text", "what the reader should know"),
    "source": Key("text", "where this is known from"),
}
TRIVIAL = {
    "functions": Key("patterns", "dotted names of what does no work worth a thread"),
    "methods": Key("names", "method names that are trivial on a receiver nobody knows"),
}
FILE = {
    "distribution": Key("text", "the distribution that ships the synchronous side, as pip names it"),
    "docs": Key("text", "the page of its documentation"),
    **{key: LINE[key] for key in ("since", "backing", "package", "extra", "needs", "errors", "note")},
    "formerly": Key("names", "what the distribution was called before, for releases older than `since`"),
    "parts": Key("names", "other distributions that hold a part of it: `catalog verify` reads them as well"),
    "except": Key("patterns", "what the lines of [twins] must not rewrite: no asynchronous form, or no I/O"),
    "factories": Key("patterns", "what does no I/O and gives the next part of the SDK: `acme.Client().bucket`"),
    "local": Key("patterns", "what else does no I/O: builders, parsers, settings"),
    "trusted": Key("patterns", "forms that reading cannot see, made at run time: `catalog verify` takes them as right"),
    "plain": Key(
        "patterns", "calls that give a plain value of one type on both sides, safe to iterate over: a list, a text"
    ),
    "differs": Key("patterns", "calls whose form gives an object of another class, with methods of its own to await"),
    "blocking": Key("patterns", "network calls without an asynchronous form"),
    "aliases": Key("targets", "other paths of a class or module -> its public one; what follows the name is kept"),
    "returns": Key("targets", "callable -> what its call stands for, where that is not the callable with ()"),
    "twins": Key(
        "lines", "synchronous name -> asynchronous name; the first line that matches wins, an empty one means none"
    ),
    "near": Key("says", "synchronous name -> how to say it, where an async client has it under no such name"),
    "shapes": Key("grouped", "how the asynchronous form is used, where that is not `await`", SHAPES),
    "backings": Key("grouped", "what runs the asynchronous form, where that is not the file's `backing`", BACKINGS),
    "durations": Key("graded", "how long a call takes, where that is not `seconds`", DURATIONS),
    "example": Key("tables", "a tested example"),
    "work": Key("tables", "what callables do: one table for each group"),
    "trivial": Key("table", "what does no work at all"),
}
TABLES = {"example": EXAMPLE, "work": WORK, "trivial": TRIVIAL}


def json_schema() -> dict[str, object]:
    """Return the JSON schema of a catalogue file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A catalogue file of flake8-async-offload",
        **_object(FILE),
    }


def _object(keys: dict[str, Key]) -> dict[str, object]:
    return {
        "type": "object",
        "properties": {name: _value(name, key) | {"description": key.about} for name, key in keys.items()},
        "required": [name for name, key in keys.items() if key.required],
        "additionalProperties": False,
    }


def _value(name: str, key: Key) -> dict[str, object]:
    text: dict[str, object] = {"type": "string"}
    word: dict[str, object] = {"enum": list(key.words)} if key.words else text
    patterns: dict[str, object] = {"type": "array", "items": text}
    match key.form:
        case "flag":
            return {"type": "boolean"}
        case "patterns" | "names":
            return patterns
        case "targets" | "says" | "graded":
            return {"type": "object", "additionalProperties": word}
        case "grouped":
            return {"type": "object", "propertyNames": word, "additionalProperties": patterns}
        case "lines":
            return {"type": "object", "additionalProperties": {"anyOf": [text, _object(LINE)]}}
        case "table":
            return _object(TABLES[name])
        case "tables":
            return {"type": "array", "items": _object(TABLES[name])}
    return word
