"""From an annotation to a type of the catalogue: the notation of `schemas/format/catalogue-entry.schema.json`."""

from __future__ import annotations

import ast
import datetime
from dataclasses import dataclass
from typing import Any

from constants import Member, Reader, Scope, Unknown
from modules import ClassRef, External, ExpressionRef, FunctionRef, Module

Notation = Any

TEXT = {"str", "typing.Text", "os.PathLike", "pathlib.Path", "pathlib.PurePath", "typing.AnyStr", "builtins.str", "uuid.UUID"}
MAPPINGS = {
    "dict", "typing.Dict", "typing.Mapping", "typing.MutableMapping", "collections.abc.Mapping",
    "collections.abc.MutableMapping", "collections.OrderedDict", "collections.defaultdict", "typing.OrderedDict",
    "collections.abc.MutableMapping", "typing.DefaultDict",
}
LISTS = {
    "list", "set", "tuple", "frozenset", "typing.List", "typing.Set", "typing.Tuple", "typing.Sequence", "typing.FrozenSet",
    "typing.Iterable", "typing.Collection", "typing.Iterator", "collections.abc.Sequence", "collections.abc.Iterable",
    "collections.abc.Collection", "collections.abc.Set", "collections.abc.MutableSequence", "typing.MutableSequence",
    "typing.AbstractSet", "collections.abc.Iterator", "collections.abc.Container", "typing.Container", "collections.abc.Generator",
}  # fmt: skip
SENTINELS = {"ArgNotSet", "NotSet", "NOTSET", "_MethodDefault", "SetDuringExecution"}
TRANSPARENT = {"typing.Annotated", "typing.ClassVar", "typing.Final", "typing.Required", "typing.NotRequired"}
ANY = {"typing.Any", "object"}


@dataclass(frozen=True)
class Typed:
    """A type in the notation of the catalogue, and whether it may be null."""

    notation: Notation
    nullable: bool


class Annotations:
    """Reads annotations with the names of the module in which they stand."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.world = reader.world

    def read(self, expression: ast.expr, module: Module) -> Typed:
        """The type of an annotation; an annotation that says nothing is `any`."""
        members = self._members(expression, module, 0)
        kept = [member for member in members if member not in ("null", "sentinel")]
        return Typed(union(kept) if kept else "any", "null" in members)

    def _members(self, expression: ast.expr, module: Module, depth: int) -> list[Notation]:
        """The alternatives of an annotation; `null` and `sentinel` stand for None and for "not given"."""
        if depth > 20:
            return ["any"]
        match expression:
            case ast.Constant(value=None):
                return ["null"]
            case ast.Constant(value=str() as text):
                return self._quoted(text, module, depth)
            case ast.Constant(value=value) if value is Ellipsis:
                return ["any"]
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                return [*self._members(left, module, depth + 1), *self._members(right, module, depth + 1)]
            case ast.Subscript(value=outer, slice=inner):
                return self._generic(outer, inner, module, depth)
            case ast.Name() | ast.Attribute():
                return self._named(expression, module, depth)
        return ["any"]

    def _quoted(self, text: str, module: Module, depth: int) -> list[Notation]:
        try:
            return self._members(ast.parse(text.strip(), mode="eval").body, module, depth + 1)
        except SyntaxError:
            return ["any"]

    def _path(self, expression: ast.expr, module: Module) -> tuple[str, object]:
        """The dotted path of a name, and what it stands for."""
        found: object
        if isinstance(expression, ast.Name):
            found = self.world.resolve(module, expression.id, typing=True)
            if found is None:
                binding = module.body.typing_only.get(expression.id)
                path = getattr(binding, "module", "") and f"{binding.module}.{binding.name}"  # type: ignore[union-attr]
                return path or expression.id, None
        else:
            found = self.reader.entity(expression, Scope(module))
            if found is None and isinstance(expression, ast.Attribute):
                return self._path(expression.value, module)[0] + "." + expression.attr, None
        if isinstance(found, (External, ClassRef)):
            return found.path, found
        return ast.unparse(expression), found

    def _generic(self, outer: ast.expr, inner: ast.expr, module: Module, depth: int) -> list[Notation]:
        path, found = self._path(outer, module)
        arguments = inner.elts if isinstance(inner, ast.Tuple) else [inner]
        if path == "typing.Optional":
            return [*self._members(arguments[0], module, depth + 1), "null"]
        if path == "typing.Union":
            return [member for one in arguments for member in self._members(one, module, depth + 1)]
        if path in ("typing.Literal", "typing_extensions.Literal"):
            return self._literals(arguments, module)
        if path in TRANSPARENT:
            return self._members(arguments[0], module, depth + 1)
        if path in LISTS:
            return [self._list(path, arguments, module, depth)]
        if path in MAPPINGS:
            return [{"mapping": "any"}]
        if path in ("type", "typing.Type"):
            return [{"object": "type"}]
        return self._known(path, found, outer, module, depth)

    def _list(self, path: str, arguments: list[ast.expr], module: Module, depth: int) -> Notation:
        fixed = path.rsplit(".", 1)[-1].lower() == "tuple" and not any(
            isinstance(one, ast.Constant) and one.value is Ellipsis for one in arguments
        )
        chosen = arguments if fixed else arguments[:1]
        members = [member for one in chosen for member in self._members(one, module, depth + 1)]
        kept = [member for member in members if member not in ("null", "sentinel")]
        nullable = "null" in members
        return {"list": "any" if nullable or not kept else union(kept)}

    def _literals(self, arguments: list[ast.expr], module: Module) -> list[Notation]:
        found: list[Notation] = []
        values: list[str] = []
        for argument in arguments:
            if isinstance(argument, ast.Subscript):
                nested = self._generic(argument.value, argument.slice, module, 1)
                found.extend(one for one in nested if not isinstance(one, dict))
                values.extend(value for one in nested if isinstance(one, dict) for value in one.get("enum", []))
                continue
            try:
                value = self.reader.value(argument, Scope(module))
            except Unknown:
                found.append("any")
                continue
            value = value.value if isinstance(value, Member) else value
            if isinstance(value, str):
                values.append(value)
            else:
                found.append(type_of_value(value))
        return [*([{"enum": unique(values)}] if values else []), *found]

    def _named(self, expression: ast.expr, module: Module, depth: int) -> list[Notation]:
        path, found = self._path(expression, module)
        if path in LISTS:
            return [{"list": "any"}]
        if path in MAPPINGS:
            return [{"mapping": "any"}]
        return self._known(path, found, expression, module, depth)

    def _known(self, path: str, found: object, expression: ast.expr, module: Module, depth: int) -> list[Notation]:
        last = path.rsplit(".", 1)[-1]
        if last in SENTINELS:
            return ["sentinel"]
        if path in TEXT:
            return ["text"]
        plain = {"int": "integer", "float": "number", "bool": "boolean", "None": "null", "typing.Callable": "python",
                 "collections.abc.Callable": "python", "datetime.timedelta": "duration", "datetime.datetime": "date",
                 "datetime.date": "date", "datetime.time": "time", "pendulum.DateTime": "date", "pendulum.duration": "duration",
                 "dateutil.relativedelta.relativedelta": {"object": "dateutil.relativedelta.relativedelta"},
                 "bytes": {"object": "bytes"}, "type": {"object": "type"}, "types.NoneType": "null",
                 "decimal.Decimal": "number", "collections.abc.Awaitable": "python", "numbers.Number": "number",
                 "typing.SupportsAbs": "number"}  # fmt: skip
        if path in plain:
            return [plain[path]]
        if path in ANY or path.endswith(".Any"):
            return ["any"]
        if isinstance(found, ExpressionRef):
            return self._alias(found, depth)
        if isinstance(found, ClassRef):
            return self._class(found, module, depth)
        if isinstance(found, FunctionRef):
            return ["python"]
        if path in ("typing.TypeVar", "typing_extensions.Self") or "." not in path and path not in BUILTINS:
            return ["any"]
        if path in PLAIN_DATA:
            return PLAIN_DATA[path]
        if takes_mapping(path):
            return [{"mapping": "any"}, {"object": path}]
        return [{"object": path}]

    def _alias(self, found: ExpressionRef, depth: int) -> list[Notation]:
        match found.expression:
            case ast.Call(func=function, args=args, keywords=keywords):
                name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
                if name == "TypeVar":
                    bound = next((word.value for word in keywords if word.arg == "bound"), None)
                    choices = [bound] if bound is not None else args[1:]
                    return [one for choice in choices for one in self._members(choice, found.module, depth + 1)] or ["any"]
                if name == "NewType" and len(args) == 2:
                    return self._members(args[1], found.module, depth + 1)
                if name == "TypedDict":
                    return [{"mapping": "any"}]
                return ["any"]
        return self._members(found.expression, found.module, depth + 1)

    def _class(self, found: ClassRef, module: Module, depth: int) -> list[Notation]:
        ancestors = self.reader.mro(found)
        paths = {one.path for one in ancestors}
        if paths & {"typing.TypedDict", "typing_extensions.TypedDict"} or paths & MAPPINGS:
            return [{"mapping": "any"}]
        if self.reader.is_enum(found):
            try:
                values = unique([value for value in self.reader.members(found) if isinstance(value, str)])
            except Unknown:
                values = []
            if values:
                return [{"enum": values}]
            return ["integer"] if "enum.IntEnum" in paths else [{"object": found.path}]
        if "str" in paths:
            return ["text"]
        if "typing.Protocol" in paths and "__call__" in found.body.names:
            return ["python"]
        if found.node.name in SENTINELS:
            return ["sentinel"]
        return [{"object": found.path}]


BUILTINS = {"Exception", "BaseException", "bytes", "type", "property", "complex", "bytearray"}


PLAIN_DATA: dict[str, list[Notation]] = {
    "azure.ai.projects.models.AgentBlueprintReference": [{"mapping": "any"}, {"object": "azure.ai.projects.models.AgentBlueprintReference"}],
    "azure.synapse.spark.models.SparkBatchJobOptions": [{"mapping": "any"}, {"object": "azure.synapse.spark.models.SparkBatchJobOptions"}],
    "cohere.core.request_options.RequestOptions": [{"mapping": "any"}],
    "pinecone.db_data.types.VectorTuple": [{"list": "any"}],
    "pinecone.db_data.types.VectorTupleWithMetadata": [{"list": "any"}],
    "pinecone.db_data.types.VectorTypedDict": [{"mapping": "any"}],
    "pydantic_ai.settings.ModelSettings": [{"mapping": "any"}],
    "qdrant_client.models.VectorStruct": ["any"],
}  # fmt: skip
"""Names of packages outside of Airflow that stand for mappings and lists, or for classes beside which their clients take mappings."""


def takes_mapping(path: str) -> bool:
    """Google's clients take a mapping wherever a message of protobuf is asked for (proto-plus, `Message(mapping)`)."""
    if path.startswith(("google.genai.types.", "vertexai._genai.types.")) and path.endswith("OrDict"):
        return True
    if not path.startswith(("google.cloud.", "google.protobuf.", "google.ads.", "google.rpc.", "google.type.")):
        return False
    last = path.rsplit(".", 1)[-1]
    if last.endswith(("Client", "Iterator", "Pager", "Job", "Credentials")) or ".services." in path:
        return False
    return last[:1].isupper()


def unique(values: list[Any]) -> list[Any]:
    return list(dict.fromkeys(values))


def union(members: list[Notation]) -> Notation:
    """One notation of several alternatives, without what another one covers."""
    kept: list[Notation] = []
    for member in members:
        if member not in kept:
            kept.append(member)
    if "any" in kept:
        return "any"
    texts = [value for one in kept if isinstance(one, dict) for value in one.get("enum", [])]
    if texts:
        enums = [one for one in kept if isinstance(one, dict) and "enum" in one]
        place = kept.index(enums[0])
        kept = [one for one in kept if one not in enums]
        if "text" not in kept:
            kept.insert(place, {"enum": unique(texts)})
    if "number" in kept:
        kept = [one for one in kept if one != "integer"]
    if "duration" in kept and "number" in kept:
        kept = [one for one in kept if one != "number"]
    if "duration" in kept:
        kept = [one for one in kept if one != "integer"]
    for word in ("list", "mapping"):
        if {word: "any"} in kept:
            kept = [one for one in kept if not (isinstance(one, dict) and word in one) or one == {word: "any"}]
    return kept[0] if len(kept) == 1 else kept


def type_of_value(value: Any) -> Notation:
    """The type of a default, for a parameter without annotation."""
    match value:
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "number"
        case str():
            return "text"
        case dict():
            return {"mapping": "any"}
        case list() | tuple() | set() | frozenset():
            return {"list": "any"}
        case datetime.timedelta():
            return "duration"
        case Member(value=inner):
            return type_of_value(inner)
    return "any"


def json_type(notation: Notation) -> bool:
    """Does a value of the type have a form in YAML of its own, apart from Python in `<< >>`?"""
    if isinstance(notation, list):
        return any(json_type(one) for one in notation)
    if isinstance(notation, dict):
        return "object" not in notation and ("list" not in notation or notation["list"] == "any" or json_type(notation["list"]))
    return notation not in ("any", "python")
