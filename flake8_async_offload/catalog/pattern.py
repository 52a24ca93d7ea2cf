"""The catalogue's one concept: a pattern over dotted names, and the name it is rewritten to.

`*` is one name or a part of one, `{a,b}` one of these words, `**` any chain of names and calls, which may be empty.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import product

_PART = r"[^.()]+"
_CHAIN = r"[^.]+(?:\.[^.]+)*"
_PATH = rf"{_PART}(?:\.{_PART})*"  # a chain without calls: pc.Index() is a method, whatever class is called Index
_CHAINS = {".**.": r"\.(?:(%s)\.)?", "**.": r"(?:(%s)\.)?", ".**": r"(?:\.(%s))?", "**": "(%s)"}
_TOKEN = re.compile(r"\{(?P<words>[^{}]*)\}|(?P<chain>\.?\*\*\.?)|(?P<star>\*)|(?P<text>(?:(?!\.?\*\*)[^*{}])+)")
_WILD = re.compile(r"\*\*|\*|\{[^{}]*\}")


def match(pattern: str, name: str) -> tuple[str, ...] | None:
    """Return what the pattern's wildcards take of the whole name, in order, or None where it does not match."""
    if not _may_match(pattern, name):
        return None
    found = _compiled(pattern, "").fullmatch(name)
    return found and tuple(text or "" for text in found.groups())


def match_start(pattern: str, name: str) -> tuple[tuple[str, ...], str] | None:
    """Return what the wildcards take and the rest of the name, for a pattern that names the start of it."""
    found = _compiled(pattern, r"(?:\(\)|\.).*").fullmatch(name)
    if not found:
        return None
    *taken, rest = found.groups()
    return tuple(text or "" for text in taken), rest or ""


def fill(target: str, taken: tuple[str, ...]) -> str:
    """Return the target with its wildcards replaced by what was taken; an empty chain leaves no dot behind."""
    texts = iter(taken)
    name = _WILD.sub(lambda _: next(texts), target)
    return re.sub(r"\.{2,}", ".", name).strip(".")


def wildcards(pattern: str) -> tuple[str, ...]:
    """Return the pattern's wildcards in order, `*` or `**`; words in braces count as `*`."""
    return tuple("**" if wild == "**" else "*" for wild in _WILD.findall(pattern))


def fault(pattern: str) -> str | None:
    """Return what is wrong with the text as a pattern, or None."""
    if not pattern or "".join(found.group() for found in _TOKEN.finditer(pattern)) != pattern:
        return "unbalanced braces"
    for found in _TOKEN.finditer(pattern):
        if found["chain"]:
            left, right = found.start() == 0 or found["chain"][0] == ".", found["chain"][-1] == "."
            if not left or not (right or found.end() == len(pattern)):
                return "** stands for whole names: it takes a dot on each side"
    return None


def prefixes(pattern: str) -> tuple[str, ...]:
    """Return the literal dotted names that every match starts with: one, or one for each word of a brace."""
    literal = re.match(r"(?:(?:[^.*{}]|\{[^{}*]*\})+(?:\.|$))*", pattern)
    return spelled_out(literal.group().rstrip(".") if literal else "")


def spelled_out(pattern: str) -> tuple[str, ...]:
    """Return the names that a pattern without `*` stands for: one for each choice of its braces."""
    if "*" in pattern:
        return ()
    parts = [part[1:-1].split(",") if part[0:1] == "{" else [part] for part in re.split(r"(\{[^{}]*\})", pattern)]
    return tuple("".join(words) for words in product(*parts))


def starts(name: str) -> list[str]:
    """Return the names that a name starts with, shortest first: `a.B().c` gives a, a.B, a.B(), a.B().c."""
    return list(dict.fromkeys([*(name[: end.start()] for end in re.finditer(r"\.|\(\)", name)), name]))


def _may_match(pattern: str, name: str) -> bool:
    """Whether the name holds the literal parts of the pattern: most lines are passed over without compiling them."""
    words, texts = _parts(pattern)
    return all(text in name for text in texts) and all(any(word in name for word in group) for group in words)


@cache
def _parts(pattern: str) -> tuple[list[list[str]], list[str]]:
    """Return the literal starts of the words of each brace, and the literal texts between the wildcards."""
    words, texts = [], []
    for found in _TOKEN.finditer(pattern):
        if found["words"] is not None:
            words.append([word.partition("*")[0] for word in found["words"].split(",")])
        elif found["text"]:
            texts.append(found["text"].strip("."))
    return words, texts


@cache
def _compiled(pattern: str, rest: str) -> re.Pattern[str]:
    chain = _PATH if rest else _CHAIN
    text = "".join(_expression(found, chain) for found in _TOKEN.finditer(pattern))
    return re.compile(f"{text}({rest})?" if rest else text, re.DOTALL)


def _expression(found: re.Match[str], chain: str) -> str:
    if found["chain"]:
        return _CHAINS[found["chain"]] % chain
    if found["star"]:
        return f"({_PART})"
    if found["words"] is not None:
        return f"({'|'.join(map(_word, found['words'].split(',')))})"
    return re.escape(found["text"])


def _word(text: str) -> str:
    parts = ({"**": _CHAIN, "*": _PART}.get(part, re.escape(part)) for part in re.split(r"(\*\*?)", text))
    return "".join(parts)
