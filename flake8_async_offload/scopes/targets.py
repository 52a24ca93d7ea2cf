"""What targets are bound to: names, attributes of names, and the insides of containers."""

from __future__ import annotations

import ast

from flake8_async_offload.bindings import Assignment, Binding, Entry, Iteration, Lines, Unknown


class Targets:
    """The bindings of one scope, each under what it is bound to, in the order of the text."""

    def __init__(self) -> None:
        """Start with none."""
        self.names: dict[str, list[Binding]] = {}
        self.attributes: dict[tuple[str, str], list[Binding]] = {}
        self.elements: dict[tuple[str, str], list[Binding]] = {}

    def bind(self, name: str, binding: Binding) -> None:
        """Keep one more binding of a name."""
        self.names.setdefault(name, []).append(binding)

    def target(self, target: ast.expr, binding: Binding) -> None:
        """Keep what a target is bound to, part by part."""
        match target:
            case ast.Name():
                self.bind(target.id, binding)
            case ast.Attribute(value=ast.Name(id=base)):
                self.attributes.setdefault((base, target.attr), []).append(binding)
            case ast.Attribute(value=ast.Attribute(value=ast.Name(id=base), attr=inner)):
                self.attributes.setdefault((f"{base}.{inner}", target.attr), []).append(binding)
            case ast.Subscript(value=several):
                self.element(several, binding)
            case ast.Tuple() | ast.List():
                starred = any(isinstance(element, ast.Starred) for element in target.elts)
                for index, element in enumerate(target.elts):
                    self.target(element, _opaque(binding) if starred else _deeper(binding, index))
            case ast.Starred():
                self.target(target.value, _opaque(binding))

    def element(self, several: ast.expr, binding: Binding) -> None:
        """Keep what is put into a container: under its name, `("", "held")`, or its attribute, `("self", "held")`."""
        match several:
            case ast.Name(id=name):
                self.elements.setdefault(("", name), []).append(binding)
            case ast.Attribute(value=ast.Name(id=base), attr=attribute):
                self.elements.setdefault((base, attribute), []).append(binding)


def _deeper(binding: Binding, index: int) -> Binding:
    match binding:
        case Assignment():
            return Assignment(*_place(binding), binding.value, None, (*binding.path, index))
        case Iteration():
            return Iteration(*_place(binding), binding.iterable, (*binding.path, index))
        case Entry():
            return Entry(*_place(binding), binding.manager, (*binding.path, index), binding.asynchronous)
    return binding


def _opaque(binding: Binding) -> Binding:
    return Unknown(*_place(binding))


def _place(binding: Binding) -> tuple[int, Lines, bool]:
    return binding.line, binding.block, binding.fallback
