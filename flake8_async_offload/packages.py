"""Folders as the project's packages: which are roots, and the dotted name a file in one is imported by."""

from __future__ import annotations

import os
import re
from pathlib import Path

from flake8_async_offload import content
from flake8_async_offload.listing import Version, is_marked, modified, names_in, version


class Packages:
    """What folders hold, each as it was when first asked for, and what their modules are called."""

    def __init__(self) -> None:
        """Look into no folder yet."""
        self.mentioning: dict[str, Version | None] = {}  # files that were only looked through
        self.listings: dict[str, tuple[int | None, frozenset[str]]] = {}  # when modified, and the names
        self._names: dict[str, str] = {}

    def unchanged(self) -> bool:
        """Whether every folder that was looked into is still as it was then."""
        return all(modified(folder) == then for folder, (then, _) in self.listings.items())

    def listing(self, folder: str) -> frozenset[str]:
        """Return the names of what a folder holds; none where it cannot be read."""
        if folder not in self.listings:
            self.listings[folder] = (modified(folder), names_in(folder))
        return self.listings[folder][1]

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
            if self.is_package(folder):
                prefix = self._package_name(above) if self.is_package(above) else self._namespace(folder)
                self._names[folder] = f"{prefix}.{name}" if prefix else name
            else:
                self._names[folder] = self._namespace_of_scripts(folder)
        return self._names[folder]

    def _namespace(self, package: str) -> str:
        """Return the namespace above a topmost package: the folders its own modules import it through."""
        above, name = os.path.split(package)
        space = os.path.basename(above)
        if self._is_inside(above) and not self._any_mentions(package, _imports(name)):
            return self._package_name(above)
        if not space.isidentifier() or self.is_marked(above):
            return ""
        words = (f"from {space}.{name}", f"import {space}.{name}")
        return space if self._any_mentions(package, words) else self._distributed(package)

    def is_package(self, folder: str) -> bool:
        """Whether a folder is a package; one whose name is no identifier, such as a checkout, cannot be imported."""
        return os.path.basename(folder).isidentifier() and "__init__.py" in self.listing(folder)

    def is_marked(self, folder: str) -> bool:
        """Whether a folder is a project's or a part's root."""
        return is_marked(self.listing(folder))

    def _is_inside(self, folder: str) -> bool:
        """Whether a folder is part of a package, itself or as a namespace in one: other folders of its name are not."""
        while not self.is_marked(folder) and os.path.basename(folder).isidentifier():
            if self.is_package(folder):
                return True
            folder = os.path.dirname(folder)
        return False

    def _distributed(self, package: str) -> str:
        """Return the namespace of several folders that a distribution shares with others, and imports from."""
        spaces: list[str] = []
        above, name = os.path.split(os.path.dirname(package))
        while name.isidentifier() and name != "src":
            spaces.insert(0, name)
            if self.is_marked(above):
                shared = len(spaces) > 1 and self._any_mentions(package, _imports(name))
                return ".".join(spaces) if shared else ""
            above, name = os.path.split(above)
        return ""

    def _namespace_of_scripts(self, folder: str) -> str:
        """Return the dotted folder of files outside any package, where its files import each other through it."""
        above, name = os.path.split(folder)
        if not name.isidentifier() or self.is_marked(folder) or name == "src":
            return ""
        if not self._is_inside(above) and self._any_mentions(
            folder, (f"from {name}.", f"import {name}.", f"from {name} import")
        ):
            return name
        space = self._package_name(above) if above != folder and not self.is_marked(above) else ""
        return f"{space}.{name}" if space else ""

    def _any_mentions(self, folder: str, words: tuple[str, ...]) -> bool:
        said = re.compile(rf"(?:{'|'.join(map(re.escape, words))})\b")  # `from a.ab` does not speak of `a.a`
        files = sorted(name for name in self.listing(folder) if name.endswith(".py"))[:20]
        for path in (os.path.join(folder, name) for name in files):
            self.mentioning[path] = version(path)
            try:
                text = content.text(path)
            except OSError:
                continue
            if said.search(text):
                return True
        return False


def _imports(name: str) -> tuple[str, str, str]:
    return f"from {name} import", f"from {name}.", f"import {name}."
