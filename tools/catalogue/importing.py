"""Reads the operator classes of any package, without the packages that it stands on: those are in the catalogue already."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

from constants import Scope
from facts import FactReader
from modules import ClassRef, External, World
from sources import Sources

OPERATOR_WORDS = ("Operator", "Sensor")


def read_operators(paths: list[Path]) -> dict[str, Any]:
    """
    The operator classes of wheels and folders: class path → kind, what it takes beside what its base takes, and the class
    outside these paths that it derives from.
    """
    sources = Sources((3, 3, 2))
    modules: list[str] = []
    for path in paths:
        modules += sources.add_wheel(path, path.name) if path.suffix == ".whl" else sources.add_folder(path, path.name)
    reader = FactReader(World(sources))
    found: dict[str, Any] = {}
    for name in sorted(modules):
        module = reader.world.module(name)
        for bound in module.body.names.values() if module is not None else ():
            if isinstance(bound, ast.ClassDef) and module is not None:
                owner = reader.world.class_of(module, bound)
                base = outside_base(reader, owner)
                if base is not None and not bound.name.startswith("_"):
                    facts = reader.facts(owner)
                    taken = {key: facts[key] for key in ("deprecated", "withheld", "parameters") if key in facts}
                    offered = reader.classes.is_named_for_use(bound.name)
                    found[owner.path] = {"base": base, "offered": offered, "summary": first_line(bound), **taken}
    return found


def outside_base(reader: FactReader, owner: ClassRef) -> str | None:
    """The path of the nearest operator class outside the sources, by the names that operators have."""
    for ancestor in reader.classes.mro(owner):
        if isinstance(ancestor, External) and ancestor.path.endswith(OPERATOR_WORDS):
            return ancestor.path
        if isinstance(ancestor, ClassRef):
            for base in ancestor.node.bases:
                outside = reader.classes.reader.entity(base, Scope(ancestor.module))
                if outside is None:
                    path = imported_path(ancestor, base)
                    if path is not None and path.endswith(OPERATOR_WORDS):
                        return path
    return None


def imported_path(owner: ClassRef, base: ast.expr) -> str | None:
    """Where a base class is imported from, though that module is not among the sources."""
    expression = base.value if isinstance(base, ast.Subscript) else base
    parts: list[str] = []
    while isinstance(expression, ast.Attribute):
        parts.insert(0, expression.attr)
        expression = expression.value
    if not isinstance(expression, ast.Name):
        return None
    binding = owner.module.body.names.get(expression.id)
    module, name = getattr(binding, "module", None), getattr(binding, "name", None)
    if not isinstance(module, str):
        return None
    return ".".join([module, *([name] if name else []), *parts])


def first_line(node: ast.ClassDef) -> str:
    """The first line of the package's own documentation: the package is the user's, so may its words be."""
    lines = (ast.get_docstring(node) or "").strip().splitlines()
    return lines[0].strip() if lines else ""

