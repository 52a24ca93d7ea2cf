"""What a whole project says: the names of its wrappers and the packages it imports, kept from run to run.

Both only tell where a closer look is worth it. What is kept may hold more than is still true, never less: files that
have not changed need not be read again.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Collection, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from flake8_async_offload import __version__, content
from flake8_async_offload.kept import UNREADABLE, keep, named
from flake8_async_offload.listing import Version
from flake8_async_offload.resolve import Subclasses
from flake8_async_offload.resolve.overriding import bases_in
from flake8_async_offload.unchanged import digest, digest_of
from flake8_async_offload.words import imported, offloader_words
from flake8_async_offload.wrapping import learn, understood

if TYPE_CHECKING:
    from flake8_async_offload.workspace import Workspace

MOST_FILES = 5_000  # of a larger project each call is followed to where it leads
_KEPT_PROJECTS = 50


class Kept(NamedTuple):
    """What an earlier run learned of a project, and of which files: their digest, and each one's version as JSON."""

    digest: str = ""
    versions: bytes = b"{}"
    names: frozenset[str] = frozenset()
    imports: frozenset[str] = frozenset()


def learn_project(workspace: Workspace, root: str, stamps: Mapping[str, Version | None]) -> None:
    """Let a workspace know the vocabulary of a project's files; where they are too many it is left unknown."""
    if len(stamps) > MOST_FILES:
        return
    load = workspace.project.load
    key = [__version__, root, *offloader_words()]
    workspace.resolver.subclasses = Subclasses(
        _Texts(stamps), lambda path: load(Path(path)), lambda: _bases(key, stamps)
    )
    kept, now = _kept(key), digest_of(sorted(stamps.items()))
    names, imports = kept.names.union(offloader_words()), kept.imports
    if now != kept.digest:
        changed = _changed(kept, stamps)
        texts = dict(_Texts(changed))
        imports |= imported(texts.values())
        names = _learned(workspace, texts, names)
        if len(changed) < len(stamps) and names != kept.names:  # a file that has not changed may hand on to a new name
            names = _learned(workspace, _Texts(stamps), names)
        _keep(key, Kept(now, json.dumps(stamps).encode(), names, imports))
    workspace.learned, workspace.discovery.names, workspace.imports = stamps.keys(), names, imports


def said(workspace: Workspace) -> str:
    """Return what tells a vocabulary from another one."""
    return digest(repr([sorted(words or ()) for words in (workspace.discovery.names, workspace.imports)]))


def _learned(workspace: Workspace, texts: Mapping[str, str], known: frozenset[str]) -> frozenset[str]:
    discovery, load = workspace.discovery, workspace.project.load
    return learn(discovery, partial(understood, discovery, texts, lambda path: load(Path(path))), known)


class _Texts(Mapping[str, str]):
    """Files by path, each read when its text is asked for."""

    def __init__(self, paths: Collection[str]) -> None:
        self._paths = paths

    def __getitem__(self, path: str) -> str:
        with contextlib.suppress(OSError):
            return content.text(path)
        return ""

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


def _bases(key: list[str], stamps: Mapping[str, Version | None]) -> dict[str, list[str]]:
    """Return the names of the base classes in each file; those of one that has not changed an earlier run has read."""
    try:
        found = json.loads(named("bases", key).read_bytes())
        files = dict(found["files"]) if found["key"] == key else {}
        known = {path: (then, names) for path, (then, names) in files.items()}
    except UNREADABLE:
        known = {}
    texts, files = _Texts(stamps), {}
    for path, stamp in stamps.items():
        then, names = known.get(path, (None, []))
        now = list(stamp) if stamp else None
        files[path] = (now, names if now and then == now else sorted(bases_in(texts[path])))
    if any(known.get(path) != file for path, file in files.items()):
        with contextlib.suppress(RuntimeError):  # no home
            keep(named("bases", key), json.dumps({"key": key, "files": files}).encode(), _KEPT_PROJECTS)
    return {path: names for path, (_, names) in files.items()}


def _changed(kept: Kept, stamps: Mapping[str, Version | None]) -> list[str]:
    """Return the files that are not as an earlier run has seen them."""
    try:
        then = {path: tuple(stamp) for path, stamp in dict(json.loads(kept.versions)).items()}
    except UNREADABLE:
        then = {}
    return [path for path, stamp in stamps.items() if then.get(path) != stamp]


def _kept(key: list[str]) -> Kept:
    try:
        with named("project", key).open("rb") as stream:
            found, versions = json.loads(stream.readline()), stream.read()
        if found["key"] == key:
            return Kept(found["digest"], versions, frozenset(found["names"]), frozenset(found["imports"]))
    except UNREADABLE:
        pass
    return Kept()


def _keep(key: list[str], kept: Kept) -> None:
    found = {"key": key, "digest": kept.digest, "names": [*kept.names], "imports": [*kept.imports]}
    with contextlib.suppress(RuntimeError):  # no home
        keep(named("project", key), json.dumps(found).encode() + b"\n" + kept.versions, _KEPT_PROJECTS)
