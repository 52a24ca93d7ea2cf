"""What is remembered from file to file: the project's modules, names, wrappers and bodies."""

from __future__ import annotations

import os
from collections.abc import Collection
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from flake8_async_offload import content
from flake8_async_offload.bindings import FUNCTIONS
from flake8_async_offload.catalog.catalogue import load
from flake8_async_offload.discover import Discovery
from flake8_async_offload.offload import Offload
from flake8_async_offload.project import Project
from flake8_async_offload.resolve import Function, Resolver, Value
from flake8_async_offload.scopes import Module
from flake8_async_offload.settings import Settings
from flake8_async_offload.source import Source

if TYPE_CHECKING:
    from flake8_async_offload.classify import Classifier
    from flake8_async_offload.inference import Inference


class Workspace:
    """The memory of a run."""

    def __init__(self, settings: Settings | None = None, root: Path | None = None) -> None:
        """Read nothing yet; `root` is what paths are shown relative to.

        Raises CatalogueError for a catalogue file of the project's that cannot be used.
        """
        self.settings = settings or Settings()
        self.project = Project(root)
        self.catalogue = load(self.settings.catalog)
        self.resolver = Resolver(self.project, self.catalogue)
        self.discovery = Discovery(self.resolver)
        self.learned: Collection[str] = ()  # the files that wrappers' names and imports were learned from
        self.imports: frozenset[str] | None = None  # first names of what the project imports, where all of it is known

    @cached_property
    def classifier(self) -> Classifier:
        """What says what a callee does; imported where a file has something to judge."""
        from flake8_async_offload.classify import Classifier

        return Classifier(self.resolver)

    @cached_property
    def _inference(self) -> Inference | None:
        from flake8_async_offload.inference import Inference

        return Inference() if self.settings.deep else None

    def has_learned(self, source: Source) -> bool:
        """Whether a source is a file that was learned from, as it is on the disk: text in an editor may not be."""
        path = os.path.abspath(source.path)  # noqa: PTH100
        try:
            return path in self.learned and content.text(path) == source.text
        except OSError:
            return False

    def runs(self, offload: Offload, module: Module) -> Value | None:
        """Return what an offload runs; in a deep run astroid is asked for what is still nameless."""
        found = self.discovery.callees.runs(offload)
        if found is not None or offload.callee is None or self._inference is None:
            return found
        node = offload.callee.node
        source = module.source
        name = self._inference.name(source.path, source.text, module.name, node.lineno, node.col_offset)
        if name is None:
            return None
        own = (scope for scope in module.scope.everything() if f"{module.name}.{scope.qualified_name}" == name)
        return next(
            (Function(scope) for scope in own if isinstance(scope.node, FUNCTIONS)), self.resolver.external(name)
        )
