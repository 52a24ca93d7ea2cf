"""What an earlier run found, while nothing that it came from has changed: kept in the user's cache folder.

One file for each kind of run. It may be deleted at any time, and two runs at once replace it whole, one after the
other. A file that was touched but reads the same has not changed.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import pickle
import sys
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flake8_async_offload import __version__, content
from flake8_async_offload.catalog.versions import locked_version
from flake8_async_offload.kept import folder, keep
from flake8_async_offload.listing import Listing, Version, list_still, version
from flake8_async_offload.looking import Looked
from flake8_async_offload.project import Project

if TYPE_CHECKING:
    from flake8_async_offload.workspace import Workspace

HERE = Path(__file__).parent
_KEPT_RUNS = 20
_PACKAGE = __name__.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Memory:
    """What a look found, and all that it depends on."""

    key: str
    files: dict[str, tuple[Version | None, bytes]]  # those of the run, with a digest of what they hold
    others: dict[str, Version | None]  # those its names lead to
    listings: dict[str, Listing]  # of folders
    releases: dict[tuple[str, str], str | None]  # of a file's distributions, as its project locks them
    looked: Looked


def key(workspace: Workspace, root: Path, **asked: object) -> str:
    """Return what tells one kind of run from another: tool, catalogue, settings, and what is asked."""
    own = [(str(path), *(version(str(path)) or ())) for path in sorted(HERE.rglob("*.py"))]
    settings, catalogue = workspace.settings, workspace.catalogue.stamps
    shown = workspace.project.shown(root)
    return repr((__version__, sys.version, own, catalogue, settings, str(root), shown, sorted(asked.items())))


def stamped(paths: Iterable[Path]) -> dict[str, Version | None]:
    """Return the version of each file, taken before it is read."""
    return {str(path): version(str(path)) for path in paths}


def recall(key: str, files: Mapping[str, Version | None]) -> Looked | None:
    """Return what the last run of this kind found, or None where anything has changed since."""
    try:
        kept = _Unpickler(io.BytesIO(_place(key).read_bytes())).load()
    except Exception:  # a broken pickle may raise anything
        return None
    if not isinstance(kept, Memory) or kept.key != key or kept.files.keys() != files.keys():
        return None
    same = (
        all(stamp == kept.files[path][0] or _digest(path) == kept.files[path][1] for path, stamp in files.items())
        and all(version(path) == stamp for path, stamp in kept.others.items())
        and list_still(kept.listings)
        and all(locked_version(Path(path), of) == release for (path, of), release in kept.releases.items())
    )
    return kept.looked if same else None


def remember(key: str, files: Mapping[str, Version | None], project: Project, looked: Looked) -> None:
    """Keep what a run found, unless the tool itself failed in it; nothing where the folder cannot be written."""
    if any(error.internal for error in looked.errors):
        return
    stamps = {path: (stamp, _digest(path)) for path, stamp in files.items()}
    others = {path: stamp for path, stamp in project.versions().items() if path not in files}
    twins = ((path, site.twin) for path, sites in looked.sites.items() for site in sites)
    pairs = {(path, twin.distribution) for path, twin in twins if twin and twin.since}
    releases = {(path, of): locked_version(Path(path), of) for path, of in pairs}
    kept = Memory(key, stamps, others, project.listings(), releases, looked)
    with contextlib.suppress(RuntimeError):  # no home
        keep(_place(key), pickle.dumps(kept, protocol=5), _KEPT_RUNS)


def _place(key: str) -> Path:
    return folder() / f"run-{zlib.crc32(key.encode()):08x}.pickle"


def _digest(path: str) -> bytes:
    try:
        return hashlib.blake2b(content.of(path), digest_size=16).digest()
    except OSError:
        return b""


class _Unpickler(pickle.Unpickler):
    """Reads values of this package, and calls nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        found = getattr(import_module(module), name) if module.partition(".")[0] == _PACKAGE else None
        if not isinstance(found, type):
            raise pickle.UnpicklingError(f"{module}.{name} is no value of this package")
        return found
