"""The project's own modules: found from the linted file alone, each parsed at most once per version of its file."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from flake8_async_offload.listing import NEVER_ROOTS, Listing, Version, mattering, top_of, upwards, version
from flake8_async_offload.packages import Packages
from flake8_async_offload.scopes import Module
from flake8_async_offload.scripts import METADATA, homes, scripts
from flake8_async_offload.source import Source, UnreadableError, read

MOST_ROOTS = 400


class Project:
    """Finds and parses the project's modules, each as it is when first asked for; `unchanged` says if it still is."""

    def __init__(self, root: Path | None = None) -> None:
        """Start with nothing read; paths are shown relative to `root`, or to the working directory."""
        self._root = root
        self._modules: dict[Path, tuple[Version, Module | None]] = {}
        self._packages = Packages()
        self._roots: dict[str, tuple[str, ...]] = {}
        self._members: dict[str, tuple[str, ...]] = {}
        self._elsewhere: dict[str, Version | None] = {}
        self._folders_elsewhere: dict[str, Listing] = {}
        self._leads: dict[Path, set[Path]] = {}  # from each file to those that its names mean
        self._found: dict[tuple[Path | None, str, int], Module | None] = {}

    def module(self, source: Source) -> Module:
        """Return the module of a source in hand, named by the place of its path. Raises UnreadableError."""
        file = Path(os.path.abspath(source.path))
        return Module(source, self._packages.dotted_name(file), file)

    def shown(self, file: Path) -> str:
        """Return a file's path as reports show it: POSIX, relative."""
        try:
            return os.path.relpath(file, self._root).replace(os.sep, "/")
        except ValueError:  # another drive
            return str(file)

    def load(self, file: Path, source: Source | None = None) -> Module | None:
        """Return the module of a file, parsed once per version; None where it cannot be read or parsed.

        `source` spares reading what has been read already.
        """
        if file not in self._modules:
            stamp = version(str(file))
            if stamp is None:
                return None
            try:
                text = source or read(file, self.shown(file))
                module: Module | None = Module(text, self._packages.dotted_name(file), file)
            except UnreadableError:
                module = None
            self._modules[file] = (stamp, module)
        return self._modules[file][1]

    def scripts(self, files: Iterable[Path]) -> frozenset[str]:
        """Return what the commands run that the projects of some files install: `shop.cli:main`."""
        folders = list(homes(files))
        paths = (str(folder / name) for folder in folders for name in METADATA)
        self._packages.mentioning |= {path: version(path) for path in paths}
        return frozenset(script for folder in folders for script in scripts(folder))

    def unchanged(self) -> bool:
        """Whether every file that was parsed, and every folder that was looked into, is still as it was then."""
        files = all(version(file) == stamp for file, stamp in self.versions().items())
        return files and self._packages.unchanged()

    def versions(self) -> dict[str, Version | None]:
        """Return the files that were read, each with its version as it was then."""
        own = {str(file): stamp for file, (stamp, _) in self._modules.items()}
        return self._elsewhere | self._packages.mentioning | own

    def listings(self) -> dict[str, Listing]:
        """Return the folders that were looked into, each with the names in it that matter.

        Above the folders that imports start from, only what marks a project does.
        """
        starts = {root for roots in self._roots.values() for root in roots}
        above = {folder for start in starts for folder in upwards(start)} - starts
        return self._folders_elsewhere | {
            folder: Listing(then, mattering(names, marks=folder in above), folder in above)
            for folder, (then, names) in self._packages.listings.items()
        }

    def seen(self, versions: Mapping[str, Version | None], listings: Mapping[str, Listing]) -> None:
        """Take note of files and folders that another process has looked at."""
        self._elsewhere |= versions
        self._folders_elsewhere |= listings

    def find(self, importer: Module, dotted: str, level: int = 0) -> Module | None:
        """Return the project's module that `importer` means by `dotted` (relative for level > 0), or None."""
        key = importer.file, dotted, level
        if key not in self._found:
            self._found[key] = self._find(importer.file, dotted, level) if importer.file else None
            self._lead(importer, self._found[key])
        return self._found[key]

    def _find(self, importer: Path, dotted: str, level: int) -> Module | None:
        folder = str(importer.parent)
        parts = [part for part in dotted.split(".") if part]
        if level:
            for _ in range(level - 1):
                folder = os.path.dirname(folder)
            return self._descend(folder, parts)
        if not parts or parts[0] in sys.stdlib_module_names:
            return None
        roots = self._search(folder)
        for root in roots:
            if parts[0] in self._packages.listing(root) or f"{parts[0]}.py" in self._packages.listing(root):
                module = self._descend(root, parts)
                if module and (module.file != importer or importer.name == "__init__.py"):  # it imports itself
                    return module
        return self._inside(upwards(folder), parts) if len(parts) > 1 else None

    def _inside(self, folders: list[str], parts: list[str]) -> Module | None:
        """Return a package's module that its own files import without the package's name: it runs from inside."""
        for folder in folders:
            if not self._packages.is_package(folder):
                return None
            if parts[0] in self._packages.listing(folder) and (module := self._descend(folder, parts)):
                return module if module.source.text else None
        return None

    def behind(self, file: Path) -> dict[str, Version | None]:
        """Return the files that the names of a file have led to so far, each with its version as it was then."""
        found, stack = {file}, [file]
        while stack:
            further = self._leads.get(stack.pop(), set()) - found
            found |= further
            stack += further
        read = {str(path): self._modules[path][0] for path in found - {file} if path in self._modules}
        return self._packages.mentioning | read

    def is_within(self, root: str) -> bool:
        """Whether imports are looked for in one folder only."""
        starts = {start for roots in self._roots.values() for start in roots}
        return all(start == root or start.startswith(f"{root}{os.sep}") for start in starts)

    def submodule(self, module: Module, name: str) -> Module | None:
        """Return a package's submodule, or None."""
        if module.file is None or (module.file.name != "__init__.py" and module.file.suffix):
            return None
        folder = module.file if module.file.name != "__init__.py" else module.file.parent
        found = self._descend(str(folder), [name])
        self._lead(module, found)
        return found

    def _lead(self, module: Module, found: Module | None) -> None:
        if module.file and found and found.file:
            self._leads.setdefault(module.file, set()).add(found.file)

    def _descend(self, folder: str, parts: list[str]) -> Module | None:
        for index, part in enumerate(parts):
            listing = self._packages.listing(folder)
            below = os.path.join(folder, part)
            if part in listing and ("__init__.py" in self._packages.listing(below) or f"{part}.py" not in listing):
                folder = below
            elif f"{part}.py" in listing:
                return self.load(Path(f"{below}.py")) if index == len(parts) - 1 else None
            else:
                return None
        listing = self._packages.listing(folder)
        if "__init__.py" in listing:
            return self.load(Path(folder, "__init__.py"))
        has_modules = any(name.endswith(".py") or name.isidentifier() for name in listing)
        return Module(Source(folder, ""), ".".join(parts), Path(folder)) if has_modules and parts else None

    def _search(self, folder: str) -> tuple[str, ...]:
        """Return the folders absolute imports may start from, nearest first: never a package's own inside."""
        if folder not in self._roots:
            top = top_of(folder, self._packages.listing)
            below = (path for path in upwards(folder) if len(path) >= len(top))
            roots = [path for path in below if not self._packages.is_package(path)]
            sources = [os.path.join(root, "src") for root in roots if "src" in self._packages.listing(root)]
            self._roots[folder] = tuple(dict.fromkeys([*roots, *sources, *self._workspace(top)]))
        return self._roots[folder]

    def _workspace(self, top: str) -> tuple[str, ...]:
        """Return the roots of a repository's other parts: folders up to two below its top that are not packages."""
        if top not in self._members:
            found: list[str] = []
            level = [top]
            for _ in range(2):
                level = [below for folder in level for below in self._folders(folder)][:MOST_ROOTS]
                found += [folder for folder in level if not self._packages.is_package(folder)]
            sources = [os.path.join(folder, "src") for folder in found if "src" in self._packages.listing(folder)]
            marked = [folder for folder in found if self._packages.is_marked(folder)]
            self._members[top] = tuple(dict.fromkeys([*sources, *marked]))
        return self._members[top]

    def _folders(self, folder: str) -> list[str]:
        names = (name for name in self._packages.listing(folder) if "." not in name and name not in NEVER_ROOTS)
        paths = (os.path.join(folder, name) for name in sorted(names))
        return [path for path in paths if os.path.isdir(path)]
