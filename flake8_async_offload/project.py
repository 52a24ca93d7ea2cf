"""The project's own modules: found from the linted file alone, each parsed at most once per version of its file."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from flake8_async_offload import content
from flake8_async_offload.listing import MARKERS, NEVER_ROOTS, Listing, Version, mattering, modified, names_in, version
from flake8_async_offload.scopes import Module
from flake8_async_offload.source import Source, UnreadableError, read

MOST_ROOTS = 400


class Project:
    """Finds and parses the project's modules, each as it is when first asked for; `unchanged` says if it still is."""

    def __init__(self, root: Path | None = None) -> None:
        """Start with nothing read; paths are shown relative to `root`, or to the working directory."""
        self._root = root
        self._modules: dict[Path, tuple[Version, Module | None]] = {}
        self._mentioning: dict[str, Version | None] = {}  # files that were only looked through
        self._listings: dict[str, tuple[int | None, frozenset[str]]] = {}
        self._roots: dict[str, tuple[str, ...]] = {}
        self._members: dict[str, tuple[str, ...]] = {}
        self._names: dict[str, str] = {}

    def module(self, source: Source) -> Module:
        """Return the module of a source in hand, named by the place of its path. Raises UnreadableError."""
        file = Path(os.path.abspath(source.path))
        return Module(source, self.dotted_name(file), file)

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
                module: Module | None = Module(source or read(file, self.shown(file)), self.dotted_name(file), file)
            except UnreadableError:
                module = None
            self._modules[file] = (stamp, module)
        return self._modules[file][1]

    def unchanged(self) -> bool:
        """Whether every file that was parsed, and every folder that was looked into, is still as it was then."""
        files = all(version(file) == stamp for file, stamp in self.versions().items())
        return files and all(modified(folder) == then for folder, (then, _) in self._listings.items())

    def versions(self) -> dict[str, Version | None]:
        """Return the files that were read, each with its version as it was then."""
        return self._mentioning | {str(file): stamp for file, (stamp, _) in self._modules.items()}

    def listings(self) -> dict[str, Listing]:
        """Return the folders that were looked into, each with the names in it that matter.

        Above the folders that imports start from, only what marks a project does.
        """
        starts = {root for roots in self._roots.values() for root in roots}
        above = {folder for start in starts for folder in _upwards(start)} - starts
        return {
            folder: Listing(then, mattering(names, marks=folder in above), folder in above)
            for folder, (then, names) in self._listings.items()
        }

    def find(self, importer: Module, dotted: str, level: int = 0) -> Module | None:
        """Return the project's module that `importer` means by `dotted` (relative for level > 0), or None."""
        if importer.file is None:
            return None
        folder = str(importer.file.parent)
        parts = [part for part in dotted.split(".") if part]
        if level:
            for _ in range(level - 1):
                folder = os.path.dirname(folder)
            return self._descend(folder, parts)
        if not parts or parts[0] in sys.stdlib_module_names:
            return None
        for root in self._search(folder):
            if parts[0] in self._listing(root) or f"{parts[0]}.py" in self._listing(root):
                module = self._descend(root, parts)
                if module and module.file != importer.file:
                    return module
        return None

    def submodule(self, module: Module, name: str) -> Module | None:
        """Return a package's submodule, or None."""
        if module.file is None or (module.file.name != "__init__.py" and module.file.suffix):
            return None
        folder = module.file if module.file.name != "__init__.py" else module.file.parent
        return self._descend(str(folder), [name])

    def dotted_name(self, file: Path) -> str:
        """Return the name a file is imported by: from the topmost package, or from the root of a namespace package."""
        folder = str(file.parent)
        prefix = self._package_name(folder)
        stem = file.name.removesuffix(".py")
        if stem == "__init__":
            return prefix or file.parent.name
        return f"{prefix}.{stem}" if prefix else stem

    def _package_name(self, folder: str) -> str:
        if folder not in self._names:
            above, name = os.path.split(folder)
            listing = self._listing(folder)
            if "__init__.py" in listing and name:
                prefix = self._package_name(above) if "__init__.py" in self._listing(above) else self._namespace(folder)
                self._names[folder] = f"{prefix}.{name}" if prefix else name
            else:
                self._names[folder] = self._namespace_of_scripts(folder)
        return self._names[folder]

    def _namespace(self, package: str) -> str:
        """Return the namespace above a topmost package: the folders its own modules import it through."""
        above, name = os.path.split(package)
        outer, space = os.path.split(above)
        itself = (f"from {name}.", f"import {name}.", f"from {name} import")
        if "__init__.py" in self._listing(outer) and not self._any_mentions(package, itself):
            return self._package_name(above)
        if not space.isidentifier() or MARKERS & self._listing(above):
            return ""
        words = (f"from {space}.{name}", f"import {space}.{name}")
        return space if self._any_mentions(package, words) else ""

    def _namespace_of_scripts(self, folder: str) -> str:
        """Return the dotted folder of files outside any package, where its files import each other through it."""
        above, name = os.path.split(folder)
        if not name.isidentifier() or MARKERS & self._listing(folder) or name == "src":
            return ""
        in_package = "__init__.py" in self._listing(above)  # there it is a namespace, whatever else is of its name
        if not in_package and self._any_mentions(folder, (f"from {name}.", f"import {name}.", f"from {name} import")):
            return name
        space = self._package_name(above) if above != folder and not MARKERS & self._listing(above) else ""
        return f"{space}.{name}" if space else ""

    def _any_mentions(self, folder: str, words: tuple[str, ...]) -> bool:
        files = sorted(name for name in self._listing(folder) if name.endswith(".py"))[:20]
        for path in (os.path.join(folder, name) for name in files):
            self._mentioning[path] = version(path)
            try:
                text = content.text(path)
            except OSError:
                continue
            if any(word in text for word in words):
                return True
        return False

    def _descend(self, folder: str, parts: list[str]) -> Module | None:
        for index, part in enumerate(parts):
            listing = self._listing(folder)
            below = os.path.join(folder, part)
            if part in listing and ("__init__.py" in self._listing(below) or f"{part}.py" not in listing):
                folder = below
            elif f"{part}.py" in listing:
                return self.load(Path(f"{below}.py")) if index == len(parts) - 1 else None
            else:
                return None
        listing = self._listing(folder)
        if "__init__.py" in listing:
            return self.load(Path(folder, "__init__.py"))
        has_modules = any(name.endswith(".py") or name.isidentifier() for name in listing)
        return Module(Source(folder, ""), ".".join(parts), Path(folder)) if has_modules and parts else None

    def _search(self, folder: str) -> tuple[str, ...]:
        """Return the folders absolute imports may start from, nearest first: never a package's own inside."""
        if folder not in self._roots:
            above = _upwards(folder)
            marked = [index for index, path in enumerate(above) if MARKERS & self._listing(path)]
            repository = [index for index in marked if ".git" in self._listing(above[index])]
            plain = [index for index, path in enumerate(above) if "__init__.py" not in self._listing(path)]
            top = (repository[:1] or marked[-1:] or plain[:1] or [0])[0]
            roots = [above[index] for index in plain if index <= top]
            sources = [os.path.join(root, "src") for root in roots if "src" in self._listing(root)]
            self._roots[folder] = tuple(dict.fromkeys([*roots, *sources, *self._workspace(above[top])]))
        return self._roots[folder]

    def _workspace(self, top: str) -> tuple[str, ...]:
        """Return the roots of a repository's other parts: folders up to two below its top that are not packages."""
        if top not in self._members:
            found: list[str] = []
            level = [top]
            for _ in range(2):
                level = [below for folder in level for below in self._folders(folder)][:MOST_ROOTS]
                found += [folder for folder in level if "__init__.py" not in self._listing(folder)]
            sources = [os.path.join(folder, "src") for folder in found if "src" in self._listing(folder)]
            marked = [folder for folder in found if MARKERS & self._listing(folder)]
            self._members[top] = tuple(dict.fromkeys([*sources, *marked]))
        return self._members[top]

    def _folders(self, folder: str) -> list[str]:
        names = (name for name in self._listing(folder) if "." not in name and name not in NEVER_ROOTS)
        paths = (os.path.join(folder, name) for name in sorted(names))
        return [path for path in paths if os.path.isdir(path)]

    def _listing(self, folder: str) -> frozenset[str]:
        if folder not in self._listings:
            self._listings[folder] = (modified(folder), names_in(folder))
        return self._listings[folder][1]


def _upwards(folder: str) -> list[str]:
    found = [folder]
    while (above := os.path.dirname(found[-1])) != found[-1]:
        found.append(above)
    return found[:40]
