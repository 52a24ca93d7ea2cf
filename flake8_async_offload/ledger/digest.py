"""The hash by which a decision knows the call that was reviewed, the same on every Python that can parse it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flake8_async_offload.model import Site

# What Python versions spell differently for one and the same source.
_UNSTABLE = frozenset({"ctx", "kind", "type_comment", "type_params"})
_LITERAL = "<literal>"


def digest(call: ast.AST) -> str:
    """Return `v1:` and ten hexadecimal digits for a call expression; layout and comments do not count."""
    return _hashed(canonical(call))


def of_site(site: Site) -> str:
    """Return the digest of a site's call, or nothing where it has none."""
    return _hashed(site.canonical) if site.canonical else ""


def together(digests: Iterable[str]) -> str:
    """Return one digest for all the twins a decision counts: that of a single call, or of all of them in any order."""
    ordered = sorted(digests)
    return ordered[0] if len(ordered) == 1 else _hashed(" ".join(ordered))


def canonical(call: ast.AST) -> str:
    """Return a call expression as text that is the same however it is laid out."""
    # A stack, not recursion: a sum of a thousand terms is a thousand nodes deep.
    parts: list[str] = []
    stack: list[ast.AST | str] = [call]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            parts.append(item)
        else:
            stack += reversed(list(_pieces(item)))
    return "".join(parts)


def _hashed(text: str) -> str:
    from hashlib import sha256  # lazily: only where a decision is compared with a call

    return f"v1:{sha256(text.encode()).hexdigest()[:10]}"


def _pieces(node: ast.AST) -> Iterator[ast.AST | str]:
    yield f"{type(node).__name__}("
    if isinstance(node, ast.JoinedStr):
        yield from _template(node)
    else:
        for name, value in ast.iter_fields(node):
            if name not in _UNSTABLE and value is not None and value != []:
                yield f"{name}="
                yield from map(_piece, value if isinstance(value, list) else [value])
                yield ","
    yield ")"


def _piece(value: object) -> ast.AST | str:
    if isinstance(value, ast.AST):
        return value
    if isinstance(value, str):
        return ascii(value)  # repr follows the Unicode tables of the Python that runs
    if type(value) is int:
        return hex(value)  # repr refuses integers of more than 4,300 digits
    return repr(value)


def _template(node: ast.JoinedStr) -> Iterator[ast.AST | str]:
    # Versions cut the text between the fields differently; only that there is some is kept.
    literal = False
    for value in node.values:
        if not isinstance(value, ast.Constant):
            yield value
        elif value.value and not literal:
            yield _LITERAL
        literal = isinstance(value, ast.Constant)
