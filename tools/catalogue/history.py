"""What the providers renamed and removed: read from the last release of each earlier major, and from Airflow's own tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from constants import Scope
from facts import FactReader, Facts
from modules import ClassRef, World, deprecated_classes
from wheels import PREFIX, Wheel

Operators = dict[str, Facts]


SQL = "airflow.providers.common.sql.operators.sql.SQLExecuteQueryOperator"
"""Operators of one database each, which the one for all databases replaced (changelogs of the providers)."""
GENERIC_SQL = {
    f"{name}Operator"
    for name in "Druid Jdbc MsSql MySql Oracle Postgres Presto RedshiftSQL Snowflake Sqlite Trino Vertica".split()
}


def changes_of(earlier: Iterable[tuple[Wheel, World, list[str]]], newest: Operators) -> dict[str, Any]:
    """
    Classes and parameters that an earlier major had and the newest release has not, each with the last release that had it
    and what that release says to use instead. `earlier` is in the order of releases.
    """
    classes: dict[str, Any] = {}
    parameters: dict[str, dict[str, Any]] = {}
    by_name = unique_names(newest)
    for wheel, world, modules in earlier:
        reader = FactReader(world)
        provider = wheel.name.removeprefix(PREFIX)
        for owner in reader.operators(modules):
            path = owner.path
            facts = reader.facts(owner)
            now = newest.get(path)
            if now is None:
                if facts.get("base") or path.rsplit(".", 1)[-1].startswith("_"):
                    continue
                known = classes.get(path, {}).get("use")
                classes[path] = entry(provider, wheel.version, successor(reader, owner, facts, newest, by_name) or known)
                continue
            gone = facts["parameters"].keys() - now["parameters"].keys()
            for name in sorted(gone):
                hint = facts["parameters"][name].get("deprecated", "")
                known = parameters.get(path, {}).get(name, {}).get("use")
                use = hint if hint in now["parameters"] else known
                parameters.setdefault(path, {})[name] = entry(provider, wheel.version, use)
    return {
        "classes": {path: classes[path] for path in sorted(classes)},
        "parameters": {path: dict(sorted(parameters[path].items())) for path in sorted(parameters)},
    }


def entry(provider: str, version: str, use: str | None) -> dict[str, str]:
    return {"provider": provider, "last": version, **({"use": use} if use else {})}


def unique_names(operators: Operators) -> dict[str, str]:
    """Class name → path, of offered classes whose name is unique, or that the standard provider has: those came from the core."""
    found: dict[str, list[str]] = {}
    for path, facts in operators.items():
        if not facts.get("base"):
            found.setdefault(path.rsplit(".", 1)[-1], []).append(path)
    ours = {name: [path for path in paths if path.startswith("airflow.providers.standard.")] for name, paths in found.items()}
    return {name: (ours[name] or paths)[0] for name, paths in found.items() if len(ours[name] or paths) == 1}


def successor(
    reader: FactReader, owner: ClassRef, facts: Facts, newest: Operators, by_name: dict[str, str]
) -> str | None:
    """What stands for a class that is gone: the one of its name elsewhere, what its warning names, or what it derives from."""
    name = owner.node.name
    hint = facts.get("deprecated") or ""
    if name in GENERIC_SQL:
        return SQL
    for candidate in (name, hint, hint.rsplit(".", 1)[-1]):
        if candidate in newest and not newest[candidate].get("base"):
            return candidate
        if candidate in by_name:
            return by_name[candidate]
    for base in owner.node.bases:
        found = reader.classes.reader.entity(base, Scope(owner.module))
        if isinstance(found, ClassRef) and found.path in newest and not newest[found.path].get("base"):
            return found.path
    return None


def moved_classes(older: World, newest: Operators, core: Operators, gone: dict[str, Any]) -> dict[str, str]:
    """Import paths of Airflow 1.10 and 2 that the deprecation tables of 2.11 still know → where the class is now."""
    by_name = unique_names(newest)
    moved: dict[str, str] = {}

    def now(path: str) -> str | None:
        if path in newest:
            return path
        known = gone.get(path, {}).get("use")
        return known or by_name.get(path.rsplit(".", 1)[-1])

    for path in core:
        target = now(path)
        if target is not None and path not in newest:
            moved[path] = target
    for package_name in sorted(older.sources.files):
        if not package_name.startswith(("airflow.operators", "airflow.sensors", "airflow.contrib")):
            continue
        module = older.module(package_name)
        if module is None or not module.is_package:
            continue
        for inner, table in deprecated_classes(module).items():
            for name, target in table.items():
                found = now(target) or by_name.get(name)
                if found is not None and found != f"{package_name}.{inner}.{name}":
                    moved[f"{package_name}.{inner}.{name}"] = found
    return dict(sorted(moved.items()))

