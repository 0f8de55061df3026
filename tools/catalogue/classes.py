"""Operator classes: their bases in order, their kind, and what their constructors really take."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from constants import Reader, Scope, Unknown
from modules import ClassRef, External, World

BASE_OPERATORS = {
    "airflow.sdk.bases.operator.BaseOperator",
    "airflow.models.baseoperator.BaseOperator",
}
BASE_SENSORS = {"airflow.sdk.bases.sensor.BaseSensorOperator", "airflow.sensors.base.BaseSensorOperator"}


@dataclass(frozen=True)
class RawParameter:
    """A parameter as it is written: the class that defines it, its annotation and its default."""

    name: str
    origin: ClassRef
    annotation: ast.expr | None
    default: ast.expr | None
    required: bool
    deprecated: str | None = None


@dataclass(frozen=True)
class Constructor:
    """What a constructor takes, and the inherited names that it refuses."""

    parameters: tuple[RawParameter, ...]
    withheld: tuple[str, ...]
    closed: bool


class Classes:
    """The classes of a world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.reader = Reader(world, self.mro)
        self._mro: dict[int, list[ClassRef | External]] = {}

    def mro(self, owner: ClassRef) -> list[ClassRef | External]:
        """The class and its ancestors in Python's order; classes outside the sources stand for themselves only."""
        key = id(owner)
        if key not in self._mro:
            self._mro[key] = [owner]
            bases = [base for base in (self._base(owner, one) for one in owner.node.bases) if base is not None]
            lists = [self.mro(base) if isinstance(base, ClassRef) else [base] for base in bases]
            self._mro[key] = [owner, *merge([*(list(one) for one in lists), list(bases)])]
        return self._mro[key]

    def _base(self, owner: ClassRef, expression: ast.expr) -> ClassRef | External | None:
        if isinstance(expression, ast.Subscript):
            expression = expression.value
        found = self.reader.entity(expression, Scope(owner.module))
        return found if isinstance(found, (ClassRef, External)) else None

    def is_operator(self, owner: ClassRef) -> bool:
        return any(one.path in BASE_OPERATORS for one in self.mro(owner))

    def is_sensor(self, owner: ClassRef) -> bool:
        return any(one.path in BASE_SENSORS for one in self.mro(owner))

    def kind(self, owner: ClassRef) -> str:
        if self.is_sensor(owner):
            return "sensor"
        return "transfer" if ".transfers." in f"{owner.module.name}." else "operator"

    def is_offered(self, owner: ClassRef) -> bool:
        """Is it a class for use in workflows, not one to derive from?"""
        if ".decorators." in owner.module.name or owner.path in BASE_OPERATORS | BASE_SENSORS:
            return False
        return self.is_named_for_use(owner.node.name) and not self._abstract_methods(owner) and self._runs(owner)

    def is_named_for_use(self, name: str) -> bool:
        if name.startswith("_"):
            return False
        words = re.findall(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z0-9]+|[A-Z]+", name.replace("KnowledgeBase", "Knowledge"))
        return not {"Base", "Abstract", "Mixin"} & set(words) and "Mixin" not in name

    def _abstract_methods(self, owner: ClassRef) -> set[str]:
        decided: dict[str, bool] = {}
        for ancestor in self.mro(owner):
            if not isinstance(ancestor, ClassRef):
                continue
            for name, bound in ancestor.body.names.items():
                decided.setdefault(name, is_abstract(bound))
        return {name for name, abstract in decided.items() if abstract}

    def _runs(self, owner: ClassRef) -> bool:
        for ancestor in self.mro(owner):
            if ancestor.path in BASE_OPERATORS | BASE_SENSORS:
                return False
            if isinstance(ancestor, ClassRef) and {"execute", "poke"} & set(ancestor.body.names):
                return True
        return False

    def constructor(self, owner: ClassRef, whole: bool = False) -> Constructor:
        """
        What the constructor takes beside what every operator takes (`whole`: with that). A name counts where it is met
        first; a class passes on what it does not name only if it has `**kwargs`.
        """
        found: dict[str, RawParameter] = {}
        withheld: set[str] = set()
        given: set[str] = set()
        closed = False
        popped: list[RawParameter] = []
        for ancestor in self.mro(owner):
            if not isinstance(ancestor, ClassRef):
                continue
            init = ancestor.body.names.get("__init__")
            if not isinstance(init, ast.FunctionDef):
                continue
            if ancestor.path in BASE_OPERATORS and not whole:
                break
            for parameter in own_parameters(ancestor, init):
                name = parameter.name
                if name in found or name in withheld or (name == "task_id" and not whole):
                    continue
                found[name] = replace(parameter, required=False) if name in given else parameter
            if init.args.kwarg is None:
                closed = ancestor.path not in BASE_OPERATORS
                break
            passing = what_is_passed(init)
            withheld |= passing.fixed - set(found)
            given |= passing.given
            popped.extend(replace(parameter, origin=ancestor) for parameter in passing.popped)
        for parameter in popped:
            found.setdefault(parameter.name, parameter)
        return Constructor(tuple(found.values()), tuple(sorted(withheld)), closed)

    def template_fields(self, owner: ClassRef) -> list[str]:
        try:
            value = self.reader.value(
                ast.Attribute(value=ast.Name(id=owner.node.name, ctx=ast.Load()), attr="template_fields", ctx=ast.Load()),
                Scope(owner.module),
            )
        except Unknown:
            return self._literal_fields(owner)
        if isinstance(value, str):
            return [value]
        return sorted({field for field in value if isinstance(field, str)})

    def _literal_fields(self, owner: ClassRef) -> list[str]:
        """The names that stand in `template_fields` itself, where what else it is made of is not among the sources."""
        for ancestor in self.mro(owner):
            bound = ancestor.body.names.get("template_fields") if isinstance(ancestor, ClassRef) else None
            if isinstance(bound, ast.expr):
                texts = (one.value for one in ast.walk(bound) if isinstance(one, ast.Constant))
                return sorted({text for text in texts if isinstance(text, str)})
        return []

    def deprecation(self, owner: ClassRef) -> str | None:
        """What a class says to use instead, by its `@deprecated`; an empty text where it names nothing."""
        for decorator in owner.node.decorator_list:
            name = decorator.func if isinstance(decorator, ast.Call) else decorator
            last = name.attr if isinstance(name, ast.Attribute) else name.id if isinstance(name, ast.Name) else ""
            if last == "deprecated":
                return replacement_of(decorator) if isinstance(decorator, ast.Call) else ""
        init = owner.body.names.get("__init__")
        if isinstance(init, ast.FunctionDef):
            for statement in init.body:
                if isinstance(statement, ast.Expr) and is_deprecation_warning(statement.value):
                    text = warning_text(statement.value)
                    if owner.node.name in text or re.search(r"\b(?:class|operator|sensor)\b", text, re.IGNORECASE):
                        return named_in(text)
        return None


@dataclass(frozen=True)
class Passing:
    """What an `__init__` does with its `**kwargs` before it passes them on."""

    fixed: frozenset[str]
    given: frozenset[str]
    popped: tuple[RawParameter, ...]


def merge(lists: list[list[ClassRef | External]]) -> Iterator[ClassRef | External]:
    """Python's linearisation of base classes; where there is none, what is left in the order written."""
    lists = [one for one in lists if one]
    while lists:
        for candidates in lists:
            head = candidates[0]
            if not any(head in one[1:] for one in lists):
                break
        else:
            head = lists[0][0]
        yield head
        lists = [rest for one in lists if (rest := [item for item in one if item != head])]


def is_abstract(bound: object) -> bool:
    return isinstance(bound, (ast.FunctionDef, ast.AsyncFunctionDef)) and any(
        (isinstance(one, ast.Name) and one.id.startswith("abstract"))
        or (isinstance(one, ast.Attribute) and one.attr.startswith("abstract"))
        for one in bound.decorator_list
    )


def own_parameters(owner: ClassRef, init: ast.FunctionDef) -> Iterator[RawParameter]:
    arguments = init.args
    positional = [*arguments.posonlyargs, *arguments.args]
    padding: list[ast.expr | None] = [None] * (len(positional) - len(arguments.defaults))
    warned = deprecated_parameters(init)
    pairs = [
        *list(zip(positional, [*padding, *arguments.defaults], strict=True))[1:],
        *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
    ]
    for argument, default in pairs:
        if not argument.arg.startswith("_"):
            deprecated = warned.get(argument.arg)
            yield RawParameter(argument.arg, owner, argument.annotation, default, default is None, deprecated)


def what_is_passed(init: ast.FunctionDef) -> Passing:
    own = {argument.arg for argument in [*init.args.args, *init.args.kwonlyargs]}
    kwargs = init.args.kwarg.arg if init.args.kwarg else ""
    fixed: set[str] = set()
    given: set[str] = set()
    popped: list[RawParameter] = []
    literals = dict_literals(init)
    asked = {name for node in ast.walk(init) if isinstance(node, ast.If) and (name := membership(node.test, kwargs, ast.In))}
    warned = deprecated_keywords(init, kwargs)
    for node in ast.walk(init):
        match node:
            case ast.Call(func=ast.Attribute(value=receiver, attr="__init__"), keywords=keywords):
                if isinstance(receiver, (ast.Call, ast.Name, ast.Attribute)):
                    fixed |= {word.arg for word in keywords if word.arg and word.arg not in own}
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id=name), attr=("setdefault" | "pop") as method),
                args=[ast.Constant(value=str() as key), *rest],
            ) if name == kwargs:
                if method == "setdefault":
                    given.add(key)
                elif key not in own:
                    popped.append(popped_parameter(key, rest, key in asked, warned.get(key)))
            case ast.If(test=test, body=body):
                fixed |= refused_names(test, body, kwargs)
                given |= given_names(test, body, kwargs)
            case ast.For(target=ast.Name(id=variable), iter=ast.Tuple(elts=items) | ast.List(elts=items), body=body):
                names = {one.value for one in items if isinstance(one, ast.Constant) and isinstance(one.value, str)}
                if any(tests_membership(inner, variable, kwargs) for inner in body):
                    fixed |= names
            case ast.AugAssign(target=ast.Name(id=name), op=ast.BitOr(), value=ast.Name(id=kwargs_name)):
                if kwargs_name == kwargs:
                    given |= literals.get(name, set())
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Dict(keys=keys, values=values)):
                if any(key is None and is_name(value, kwargs) for key, value in zip(keys, values, strict=True)):
                    given |= {key.value for key in keys if isinstance(key, ast.Constant)}
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.Dict(keys=keys, values=values)):
                if any(key is None and is_name(value, kwargs) for key, value in zip(keys, values, strict=True)):
                    given |= {key.value for key in keys if isinstance(key, ast.Constant)}
    return Passing(frozenset(fixed), frozenset(given), tuple(popped))


def dict_literals(init: ast.FunctionDef) -> dict[str, set[str]]:
    """The keys of dict literals that names are bound to."""
    found: dict[str, set[str]] = {}
    for node in ast.walk(init):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Dict(keys=keys)) | ast.AnnAssign(
                target=ast.Name(id=name), value=ast.Dict(keys=keys)
            ):
                found[name] = {key.value for key in keys if isinstance(key, ast.Constant) and isinstance(key.value, str)}
    return found


def is_name(expression: ast.expr, name: str) -> bool:
    return isinstance(expression, ast.Name) and expression.id == name


def popped_parameter(name: str, rest: list[ast.expr], asked: bool, deprecated: str | None) -> RawParameter:
    """What is taken out of `**kwargs`; it may be left out where there is a default, or where the code asks first if it is there."""
    default = rest[0] if rest else None
    placeholder: ClassRef = None  # type: ignore[assignment]  # the caller knows the class
    return RawParameter(name, placeholder, None, default, default is None and not asked, deprecated)


def deprecated_keywords(init: ast.FunctionDef, kwargs: str) -> dict[str, str]:
    """`if "x" in kwargs: warnings.warn(…)`: names whose use warns."""
    found: dict[str, str] = {}
    for node in ast.walk(init):
        if isinstance(node, ast.If) and (name := membership(node.test, kwargs, ast.In)):
            if any(isinstance(one, ast.Expr) and is_deprecation_warning(one.value) for one in node.body):
                found[name] = ""
    return found


def membership(test: ast.expr, kwargs: str, op: type[ast.cmpop]) -> str | None:
    match test:
        case ast.Compare(left=ast.Constant(value=str() as key), ops=[found], comparators=[ast.Name(id=name)]):
            if name == kwargs and isinstance(found, op):
                return key
    return None


def refused_names(test: ast.expr, body: list[ast.stmt], kwargs: str) -> set[str]:
    """`if "x" in kwargs: raise …`"""
    tests = test.values if isinstance(test, ast.BoolOp) else [test]
    names = {name for one in tests if (name := membership(one, kwargs, ast.In))}
    return names if names and isinstance(body[0], ast.Raise) else set()


def given_names(test: ast.expr, body: list[ast.stmt], kwargs: str) -> set[str]:
    """`if "x" not in kwargs: kwargs["x"] = …`"""
    name = membership(test, kwargs, ast.NotIn)
    if name is None:
        return set()
    for statement in body:
        match statement:
            case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=target), slice=ast.Constant(value=key))]):
                if target == kwargs and key == name:
                    return {name}
    return set()


def tests_membership(statement: ast.stmt, variable: str, kwargs: str) -> bool:
    match statement:
        case ast.If(
            test=ast.Compare(left=ast.Name(id=left), ops=[ast.In()], comparators=[ast.Name(id=right)]),
            body=[ast.Raise(), *_],
        ):
            return left == variable and right == kwargs
    return False


def is_deprecation_warning(expression: ast.expr) -> bool:
    match expression:
        case ast.Call(func=ast.Attribute(attr="warn") | ast.Name(id="warn"), args=args, keywords=keywords):
            given = [*args, *(word.value for word in keywords if word.arg == "category")]
            names = [one.id if isinstance(one, ast.Name) else one.attr if isinstance(one, ast.Attribute) else "" for one in given]
            return any("Deprecat" in name or name == "FutureWarning" for name in names)
    return False


def warning_text(expression: ast.expr) -> str:
    return " ".join(
        node.value for node in ast.walk(expression) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def deprecated_parameters(init: ast.FunctionDef) -> dict[str, str]:
    """Parameters whose use warns (`if x is not None: warnings.warn(…)`), with the other parameter that the text names."""
    own = [argument.arg for argument in [*init.args.args, *init.args.kwonlyargs]]
    found: dict[str, str] = {}
    for statement in init.body:
        if not isinstance(statement, ast.If):
            continue
        names = tested_names(statement.test, own)
        if len(names) != 1:
            continue
        warning = next((one.value for one in statement.body if isinstance(one, ast.Expr) and is_deprecation_warning(one.value)), None)
        if warning is None:
            continue
        text = warning_text(warning)
        name = names[0]
        if re.search(rf"\b{re.escape(name)}\b", text) is None:
            continue
        marked = [other for other in re.findall(r"[`'\"]([A-Za-z_]\w*)[`'\"]", text) if other != name]
        plain = [other for other in re.findall(r"[A-Za-z_]\w*", text) if other in own and other != name and "_" in other]
        found[name] = (marked or plain or [""])[0]
    return found


def tested_names(test: ast.expr, own: list[str]) -> list[str]:
    match test:
        case ast.Name(id=name):
            return [name] if name in own else []
        case ast.Compare(left=ast.Name(id=name), ops=[op]):
            return [name] if name in own and not isinstance(op, (ast.Is, ast.Eq)) else []
        case ast.BoolOp(values=[first, *_], op=ast.And()):
            return tested_names(first, own)
    return []


def replacement_of(decorator: ast.Call) -> str:
    for word in decorator.keywords:
        if word.arg == "use_instead" and isinstance(word.value, ast.Constant):
            return str(word.value.value)
    return named_in(warning_text(decorator))


def named_in(text: str) -> str:
    """The class that a text of deprecation says to use."""
    found = re.search(
        r"(?:use|favou?r of|replaced (?:by|with)|moved to|instead)\W+(?:the\s+|a\s+)?[`'\" ~:a-z]*?((?:[a-z_]\w*\.)*[A-Z]\w+(?:Operator|Sensor)(?:Async)?)",
        text,
    )
    return found.group(1) if found else ""
