"""The facts of operator classes, as plain data: what the files of `schemas/providers/` say."""

from __future__ import annotations

import ast
import datetime
import re
from typing import Any

from annotations import Annotations, type_of_value
from classes import BASE_SENSORS, Classes, RawParameter
from constants import Member, Scope, Unknown
from modules import ClassRef, World

Facts = dict[str, Any]

"""All operator classes are called so, or their base is; the look spares most modules a parse."""
OPERATOR_CLASS = re.compile(r"^\s*class (?:\w*(?:Operator|Sensor)|\w+\([^)]*(?:Operator|Sensor))", re.MULTILINE)


class FactReader:
    """Facts of the classes of one world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.classes = Classes(world)
        self.annotations = Annotations(self.classes.reader)

    def operators(self, modules: list[str]) -> list[ClassRef]:
        """All operator classes that the modules define, those for deriving only among them."""
        found = []
        for name in modules:
            if not OPERATOR_CLASS.search(self.world.sources.text(name)):
                continue
            module = self.world.module(name)
            for bound in module.body.names.values() if module is not None else ():
                if isinstance(bound, ast.ClassDef):
                    owner = self.world.class_of(module, bound)  # type: ignore[arg-type]
                    if self.classes.is_operator(owner):
                        found.append(owner)
        return found

    def facts(self, owner: ClassRef, whole: bool = False) -> Facts:
        constructor = self.classes.constructor(owner, whole)
        templated = set(self.classes.template_fields(owner))
        facts: Facts = {"kind": self.classes.kind(owner)}
        if not self.classes.is_offered(owner):
            facts["base"] = True
        deprecated = self.classes.deprecation(owner)
        if deprecated is not None:
            facts["deprecated"] = deprecated
        if constructor.withheld:
            facts["withheld"] = list(constructor.withheld)
        if constructor.closed:
            facts["closed"] = True
        facts["parameters"] = {
            one.name: self._parameter(one, one.name in templated)
            for one in sorted(constructor.parameters, key=lambda one: one.name)
            if whole or one.origin.path not in BASE_SENSORS
        }
        return facts

    def _parameter(self, raw: RawParameter, templated: bool) -> Facts:
        known, default = self._default(raw)
        facts: Facts = {}
        if raw.annotation is not None:
            typed = self.annotations.read(raw.annotation, raw.origin.module)
            facts["type"] = typed.notation
            if typed.nullable and raw.required:
                facts["nullable"] = True
        else:
            facts["type"] = type_of_value(default) if known and default is not None else "any"
        if raw.required:
            facts["required"] = True
        if templated:
            facts["templated"] = True
        if raw.deprecated is not None:
            facts["deprecated"] = raw.deprecated
        if known:
            plain = plain_data(default)
            if plain is not MISSING:
                facts["default"] = plain
        return facts

    def _default(self, raw: RawParameter) -> tuple[bool, Any]:
        if raw.default is None:
            return False, None
        try:
            return True, self.classes.reader.value(raw.default, Scope(raw.origin.module, raw.origin))
        except Unknown:
            return False, None


MISSING = object()


def plain_data(value: Any) -> Any:
    """A default as JSON: durations in seconds, enum members by value, sets sorted; `MISSING` where it has no such form."""
    match value:
        case None | bool() | str() | int():
            return value
        case float():
            return value if value == value and abs(value) != float("inf") else MISSING
        case Member(value=inner):
            return plain_data(inner)
        case datetime.timedelta():
            seconds = value.total_seconds()
            return int(seconds) if seconds.is_integer() else seconds
        case list() | tuple():
            items = [plain_data(item) for item in value]
            return MISSING if any(item is MISSING for item in items) else items
        case set() | frozenset():
            try:
                return plain_data(sorted(value))
            except TypeError:
                return MISSING
        case dict():
            items = {key: plain_data(item) for key, item in value.items()}
            fine = all(isinstance(key, str) for key in items) and not any(item is MISSING for item in items.values())
            return items if fine else MISSING
    return MISSING

