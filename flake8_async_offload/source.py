"""One file's text, its tree, and the way from bytes to characters."""

from __future__ import annotations

import ast
import contextlib
import io
import re
import tokenize
import warnings
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

from flake8_async_offload import content
from flake8_async_offload.model import Span, Unread

_LINE_END = re.compile(r"\r\n?|\n")


class UnreadableError(Exception):
    """A file cannot be read, decoded or parsed; `unread` says where and why."""

    def __init__(self, unread: Unread) -> None:
        super().__init__(f"{unread.path}:{unread.line}: {unread.message}")
        self.unread = unread


def failure(path: str, error: Exception) -> Unread:
    """Return what is said of a file that could not be audited: what is wrong with it, or that this tool failed."""
    if isinstance(error, UnreadableError):
        return error.unread
    said = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    return Unread(path, 1, f"internal error, this file was not audited: {said}; please report it", internal=True)


class Source:
    """The text of one file under the name it was asked for; parsed on first need."""

    def __init__(self, path: str, text: str, tree: ast.Module | None = None) -> None:
        """Take the text, and its tree where somebody has parsed it already (flake8 has)."""
        self.path = path
        self.text = text
        if tree is not None:
            self.tree = tree

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree. Raises UnreadableError where the text is not Python that can be read here."""
        return parse(self.path, self.text)

    @cached_property
    def lines(self) -> list[str]:
        """The lines as the parser counts them: split at newlines only."""
        return self.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    def mentions(self, words: frozenset[str]) -> bool:
        """Whether any of the words stands in the text; the cheap look before a tree is walked."""
        text = self.text
        return any(word in text for word in words)

    def lines_naming(self, names: Iterable[str]) -> list[int]:
        """Return the numbers of the lines that any of the names stands in: where a walk of the tree is worth it."""
        text = self.text
        found = (at for name in names for at in _places(name, text) if not _in_a_word(text, at, at + len(name)))
        return sorted({bisect_right(self._starts, at) + 1 for at in found})

    def lines_using(self, name: str) -> list[int]:
        """Return the numbers of the lines where a name stands other than to be defined, or to be given a value."""
        return sorted({bisect_right(self._starts, at) + 1 for at in uses(name, self.text)})

    def lines_saying(self, part: str) -> list[int]:
        """Return the numbers of the lines that some characters stand in."""
        return sorted({bisect_right(self._starts, at) + 1 for at in _places(part, self.text)})

    @cached_property
    def _starts(self) -> list[int]:
        """Where in the text each line starts, from the second on."""
        return [end.end() for end in _LINE_END.finditer(self.text)]

    def span(self, node: ast.expr | ast.stmt | ast.keyword | ast.alias) -> Span:
        """Return where a node stands, in characters (`ast` counts UTF-8 bytes)."""
        end_line = node.end_lineno or node.lineno
        return Span(
            node.lineno,
            self._characters(node.lineno, node.col_offset),
            end_line,
            self._characters(end_line, node.end_col_offset or 0),
        )

    def segment(self, node: ast.expr | ast.stmt) -> str:
        """Return the source text of a node."""
        span = self.span(node)
        lines = self.lines[span.line - 1 : span.end_line]
        if not lines:
            return ""
        lines[-1] = lines[-1][: span.end_column]
        lines[0] = lines[0][span.column :]
        return "\n".join(lines)

    def _characters(self, line: int, offset: int) -> int:
        if not 0 < line <= len(self.lines):
            return offset
        text = self.lines[line - 1]
        return offset if text.isascii() else len(text.encode(errors="surrogatepass")[:offset].decode(errors="replace"))


def uses(name: str, text: str) -> Iterator[int]:
    """Yield where in a text a name stands other than to be defined, or as a keyword."""
    for at in _places(name, text):
        end = at + len(name)
        if not _in_a_word(text, at, end) and not text.endswith("def ", 0, at):
            yield at


def _places(part: str, text: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + len(part))


def _in_a_word(text: str, start: int, end: int) -> bool:
    """Whether a part of a text goes on in a longer word, before or behind it."""
    before, behind = text[start - 1 : start], text[end : end + 1]
    return before.isalnum() or behind.isalnum() or before == "_" or behind == "_"


def read(path: Path, name: str | None = None) -> Source:
    """Read and decode one file as Python does (BOM, coding line).

    Raises UnreadableError naming the line where decoding failed, or what the system said.
    """
    shown = name or str(path)
    try:
        data = content.of(path)
    except (OSError, ValueError) as error:
        raise UnreadableError(Unread(shown, 1, f"cannot be read: {_reason(error)}")) from error
    return Source(shown, decode(shown, data))


def decode(path: str, data: bytes) -> str:
    """Return the text of a file's bytes. Raises UnreadableError at the line that cannot be decoded."""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(path, data, error) from error
    except (SyntaxError, LookupError) as error:
        try:
            data.decode()
        except UnicodeDecodeError as cause:
            raise _undecodable(path, data, cause) from cause
        raise UnreadableError(Unread(path, 1, f"cannot be decoded: {error}")) from error


def _undecodable(path: str, data: bytes, error: UnicodeDecodeError) -> UnreadableError:
    line = data.count(b"\n", 0, error.start) + 1
    said = f"is not valid {error.encoding} ({error.reason}); name its coding, or save it as UTF-8"
    return UnreadableError(Unread(path, line, said))


def parse(path: str, text: str) -> ast.Module:
    """Return the tree of a text, also where it is written for a newer Python than this one.

    Raises UnreadableError at the line the parser names.
    """
    try:
        return _parse(text)
    except SyntaxError as error:
        from flake8_async_offload.newsyntax import lowered

        for older in lowered(text):
            with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError):
                if older != text:
                    return _parse(older)
        raise UnreadableError(Unread(path, error.lineno or 1, f"cannot be parsed: {error.msg}")) from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise UnreadableError(Unread(path, 1, f"cannot be parsed: {_reason(error)}")) from error


def _parse(text: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) or type(error).__name__
