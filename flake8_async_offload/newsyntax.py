"""Newer syntax than the interpreter's, rewritten in place: no line moves, and no call does."""

from __future__ import annotations

import re
from collections.abc import Iterator

_GENERIC = re.compile(r"^[ \t]*(?:(?:async[ \t]+)?def|class)[ \t]+\w+[ \t]*(?=\[)", re.MULTILINE)
_ALIAS = re.compile(r"^(?P<indent>[ \t]*)(?P<word>type[ \t]+)(?P<name>\w+)(?=[ \t]*[\[=])", re.MULTILINE)
_EXCEPT = re.compile(r"^[ \t]*except\*?[ \t]+(?P<classes>[\w.]+(?:[ \t]*,[ \t]*[\w.]+)+)[ \t]*:", re.MULTILINE)
_STRING = re.compile(r"#[^\n]*|(?<!\w)(?P<prefix>[a-zA-Z]{0,2})(?P<quote>\"\"\"|'''|[\"'])")
_TEMPLATE = re.compile(r"\b(?:t|tr|rt)(?=[\"'])", re.IGNORECASE)


def lowered(text: str) -> Iterator[str]:
    """Yield the text as older Python: without type parameters (PEP 695), bare `except A, B` (758), t-strings (750).

    Then so that f-strings have other quotes inside than around, and no backslash inside (701). Every line keeps its
    number and every expression outside a rewritten piece its column.
    """
    text = _EXCEPT.sub(lambda match: match[0].replace(",", "|"), text)
    text = _ALIAS.sub(lambda match: f"{match['indent']}{match['name']}{' ' * len(match['word'])}", text)
    text = _TEMPLATE.sub(lambda match: re.sub("[tT]", "f", match[0]), text)
    pieces, position = [], 0
    for match in _GENERIC.finditer(text):
        end = _closing(text, match.end())
        pieces += [text[position : match.end()], _blank(text[match.end() : end])]
        position = end
    text = _blank_alias_parameters("".join([*pieces, text[position:]]))
    yield text
    yield _requoted(text)


def _blank_alias_parameters(text: str) -> str:
    pattern = re.compile(r"^[ \t]*\w+[ \t]+(?P<parameters>\[[^\]\n]*\])[ \t]*=(?!=)", re.MULTILINE)
    return pattern.sub(lambda match: match[0].replace(match["parameters"], " " * len(match["parameters"])), text)


def _closing(text: str, start: int) -> int:
    """Return the position behind the bracket that closes the one at `start`, or `start` where none does."""
    depth = 0
    for position in range(start, min(len(text), start + 2000)):
        depth += {"[": 1, "]": -1}.get(text[position], 0)
        if depth == 0:
            return position + 1
    return start


def _blank(piece: str) -> str:
    """Return spaces of the same shape; a backslash joins what a bracket had joined."""
    lines = piece.split("\n")
    return "\n".join([*(" " * max(len(line) - 1, 0) + "\\" for line in lines[:-1]), " " * len(lines[-1])])


def _requoted(text: str) -> str:
    pieces, position = [], 0
    while found := _STRING.search(text, position):
        pieces.append(text[position : found.end()])
        position = found.end()
        if found["quote"]:
            body, position = _string(text, found)
            pieces.append(body)
    return "".join([*pieces, text[position:]])


def _string(text: str, opened: re.Match[str]) -> tuple[str, int]:
    """Return the rest of a string, its closing quotes included, and the position behind it."""
    quote, position, pieces = opened["quote"], opened.end(), []
    formatted = "f" in opened["prefix"].lower()
    while position < len(text) and not text.startswith(quote, position):
        if formatted and text[position] == "{" and text[position + 1 : position + 2] != "{":
            piece, end = _field(text, position, quote)
        else:
            end = position + (2 if text[position] in "\\{" else 1)
            piece = text[position:end]
        pieces.append(piece)
        position = end
    return "".join([*pieces, text[position : position + len(quote)]]), position + len(quote)


def _field(text: str, position: int, around: str) -> tuple[str, int]:
    """Return a replacement field, from brace to brace, and the position behind it; `around` are the string's quotes."""
    other = around.translate({34: "'", 39: '"'})
    pieces, depth = [], 0
    while position < len(text):
        found = _STRING.match(text, position)
        if found and found["quote"]:
            body, position = _string(text, found)
            body = re.sub(r"\\.", "  ", body)
            if found["quote"] == around and body.endswith(around) and other not in body:
                pieces.append(found["prefix"] + other + body.removesuffix(around) + other)
            else:
                pieces.append(found[0] + body)
            continue
        depth += {"{": 1, "}": -1}.get(text[position], 0)
        pieces.append(text[position])
        position += 1
        if depth == 0:
            break
    return "".join(pieces), position
