"""What a name stands for: its bindings, where it is used."""

from __future__ import annotations

import ast
import builtins
from typing import TYPE_CHECKING

from flake8_async_offload.bindings import (
    COMPREHENSIONS,
    Assignment,
    Binding,
    Definition,
    Entry,
    Import,
    Iteration,
    Parameter,
)
from flake8_async_offload.resolve import displays, lazily
from flake8_async_offload.resolve.attributes import ancestors, enclosing_class, is_method, shared
from flake8_async_offload.resolve.values import (
    NOTHING,
    Argument,
    Class,
    Collection,
    External,
    Function,
    Instance,
    Package,
    Several,
    Value,
    join,
)
from flake8_async_offload.scopes import Module, Scope

if TYPE_CHECKING:
    from flake8_async_offload.resolve import Resolver

MOST_BINDINGS = 200  # of one name in one scope: so many agree on nothing, and each use looks at all of them
_BUILTINS = frozenset(dir(builtins))


def value(resolver: Resolver, name: str, scope: Scope, line: int) -> Value | None:
    """Return what a name stands for at a line of a scope (0: anywhere in it)."""
    owner = scope.owner(name)
    if owner is None:
        return _star_imported(resolver, name, scope.module) or (External(name) if name in _BUILTINS else None)
    found = [(binding, owner) for binding in owner.own_bindings.get(name, ())]
    if owner.parent is None:
        found += owner.module.global_stores.get(name, [])
    if len(found) > MOST_BINDINGS:
        return None
    if owner.parent and line and owner in (scope.home, _place(scope)):
        reaching = _reaching([binding for binding, _ in found], line, owner, name)
        found = [(binding, owner) for binding in reaching]
    return bound(resolver, found)


def bound(resolver: Resolver, found: list[tuple[Binding, Scope]]) -> Value | None:
    """Return what bindings agree on; those of an `except ImportError` count where there are no others."""
    primary = [pair for pair in found if not pair[0].fallback] or found
    definitions = [pair for pair in primary if isinstance(pair[0], Definition)]
    if len(definitions) > 1 and len(definitions) == len(primary):
        primary = [pair for pair in definitions if not _completes_another(resolver, *pair)][-1:] or definitions[-1:]
    agreed = shared(resolver, [_of_binding(resolver, binding, scope) for binding, scope in primary])
    several = isinstance(agreed, Instance) and len(primary) > 1
    promised = join(_promises(resolver, primary)) if several or agreed is None or agreed == NOTHING else None
    if isinstance(agreed, Instance) and isinstance(promised, Instance):  # what they share may be less than is promised
        below = agreed.type != promised.type and agreed.type in ancestors(resolver, promised.type)
        return promised if below else agreed
    return agreed if several else promised or agreed


def _promises(resolver: Resolver, found: list[tuple[Binding, Scope]]) -> list[Value | None]:
    return [
        resolver.annotated(binding.annotation, scope)
        for binding, scope in found
        if isinstance(binding, Assignment) and binding.annotation and not binding.path
    ]


def _place(scope: Scope) -> Scope:
    """Return the scope whose statement an expression stands in: a lambda is mostly called on the spot."""
    while isinstance(scope.node, (*COMPREHENSIONS, ast.Lambda)) and scope.parent:
        scope = scope.parent
    return scope


def _reaching(bindings: list[Binding], line: int, scope: Scope, name: str) -> list[Binding]:
    """Return the bindings that may hold at a line: from the last one that always does, and those around a loop."""
    before = [binding for binding in bindings if binding.line < line]
    certain = [b for b in before if b.block == (0, 0) or b.block[0] <= line <= b.block[1]]
    last = certain[-1] if certain else None
    held = before[before.index(last) :] if last else before
    loops = [loop for loop in scope.loops if loop[0] <= line <= loop[1]]
    if last:
        loops = [loop for loop in loops if not loop[0] <= last.line <= loop[1]]
    around = [b for b in bindings if b.line >= line and any(start <= b.line <= end for start, end in loops)]
    if held:  # `x = x.smaller()` in a loop gives what has that method again
        around = [b for b in around if not _is_made_of(b, name)]
    return [*held, *around] or bindings


def _is_made_of(binding: Binding, name: str) -> bool:
    value = binding.value if isinstance(binding, Assignment) and not binding.path else None
    return value is not None and any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(value))


def _completes_another(resolver: Resolver, binding: Binding, scope: Scope) -> bool:
    """Say whether a definition is an overload, a setter or the like: not the callable itself."""
    if not isinstance(binding, Definition):
        return False
    overloads = resolver.language.method["overload"]
    for decorator in binding.node.decorator_list:
        if isinstance(decorator, ast.Attribute) and decorator.attr in ("setter", "deleter", "register", "getter"):
            return True
        named = resolver.value(decorator, scope)
        if isinstance(named, External) and named.name in overloads:
            return True
    return False


def _of_binding(resolver: Resolver, binding: Binding, scope: Scope) -> Value | None:
    match binding:
        case Import():
            return _imported(resolver, binding, scope.module)
        case Definition():
            inner = scope.child(binding.node)
            return Class(inner) if isinstance(binding.node, ast.ClassDef) else Function(inner)
        case Assignment():
            return _assigned(resolver, binding, scope)
        case Parameter():
            return _parameter(resolver, binding, scope)
        case Iteration():
            return _inside(resolver.iterated(displays.filled(resolver, binding.iterable, scope)), binding.path)
        case Entry():
            entered = resolver.entered(resolver.value(binding.manager, scope), asynchronous=binding.asynchronous)
            return _inside(entered, binding.path)
    return None


def _assigned(resolver: Resolver, binding: Assignment, scope: Scope) -> Value | None:
    assigned = resolver.value(binding.value, scope) if binding.value else None
    if binding.path:
        return _inside(assigned, binding.path)
    if binding.annotation is None:
        return assigned
    promised = resolver.annotated(binding.annotation, scope)
    match assigned:
        case Instance(made=None):
            is_of_kind = not isinstance(promised, Instance) or promised.type in ancestors(resolver, assigned.type)
            return assigned if is_of_kind else promised
        case Collection() if isinstance(promised, Collection):
            return promised if assigned.element is None else assigned
        case External() if isinstance(promised, Collection) and assigned != NOTHING:
            return promised  # it says what is in it: `field(default_factory=list)`
        case External() | Instance() | Function() | Class():
            return assigned
    return assigned if promised is None else promised


def _inside(value: Value | None, path: tuple[int, ...]) -> Value | None:
    for index in path:
        if isinstance(value, Several) and index < len(value.elements):
            value = value.elements[index]
        elif isinstance(value, Collection) and value.kind in ("list", "tuple"):
            value = value.element
        else:
            return None
    return value


def _parameter(resolver: Resolver, binding: Parameter, scope: Scope) -> Value | None:
    name = binding.arg.arg
    if binding.kind:
        return Collection("tuple" if binding.kind == "*" else "dict", Argument(scope, name))
    cls = enclosing_class(scope)
    if cls and is_method(scope) and _is_first(scope, name) and not _is_static(resolver, scope):
        return Class(cls) if _is_class_method(resolver, scope) else Instance(Class(cls))
    home = scope.parent or scope
    if binding.arg.annotation:
        promised = resolver.annotated(binding.arg.annotation, home)
        if promised is not None and promised != NOTHING:
            return promised
    default = resolver.value(binding.default, home) if binding.default else None
    if default is None or default == NOTHING or binding.default is None or isinstance(binding.default, ast.Constant):
        return Argument(scope, name)
    return default


def _is_first(scope: Scope, name: str) -> bool:
    arguments = scope.node.args  # type: ignore[union-attr]
    first = [*arguments.posonlyargs, *arguments.args][:1]
    return bool(first) and first[0].arg == name


def _is_static(resolver: Resolver, scope: Scope) -> bool:
    return _decorated(resolver, scope, "static")


def _is_class_method(resolver: Resolver, scope: Scope) -> bool:
    return _decorated(resolver, scope, "class") or scope.name in ("__new__", "__init_subclass__", "__class_getitem__")


def _decorated(resolver: Resolver, scope: Scope, kind: str) -> bool:
    wanted = resolver.language.method[kind]
    decorators = getattr(scope.node, "decorator_list", [])
    values = (resolver.value(decorator, scope.parent or scope) for decorator in decorators)
    return any(isinstance(named, External) and named.name in wanted for named in values)


def _imported(resolver: Resolver, binding: Import, module: Module) -> Value | None:
    found = resolver.project.find(module, binding.module, binding.level)
    if binding.name is None:
        return Package(found) if found else External(binding.module)
    if found is None:
        if binding.level and not binding.module:
            return None
        prefix = absolute(module, binding)
        return External(f"{prefix}.{binding.name}") if prefix else None
    if found.file == module.file:  # `from . import x` in a package: x is not bound yet, so it is the submodule
        submodule = resolver.project.submodule(found, binding.name)
        return Package(submodule) if submodule else None
    return member(resolver, found, binding.name)


def absolute(module: Module, binding: Import) -> str:
    """Return the dotted name of the module that an import in a module names, relative or not."""
    if not binding.level:
        return binding.module
    parts = module.name.split(".")
    drop = binding.level - (1 if module.file and module.file.name == "__init__.py" else 0)
    return ".".join([*parts[: len(parts) - drop], binding.module]) if drop < len(parts) else binding.module


def member(resolver: Resolver, module: Module, name: str) -> Value | None:
    """Return what a module of the project exports under a name."""
    key = ("member", id(module), name)
    if not resolver.enter(key):
        return None
    try:
        if name in module.scope.own_bindings or name in module.global_stores:
            return value(resolver, name, module.scope, 0)
        submodule = resolver.project.submodule(module, name)
        if submodule:
            return Package(submodule)
        starred = _star_imported(resolver, name, module)
        found = starred if starred is not None else lazily.member(resolver, module, name)
        # A folder of scripts holds nothing but its files: whoever asks it for more means the package of its name.
        folder = found is None and module.file is not None and not module.file.suffix
        return resolver.external(f"{module.name}.{name}") if folder else found
    finally:
        resolver.leave(key)


def _star_imported(resolver: Resolver, name: str, module: Module) -> Value | None:
    """Return what `from x import *` brings under a name; where x is not the project's, nobody can tell."""
    for binding in module.scope.own_bindings.get("*", ()):
        if isinstance(binding, Import):
            found = resolver.project.find(module, binding.module, binding.level)
            exported = member(resolver, found, name) if found and found is not module else None
            if exported is not None:
                return exported
    return None
