"""The value of an expression that is known without running anything: defaults, template fields, members of enums."""

from __future__ import annotations

import ast
import datetime
import logging
import operator
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from modules import ClassRef, External, ExpressionRef, FunctionRef, Module, ModuleRef, World

"""Constants of the standard library and of packages that no provider wheel brings."""
EXTERNAL: dict[str, Any] = {
    "csv.QUOTE_MINIMAL": 0,
    "csv.QUOTE_ALL": 1,
    "csv.QUOTE_NONNUMERIC": 2,
    "csv.QUOTE_NONE": 3,
    "docker.constants.DEFAULT_TIMEOUT_SECONDS": 60,
    "os.linesep": "\n",
    "math.inf": float("inf"),
    **{f"logging.{level}": getattr(logging, level) for level in ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")},
}
ENUMS = {"enum.Enum", "enum.IntEnum", "enum.StrEnum", "enum.Flag", "enum.IntFlag", "airflow.compat.functools.Enum"}


class Unknown(Exception):
    """The value cannot be told by reading."""


@dataclass(frozen=True)
class Member:
    """A member of an enum class."""

    enum: str
    name: str
    value: Any


@dataclass(frozen=True)
class Scope:
    """Where an expression stands: its module, the class body around it, and names bound by comprehensions."""

    module: Module
    owner: ClassRef | None = None
    local: dict[str, Any] = field(default_factory=dict)
    depth: int = 0

    def inner(self, **names: Any) -> "Scope":
        return Scope(self.module, self.owner, {**self.local, **names}, self.depth)

    def at(self, module: Module, owner: ClassRef | None = None) -> "Scope":
        if self.depth > 40:
            raise Unknown
        return Scope(module, owner, {}, self.depth + 1)


BINARY: dict[type, Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.BitOr: operator.or_,
    ast.BitAnd: operator.and_,
    ast.LShift: operator.lshift,
}
COMPARE: dict[type, Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.Gt: operator.gt,
    ast.LtE: operator.le,
    ast.GtE: operator.ge,
    ast.In: lambda a, b: a in b,
    ast.NotIn: lambda a, b: a not in b,
    ast.Is: operator.is_,
    ast.IsNot: operator.is_not,
}
PLAIN_CALLS: dict[str, Callable[..., Any]] = {
    "tuple": tuple,
    "list": list,
    "set": set,
    "frozenset": frozenset,
    "sorted": sorted,
    "dict": dict,
    "int": int,
    "float": float,
    "str": str,
    "bool": bool,
    "chr": chr,
    "len": len,
    "min": min,
    "max": max,
    "sum": sum,
}
METHODS = {"union", "difference", "keys", "values", "items", "join", "lower", "upper", "format", "copy", "split", "total_seconds"}


class Reader:
    """Evaluates expressions over a world of modules."""

    def __init__(self, world: World, mro: Callable[[ClassRef], list[ClassRef | External]]) -> None:
        self.world = world
        self.mro = mro

    def value(self, expression: ast.expr, scope: Scope) -> Any:
        """The value of an expression. Raises `Unknown` where it takes running something."""
        try:
            return self._value(expression, scope)
        except Unknown:
            raise
        except (TypeError, ValueError, KeyError, IndexError, AttributeError, ZeroDivisionError, OverflowError) as error:
            raise Unknown from error

    def _value(self, expression: ast.expr, scope: Scope) -> Any:
        match expression:
            case ast.Constant(value=value):
                return value
            case ast.Tuple(elts=items):
                return tuple(self._items(items, scope))
            case ast.List(elts=items):
                return self._items(items, scope)
            case ast.Set(elts=items):
                return set(self._items(items, scope))
            case ast.Dict(keys=keys, values=values):
                return self._dict(keys, values, scope)
            case ast.Name(id=name):
                return self._name(name, scope)
            case ast.Attribute(value=inner, attr=attribute):
                return self._attribute(inner, attribute, scope)
            case ast.BinOp(left=left, op=op, right=right) if type(op) in BINARY:
                first, second = self._value(left, scope), self._value(right, scope)
                if isinstance(op, ast.Mult) and any(isinstance(one, (str, list, tuple)) for one in (first, second)):
                    raise Unknown
                return BINARY[type(op)](first, second)
            case ast.UnaryOp(op=op, operand=operand):
                inner_value = self._value(operand, scope)
                if isinstance(op, ast.USub):
                    return -inner_value
                return not inner_value if isinstance(op, ast.Not) else +inner_value
            case ast.BoolOp(op=op, values=values):
                result = None
                for item in values:
                    result = self._value(item, scope)
                    if bool(result) is isinstance(op, ast.Or):
                        return result
                return result
            case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in COMPARE:
                known = self.world.condition(expression, scope.module)
                if known is not None:
                    return known
                return COMPARE[type(op)](self._value(left, scope), self._value(right, scope))
            case ast.IfExp(test=test, body=yes, orelse=no):
                known = self.world.condition(test, scope.module)
                chosen = known if known is not None else self._value(test, scope)
                return self._value(yes if chosen else no, scope)
            case ast.Subscript(value=inner, slice=index):
                return self._value(inner, scope)[self._value(index, scope)]
            case ast.JoinedStr(values=parts):
                return "".join(self._part(part, scope) for part in parts)
            case ast.GeneratorExp() | ast.ListComp() | ast.SetComp():
                items = list(self._comprehension(expression.elt, expression.generators, scope))
                return set(items) if isinstance(expression, ast.SetComp) else items
            case ast.Call():
                return self._call(expression, scope)
        raise Unknown

    def _part(self, part: ast.expr, scope: Scope) -> str:
        match part:
            case ast.Constant(value=str() as text):
                return text
            case ast.FormattedValue(value=inner, conversion=-1, format_spec=None):
                value = self._value(inner, scope)
                if isinstance(value, (str, int)):
                    return str(value)
        raise Unknown

    def _items(self, items: list[ast.expr], scope: Scope) -> list[Any]:
        result: list[Any] = []
        for item in items:
            if isinstance(item, ast.Starred):
                result.extend(self._value(item.value, scope))
            else:
                result.append(self._value(item, scope))
        return result

    def _dict(self, keys: list[ast.expr | None], values: list[ast.expr], scope: Scope) -> dict[Any, Any]:
        result: dict[Any, Any] = {}
        for key, value in zip(keys, values, strict=True):
            if key is None:
                result.update(self._value(value, scope))
            else:
                result[self._value(key, scope)] = self._value(value, scope)
        return result

    def _comprehension(self, element: ast.expr, generators: list[ast.comprehension], scope: Scope) -> Any:
        first, *rest = generators
        if not isinstance(first.target, ast.Name):
            raise Unknown
        for item in self._value(first.iter, scope):
            inner = scope.inner(**{first.target.id: item})
            if not all(self._value(test, inner) for test in first.ifs):
                continue
            if rest:
                yield from self._comprehension(element, rest, inner)
            else:
                yield self._value(element, inner)

    def _name(self, name: str, scope: Scope) -> Any:
        if name in scope.local:
            return scope.local[name]
        if scope.owner is not None:
            bound = scope.owner.body.names.get(name)
            if isinstance(bound, ast.expr):
                return self._value(bound, scope.at(scope.module, scope.owner))
        return self._entity(self.world.resolve(scope.module, name), scope)

    def _entity(self, found: object, scope: Scope) -> Any:
        if isinstance(found, ExpressionRef):
            return self._value(found.expression, scope.at(found.module))
        if isinstance(found, External) and found.path in EXTERNAL:
            return EXTERNAL[found.path]
        raise Unknown

    def _attribute(self, inner: ast.expr, attribute: str, scope: Scope) -> Any:
        target = self.entity(inner, scope)
        if isinstance(target, ClassRef):
            return self.class_attribute(target, attribute, scope)
        if isinstance(target, ModuleRef):
            return self._entity(self.world.import_name(target.name, attribute), scope)
        if isinstance(target, External):
            return self._entity(External(f"{target.path}.{attribute}"), scope)
        value = self._value(inner, scope)
        if isinstance(value, Member):
            if attribute in ("value", "name"):
                return getattr(value, attribute)
        raise Unknown

    def class_attribute(self, owner: ClassRef, attribute: str, scope: Scope) -> Any:
        """A class attribute by the order of its bases, with `.append` and the like in the class body applied."""
        for ancestor in self.mro(owner):
            if not isinstance(ancestor, ClassRef):
                continue
            bound = ancestor.body.names.get(attribute)
            if bound is None:
                continue
            if not isinstance(bound, ast.expr):
                raise Unknown
            value = self._value(bound, scope.at(ancestor.module, ancestor))
            if self.is_enum(ancestor):
                return Member(ancestor.path, attribute, value)
            return self._mutated(value, attribute, ancestor, scope)
        raise Unknown

    def _mutated(self, value: Any, attribute: str, owner: ClassRef, scope: Scope) -> Any:
        for statement in owner.body.mutations:
            match statement:
                case ast.AugAssign(target=ast.Name(id=name), op=op, value=more) if name == attribute:
                    value = BINARY[type(op)](value, self._value(more, scope.at(owner.module, owner)))
                case ast.Expr(
                    value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method), args=[argument])
                ) if name == attribute and method in ("append", "extend"):
                    more = self._value(argument, scope.at(owner.module, owner))
                    value = [*value, *(more if method == "extend" else [more])]
        return value

    def is_enum(self, owner: ClassRef) -> bool:
        return any(isinstance(one, External) and one.path in ENUMS for one in self.mro(owner))

    def members(self, owner: ClassRef) -> list[Any]:
        """The values of the members of an enum class."""
        values = []
        for name, bound in owner.body.names.items():
            if isinstance(bound, ast.expr) and not name.startswith("_"):
                value = self.value(bound, Scope(owner.module, owner))
                values.append(value.value if isinstance(value, Member) else value)
        return values

    def entity(self, expression: ast.expr, scope: Scope) -> object:
        """The class, module or outside object that a dotted name stands for; nothing where it is a plain value."""
        match expression:
            case ast.Name(id=name):
                bound = None if scope.owner is None else scope.owner.body.names.get(name)
                if isinstance(bound, ast.ClassDef):
                    return self.world.class_of(scope.module, bound)
                if name in scope.local or bound is not None:
                    return None
                found = self.world.resolve(scope.module, name, typing=True)
                if isinstance(found, ExpressionRef) and isinstance(found.expression, (ast.Name, ast.Attribute)):
                    return self.entity(found.expression, scope.at(found.module))
                return None if isinstance(found, ExpressionRef) else found
            case ast.Attribute(value=inner, attr=attribute):
                above = self.entity(inner, scope)
                if isinstance(above, ModuleRef):
                    found = self.world.import_name(above.name, attribute)
                    return None if isinstance(found, ExpressionRef) else found
                if isinstance(above, External):
                    return External(f"{above.path}.{attribute}")
                if isinstance(above, ClassRef):
                    bound = above.body.names.get(attribute)
                    return self.world.class_of(above.module, bound) if isinstance(bound, ast.ClassDef) else None
        return None

    def _call(self, call: ast.Call, scope: Scope) -> Any:
        function = call.func
        if isinstance(function, ast.Name) and function.id in PLAIN_CALLS:
            arguments = self._items(call.args, scope)
            keywords = {word.arg: self._value(word.value, scope) for word in call.keywords if word.arg}
            return PLAIN_CALLS[function.id](*arguments, **keywords)
        if isinstance(function, ast.Attribute) and function.attr.startswith("get"):
            owner = self.entity(function.value, scope)
            named = isinstance(function.value, ast.Name) and function.value.id in ("conf", "configuration")
            if named or (isinstance(owner, External) and owner.path.endswith(".conf")):
                return self._configured(function.attr, call, scope)
        if isinstance(function, ast.Attribute) and function.attr in METHODS:
            target = self._value(function.value, scope)
            return getattr(target, function.attr)(*self._items(call.args, scope))
        found = self.entity(function, scope)
        path = found.path if isinstance(found, External) else ""
        if path == "typing.cast" and len(call.args) == 2:
            return self._value(call.args[1], scope)
        if path in ("datetime.timedelta", "pendulum.duration"):
            keywords = {word.arg: self._value(word.value, scope) for word in call.keywords if word.arg}
            return datetime.timedelta(*self._items(call.args, scope), **keywords)
        if isinstance(found, FunctionRef):
            return self._function(found, call, scope)
        if isinstance(found, ClassRef) and self.is_enum(found):
            value = self._value(call.args[0], scope)
            for name, bound in found.body.names.items():
                if isinstance(bound, ast.expr) and self._value(bound, Scope(found.module, found)) == value:
                    return Member(found.path, name, value)
        raise Unknown

    def _function(self, found: FunctionRef, call: ast.Call, scope: Scope) -> Any:
        """A call of a function of one line: `aws_template_fields("a")`, or one that looks up a setting."""
        node = found.node
        if node.name == "aws_template_fields":
            return tuple(sorted({"aws_conn_id", "region_name", "verify"} | set(self._items(call.args, scope))))
        body = [one for one in node.body if not (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant))]
        match body:
            case [ast.Return(value=ast.expr() as result)] if not call.args and not call.keywords:
                return self._value(result, scope.at(found.module))
        raise Unknown

    def _configured(self, getter: str, call: ast.Call, scope: Scope) -> Any:
        section, option = (self._value(argument, scope) for argument in call.args[:2])
        text = self.world.sources.configured(section, option)
        fallback = next((word.value for word in call.keywords if word.arg == "fallback"), None)
        if text is None or text in ("", "~", "None"):
            if fallback is None:
                if text is None:
                    raise Unknown
                return None if text in ("~", "None") else "" if getter == "get" else None
            return self._value(fallback, scope)
        convert = {
            "get": str,
            "getboolean": lambda one: one.lower() in ("true", "t", "1"),
            "getint": int,
            "getfloat": float,
            "gettimedelta": lambda one: datetime.timedelta(seconds=int(one)),
        }
        if getter not in convert:
            raise Unknown
        return convert[getter](text)
