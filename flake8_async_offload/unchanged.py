"""What flake8 was told of a file, kept while nothing has changed that it came from.

One small file for each file with coroutines, in the user's cache folder. It may be deleted at any time, and two runs
at once replace it whole, one after the other. Little is imported here: most runs find all that they ask for.
"""

import argparse
import atexit
import contextlib
import gc
import json
import marshal
import os
import sys
import time
import zlib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from flake8_async_offload import __version__
from flake8_async_offload.kept import UNREADABLE, folder, keep
from flake8_async_offload.listing import MARKERS, NEVER_ROOTS, Version, top_of, upwards, version

Told: TypeAlias = list[tuple[int, int, str]]  # line, column and text of each finding
Versions: TypeAlias = Mapping[str, Version | None]
MOST_FILES = 25_000  # of larger projects nothing is kept
SECONDS_BETWEEN_LOOKS = 0.5  # an editor's process lives on while files change
_SHARE = 200  # and of a long run one part in so many goes into looking
_HERE = Path(__file__).parent
# What a run imports and reads lives as long as its process: looking through it for cycles at the end, to take them
# apart, took a tenth of the time that flake8 takes for one file.
atexit.register(gc.freeze)
_TELLING = (".toml", ".lock", ".txt", ".cfg")  # ends of the files that settings, decisions and releases are in
_ABOVE = (*sorted(MARKERS), "uv.lock", "poetry.lock", "pdm.lock")
_SELECTING = ("select", "ignore", "aso_")  # parts of the names of the options that matter
_KEPT_PROJECTS = 50


class Around(NamedTuple):
    """A project as it was when it was last looked at: the same object for as long as nothing has changed."""

    root: str
    code: Versions  # of every Python file
    telling: Versions  # of every file that settings, decisions and releases are in
    digest: str  # of these
    rest: str  # digest of all else that matters: the tool, settings, decisions, releases, which files there are
    kept_in: str  # folder


class _Told(NamedTuple):
    rest: str
    text: str
    code: str
    told: Told


class _Source(NamedTuple):
    names: str  # what the whole project says: digest of its wrappers' names and its imports
    behind: dict[str, list[int] | None]  # the files that names led to, and their versions


class Asked:
    """A file that flake8 asks about, and what an earlier run kept of it."""

    def __init__(self, path: str, text: str, around: Around) -> None:
        """Look for what was kept; `path` need not exist, the text may be unsaved."""
        self.around = around
        self._text = digest(text)
        self._place = os.path.join(around.kept_in, f"{digest(os.path.abspath(path))}.json")
        self._kept, self._source = self._read()

    def _read(self) -> tuple[_Told | None, bytes]:
        """Return what was told, and what says where it came from, which is seldom asked for."""
        try:
            with open(self._place, "rb") as stream:
                kept, source = _Told(*json.loads(stream.readline())), stream.read()
        except UNREADABLE:
            return None, b""
        return (kept, source) if (kept.rest, kept.text) == (self.around.rest, self._text) else (None, b"")

    def at_once(self) -> Told | None:
        """Return what was told, where no file of the project has changed since."""
        return self._kept.told if self._kept and self._kept.code == self.around.digest else None

    def still(self, names: str) -> Told | None:
        """Return what was told, where none of the files that it came from has changed, nor what the project says."""
        if self._kept is None:
            return None
        try:
            source = _Source(*json.loads(self._source))
            if source.names != names or any(self._now(path) != then for path, then in source.behind.items()):
                return None
        except UNREADABLE:
            return None
        self._write(self._kept.told, source)
        return self._kept.told

    def keep(self, told: Told, names: str, behind: Versions) -> None:
        """Keep what is told; nothing where a file behind it has changed since it was read."""
        then = {path: list(stamp) if stamp else None for path, stamp in behind.items()}
        if all(self._now(path) == stamp for path, stamp in then.items()):
            self._write(told, _Source(names, then))

    def _now(self, path: str) -> list[int] | None:
        stamp = self.around.code.get(path) or version(path)
        return list(stamp) if stamp else None

    def _write(self, told: Told, source: _Source) -> None:
        seen = all(path in self.around.code or path in self.around.telling for path in source.behind)
        code = self.around.digest if seen else ""  # what nobody looks at each time is to be asked about
        kept = _Told(self.around.rest, self._text, code, told)
        with contextlib.suppress(OSError):
            if not os.path.exists(self.around.kept_in):
                os.makedirs(self.around.kept_in)
                _forget(Path(self.around.kept_in).parent)
        keep(Path(self._place), f"{json.dumps(kept)}\n{json.dumps(source)}".encode(), most=None)


def ask(path: str, text: str, options: argparse.Namespace) -> Asked | None:
    """Return what is kept of a file; None where nothing can be: no home, too many files, or it stands among others'."""
    start = os.path.dirname(os.path.abspath(path)) if os.path.exists(path) else os.getcwd()
    try:
        root = _top(start)
        around = _around(root, options) if _is_looked_into(start, root) else None
        return Asked(path, text, around) if around else None
    except RuntimeError:
        return None


def _is_looked_into(folder: str, root: str) -> bool:
    """Whether a folder below a project's root is one of those that are looked through for its files."""
    below = upwards(folder)[: len(upwards(folder)) - len(upwards(root))]
    return all(_is_own(os.path.basename(each)) and not os.path.islink(each) for each in below)


_top = cache(top_of)
_looked: dict[str, tuple[float, Around | None]] = {}  # until when, and what was seen


def _around(root: str, options: argparse.Namespace) -> Around | None:
    now = time.monotonic()
    until, around = _looked.get(root, (0.0, None))
    if now >= until:
        seen = _look(root, options)
        around = around if seen == around else seen
        cost = time.monotonic() - now
        _looked[root] = now + max(SECONDS_BETWEEN_LOOKS, cost * _SHARE), around
    return around


def _look(root: str, options: argparse.Namespace) -> Around | None:
    code: dict[str, Version | None] = {}
    telling: dict[str, Version | None] = {}
    for path in _files(root):
        (code if path.endswith(".py") else telling)[path] = version(path)
        if len(code) > MOST_FILES:
            return None
    above = [os.path.join(each, name) for each in upwards(root)[1:] for name in _ABOVE]
    asked = {name: value for name, value in vars(options).items() if any(part in name for part in _SELECTING)}
    today = os.environ.get("ASO_TODAY") or time.strftime("%Y-%m-%d")
    tool = __version__, sys.version, _tool(), os.getcwd(), today
    rest = repr((tool, asked, root, digest_of(sorted(code)), sorted(telling.items()), [*map(version, above)]))
    kept_in = str(folder() / f"told-{digest(root)}")
    return Around(root, code, telling, digest_of(sorted(code.items())), digest(rest), kept_in)


def _files(root: str) -> Iterator[str]:
    """Yield the files below a folder that may tell something, and the folders that packages are installed in."""
    waiting = [root]
    while waiting:
        with contextlib.suppress(OSError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.name.endswith((".py", *_TELLING)):
                    yield entry.path
                elif entry.name == ".venv":
                    for pattern in ("lib/python*/site-packages", "Lib/site-packages"):
                        yield from map(str, Path(entry.path).glob(pattern))
                elif may_hold_code(entry):
                    waiting.append(entry.path)


def may_hold_code(entry: os.DirEntry[str]) -> bool:
    """Whether a folder may be one of the project's own."""
    return _is_own(entry.name) and entry.is_dir(follow_symlinks=False)


def _is_own(name: str) -> bool:
    return not name.startswith(".") and name not in NEVER_ROOTS


@cache
def _tool() -> str:
    """Return what tells this tool and what is installed beside it from another: in a checkout each of its files."""
    own = _HERE.rglob("*.*") if (_HERE.parent / ".git").exists() else ()
    return repr([version(str(path)) for path in (_HERE.parent, *sorted(own))])


def digest(text: str) -> str:
    """Return what tells a text from another one: not from one that is made to look like it."""
    return _digest(text.encode(errors="surrogatepass"))


def digest_of(plain: list[Any]) -> str:
    """Return what tells lists, texts and numbers from others; version 2 writes the same bytes for the same values."""
    return _digest(marshal.dumps(plain, 2))


def _digest(data: bytes) -> str:
    return f"{len(data):x}-{zlib.crc32(data):08x}{zlib.adler32(data):08x}"


def _forget(cache_folder: Path) -> None:
    """Delete what is kept of the projects that were not asked about for the longest time."""
    import shutil

    folders = sorted(cache_folder.glob("told-*"), key=lambda each: -each.stat().st_mtime)
    for old in folders[_KEPT_PROJECTS:]:
        shutil.rmtree(old, ignore_errors=True)
