"""What the names of a module stand for, found by reading: imports, conditions on versions and lazy attributes included."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from sources import Sources


@dataclass(frozen=True)
class Imported:
    """`from module import name`; without a name the module itself."""

    module: str
    name: str | None


@dataclass(frozen=True)
class External:
    """Something outside the sources, by its dotted path."""

    path: str


@dataclass(frozen=True)
class ModuleRef:
    name: str


Binding = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef | ast.expr | Imported


@dataclass
class Namespace:
    """The names of a module or a class body, each with its last binding."""

    names: dict[str, Binding] = field(default_factory=dict)
    typing_only: dict[str, Binding] = field(default_factory=dict)
    annotations: dict[str, ast.expr] = field(default_factory=dict)
    stars: list[str] = field(default_factory=list)
    mutations: list[ast.stmt] = field(default_factory=list)
    raises: bool = False


@dataclass(eq=False)
class Module:
    name: str
    is_package: bool
    body: Namespace
    complete: bool = False


@dataclass(eq=False)
class ClassRef:
    module: Module
    node: ast.ClassDef
    body: Namespace

    @property
    def path(self) -> str:
        return f"{self.module.name}.{self.node.name}"


@dataclass(frozen=True)
class ExpressionRef:
    module: Module
    expression: ast.expr


@dataclass(frozen=True)
class FunctionRef:
    module: Module
    node: ast.FunctionDef | ast.AsyncFunctionDef


Entity = ClassRef | ExpressionRef | FunctionRef | ModuleRef | External

VERSION_FLAG = re.compile(r"^AIRFLOW_V_(\d+)_(\d+)(?:_(\d+))?_PLUS$")
IMPORT_ERRORS = {"ImportError", "ModuleNotFoundError", "Exception", "AttributeError"}
PYTHON = (3, 11)


class World:
    """All modules of a set of sources, read on demand."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self._modules: dict[str, Module | None] = {}
        self._classes: dict[int, ClassRef] = {}
        self._lazy: dict[str, dict[str, list[tuple[str, str | None]]]] = {}

    def module(self, name: str) -> Module | None:
        """A module of the sources, or nothing where it is not there or raises when it is imported."""
        if name not in self._modules:
            tree = self.sources.parse(name)
            file = self.sources.files.get(name)
            if tree is None or file is None:
                self._modules[name] = None
            else:
                module = Module(name, file.is_package, Namespace())
                self._modules[name] = module
                self._collect(tree.body, module.body, module)
                module.complete = True
        found = self._modules[name]
        return None if found is not None and found.body.raises else found

    def class_of(self, module: Module, node: ast.ClassDef) -> ClassRef:
        known = self._classes.get(id(node))
        if known is None:
            known = ClassRef(module, node, Namespace())
            self._classes[id(node)] = known
            self._collect(node.body, known.body, module)
        return known

    def resolve(self, module: Module, name: str, typing: bool = False) -> Entity | None:
        """What a name of a module stands for, through imports; `typing`: also names that only type checkers see."""
        return self._resolve(module, name, typing, frozenset())

    def import_name(
        self, module_name: str, name: str, seen: frozenset[tuple[str, str]] = frozenset(), typing: bool = False
    ) -> Entity | None:
        """What `from module_name import name` gives; nothing where that is an ImportError."""
        if not module_name.startswith("airflow") and not self.sources.has(module_name):
            return External(f"{module_name}.{name}")
        if (module_name, name) in seen:
            return None
        module = self.module(module_name)
        if module is not None:
            found = self._resolve(module, name, typing, seen | {(module_name, name)})
            if found is not None:
                return found
        elif self.sources.files.get(module_name) is not None and self._modules.get(module_name) is not None:
            return None
        submodule = f"{module_name}.{name}"
        if self.sources.has(submodule):
            known = self._modules.get(submodule)
            return None if known is not None and known.body.raises else ModuleRef(submodule)
        return self._deprecated_module(module_name, name)

    def _deprecated_module(self, module_name: str, name: str) -> Entity | None:
        """Names of modules that exist only by `add_deprecated_classes` of the package above."""
        package, _, last = module_name.rpartition(".")
        above = self.module(package) if package else None
        if above is None or self.sources.has(module_name):
            return None
        target = deprecated_classes(above).get(last, {}).get(name)
        if target is None:
            return None
        return self.import_name(*target.rsplit(".", 1))

    def _resolve(
        self, module: Module, name: str, typing: bool, seen: frozenset[tuple[str, str]]
    ) -> Entity | None:
        binding = module.body.names.get(name)
        if binding is None:
            found = self._star(module, name, seen) or self._lazy_name(module, name, seen)
            hidden = module.body.typing_only.get(name) if typing and found is None else None
            return found if hidden is None else self.entity(module, hidden, seen, typing)
        return self.entity(module, binding, seen, typing)

    def entity(
        self, module: Module, binding: Binding, seen: frozenset[tuple[str, str]] = frozenset(), typing: bool = False
    ) -> Entity | None:
        if isinstance(binding, ast.ClassDef):
            return self.class_of(module, binding)
        if isinstance(binding, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return FunctionRef(module, binding)
        if isinstance(binding, Imported):
            if binding.name is None:
                return ModuleRef(binding.module) if self.sources.has(binding.module) else External(binding.module)
            return self.import_name(binding.module, binding.name, seen, typing)
        return ExpressionRef(module, binding)

    def _star(self, module: Module, name: str, seen: frozenset[tuple[str, str]]) -> Entity | None:
        for source in reversed(module.body.stars):
            found = self.import_name(source, name, seen) if self.sources.has(source) else None
            if found is not None:
                return found
        return None

    def _lazy_name(self, module: Module, name: str, seen: frozenset[tuple[str, str]]) -> Entity | None:
        lazy = self._lazy.get(module.name)
        if lazy is None:
            lazy = lazy_names(module)
            if module.complete:
                self._lazy[module.name] = lazy
        for source, original in lazy.get(name, []):
            if original is None:
                if self.sources.has(source):
                    return ModuleRef(source)
                continue
            found = self.import_name(source, original, seen) if self.sources.has(source) else None
            if found is not None:
                return found
        return None

    # reading bodies

    def _collect(self, body: list[ast.stmt], into: Namespace, module: Module) -> None:
        for statement in body:
            if into.raises:
                return
            self._collect_statement(statement, into, module)

    def _collect_statement(self, statement: ast.stmt, into: Namespace, module: Module) -> None:
        match statement:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                if not (isinstance(statement, ast.FunctionDef) and is_overload(statement)):
                    into.names[name] = statement
            case ast.Import() | ast.ImportFrom():
                self._collect_import(statement, into.names, into, module)
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    if isinstance(target, ast.Name):
                        into.names[target.id] = value
                    else:
                        into.mutations.append(statement)
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=value):
                into.annotations[name] = annotation
                if value is not None:
                    into.names[name] = value
            case ast.AugAssign() | ast.Expr(value=ast.Call()):
                into.mutations.append(statement)
            case ast.If(test=test, body=yes, orelse=no):
                self._collect_if(test, yes, no, into, module)
            case ast.Try():
                self._collect_try(statement, into, module)
            case ast.With(body=inner):
                self._collect(inner, into, module)
            case ast.Raise():
                into.raises = True
            case ast.Delete(targets=targets):
                for target in targets:
                    if isinstance(target, ast.Name):
                        into.names.pop(target.id, None)
            case _:
                pass

    def _collect_if(
        self, test: ast.expr, yes: list[ast.stmt], no: list[ast.stmt], into: Namespace, module: Module
    ) -> None:
        if is_type_checking(test):
            hidden = Namespace()
            self._collect(yes, hidden, module)
            into.typing_only.update(hidden.names)
            self._collect(no, into, module)
            return
        known = self.condition(test, module)
        if known is not None:
            self._collect(yes if known else no, into, module)
            return
        for branch in (no, yes):
            inner = Namespace()
            self._collect(branch, inner, module)
            into.names.update(inner.names)
            into.typing_only.update(inner.typing_only)
            into.mutations.extend(inner.mutations)

    def _collect_try(self, statement: ast.Try, into: Namespace, module: Module) -> None:
        failed = False
        for inner in statement.body:
            if isinstance(inner, (ast.Import, ast.ImportFrom)) and not self._importable(inner, module):
                failed = True
                break
            self._collect_statement(inner, into, module)
        if failed:
            handler = next((one for one in statement.handlers if catches_import_error(one)), None)
            if handler is not None:
                self._collect(handler.body, into, module)
        else:
            self._collect(statement.orelse, into, module)
        self._collect(statement.finalbody, into, module)

    def _importable(self, statement: ast.Import | ast.ImportFrom, module: Module) -> bool:
        if isinstance(statement, ast.Import):
            return all(
                not alias.name.startswith("airflow") or self.sources.has(alias.name) for alias in statement.names
            )
        source = absolute(statement, module)
        if not source.startswith("airflow"):
            return True
        loading = self._modules.get(source)
        if loading is not None and not loading.complete:
            return True
        return all(alias.name == "*" or self.import_name(source, alias.name) is not None for alias in statement.names)

    def _collect_import(
        self, statement: ast.Import | ast.ImportFrom, names: dict[str, Binding], into: Namespace, module: Module
    ) -> None:
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                if alias.asname:
                    names[alias.asname] = Imported(alias.name, None)
                else:
                    first = alias.name.split(".")[0]
                    names[first] = Imported(first, None)
            return
        source = absolute(statement, module)
        for alias in statement.names:
            if alias.name == "*":
                into.stars.append(source)
            else:
                names[alias.asname or alias.name] = Imported(source, alias.name)

    def condition(self, test: ast.expr, module: Module) -> bool | None:
        """The value of a condition on versions; nothing where it depends on anything else."""
        match test:
            case ast.Constant(value=bool() as value):
                return value
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                inner = self.condition(operand, module)
                return None if inner is None else not inner
            case ast.BoolOp(op=op, values=values):
                results = [self.condition(value, module) for value in values]
                if isinstance(op, ast.And):
                    return False if False in results else None if None in results else True
                return True if True in results else None if None in results else False
            case ast.Name(id=name) | ast.Attribute(attr=name):
                return self._flag(name, test, module)
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                first, second = self._version(left, module), self._version(right, module)
                if first is None or second is None:
                    return None
                length = min(len(first), len(second))
                return compare(op, first[:length] if len(first) > len(second) else first, second)
            case ast.Call(func=ast.Name(id="bool"), args=[inner]):
                return self.condition(inner, module)
        return None

    def _flag(self, name: str, test: ast.expr, module: Module) -> bool | None:
        if name == "TYPE_CHECKING":
            return False
        flag = VERSION_FLAG.match(name)
        if flag:
            return self.sources.airflow >= tuple(int(part) for part in flag.groups() if part)
        if isinstance(test, ast.Name):
            found = self.resolve(module, name)
            if isinstance(found, ExpressionRef) and found.expression is not test:
                return self.condition(found.expression, found.module)
        return None

    def _version(self, expression: ast.expr, module: Module) -> tuple[int, ...] | None:
        match expression:
            case ast.Tuple(elts=items) if all(
                isinstance(item, ast.Constant) and isinstance(item.value, int) for item in items
            ):
                return tuple(item.value for item in items if isinstance(item, ast.Constant))
            case ast.Attribute(value=ast.Name(id="sys"), attr="version_info"):
                return PYTHON
            case ast.Call(func=ast.Name(id="get_base_airflow_version_tuple")):
                return self.sources.airflow
            case ast.Call(func=ast.Name(id=("parse" | "Version" | "parse_version")), args=[inner]):
                return self._version(inner, module)
            case ast.Call(func=ast.Attribute(attr="parse"), args=[inner]):
                return self._version(inner, module)
            case ast.Constant(value=str() as text) if re.match(r"^\d+(\.\d+)*$", text):
                return tuple(int(part) for part in text.split("."))
            case ast.Attribute(value=inner, attr="base_version"):
                return self._version(inner, module)
            case ast.Name(id=name):
                found = self.resolve(module, name)
                if name in ("airflow_version", "AIRFLOW_VERSION") or (
                    isinstance(found, ModuleRef) and found.name == "airflow.version"
                ):
                    return self.sources.airflow
                if isinstance(found, ExpressionRef) and found.expression is not expression:
                    if found.module.name in ("airflow.version", "airflow") and name in ("version", "__version__"):
                        return self.sources.airflow
                    return self._version(found.expression, found.module)
                return None
        return None


def compare(op: ast.cmpop, first: tuple[int, ...], second: tuple[int, ...]) -> bool | None:
    match op:
        case ast.GtE():
            return first >= second
        case ast.Gt():
            return first > second
        case ast.LtE():
            return first <= second
        case ast.Lt():
            return first < second
        case ast.Eq():
            return first == second
        case ast.NotEq():
            return first != second
    return None


def absolute(statement: ast.ImportFrom, module: Module) -> str:
    if statement.level == 0:
        return statement.module or ""
    parts = module.name.split(".")
    cut = statement.level - (1 if module.is_package else 0)
    base = parts[: len(parts) - cut] if cut else parts
    return ".".join([*base, *([statement.module] if statement.module else [])])


def is_type_checking(test: ast.expr) -> bool:
    return (isinstance(test, ast.Name) and test.id == "TYPE_CHECKING") or (
        isinstance(test, ast.Attribute) and test.attr == "TYPE_CHECKING"
    )


def is_overload(node: ast.FunctionDef) -> bool:
    return any(isinstance(one, ast.Name) and one.id == "overload" for one in node.decorator_list)


def catches_import_error(handler: ast.ExceptHandler) -> bool:
    kinds = handler.type
    if kinds is None:
        return True
    each = kinds.elts if isinstance(kinds, ast.Tuple) else [kinds]
    return any(isinstance(one, ast.Name) and one.id in IMPORT_ERRORS for one in each)


def dict_items(expression: ast.expr | None) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(expression, ast.Dict):
        for key, value in zip(expression.keys, expression.values, strict=True):
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield key.value, value


def texts_of(expression: ast.expr) -> list[str]:
    if isinstance(expression, ast.Constant):
        return [expression.value] if isinstance(expression.value, str) else []
    if isinstance(expression, (ast.Tuple, ast.List)):
        return [text for item in expression.elts for text in texts_of(item)]
    return []


def lazy_names(module: Module) -> dict[str, list[tuple[str, str | None]]]:
    """What a module's own `__getattr__` gives by the tables that it reads: name → (module, name in it), best first."""
    found: dict[str, list[tuple[str, str | None]]] = {}

    def relative(path: str) -> str:
        if not path.startswith("."):
            return path
        level = len(path) - len(path.lstrip("."))
        statement = ast.ImportFrom(module=path.lstrip(".") or None, names=[], level=level)
        return absolute(statement, module)

    def add_imports(items: Iterator[tuple[str, ast.expr]]) -> None:
        for name, value in items:
            paths = texts_of(value)
            if isinstance(value, ast.Tuple) and paths and paths[0].startswith("."):
                found[name] = [(relative(paths[0]), paths[1] or None if len(paths) > 1 else name)]
            else:
                found[name] = [(relative(path), name) for path in paths]

    def add_renames(items: Iterator[tuple[str, ast.expr]]) -> None:
        for name, value in items:
            match texts_of(value):
                case [new, old, old_name]:
                    found[name] = [(new, name), (old, old_name)]

    def add_modules(items: Iterator[tuple[str, ast.expr]]) -> None:
        for name, value in items:
            found[name] = [(path, None) for path in texts_of(value)]

    tables = {
        "__lazy_imports": add_imports,
        "_LAZY_IMPORTS": add_imports,
        "__module_lazy_imports": add_imports,
        "_IMPORT_MAP": add_imports,
        "_RENAME_MAP": add_renames,
        "_MODULE_MAP": add_modules,
    }
    for name, add in tables.items():
        expression = module.body.names.get(name)
        if isinstance(expression, ast.expr):
            add(dict_items(expression))
    for statement in module.body.mutations:
        match statement:
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="update"), args=[more])):
                if name in tables:
                    source = module.body.names.get(more.id) if isinstance(more, ast.Name) else more
                    if isinstance(source, ast.expr):
                        tables[name](dict_items(source))
            case ast.Assign(
                targets=[ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=str() as key))], value=value
            ):
                if name in tables:
                    tables[name](iter([(key, value)]))
    return found


def deprecated_classes(package: Module) -> dict[str, dict[str, str]]:
    """The table of `add_deprecated_classes(table, __name__)` in a package: module → name → where it is now."""
    tables: dict[str, dict[str, str]] = {}
    for statement in package.body.mutations:
        match statement:
            case ast.Expr(value=ast.Call(func=ast.Name(id="add_deprecated_classes"), args=[table, *_])):
                source = package.body.names.get(table.id) if isinstance(table, ast.Name) else table
                if not isinstance(source, ast.expr):
                    continue
                for name, inner in dict_items(source):
                    entries = tables.setdefault(name, {})
                    for key, value in dict_items(inner):
                        if texts_of(value):
                            entries[key] = texts_of(value)[0]
    return tables
