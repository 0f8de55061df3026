"""The Python source of a set of wheels or folders, by module name. Nothing is imported or run."""

from __future__ import annotations

import ast
import zipfile
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath


@dataclass(frozen=True)
class SourceFile:
    """Where the text of a module is, and which distribution it belongs to."""

    archive: zipfile.ZipFile | None
    path: str
    is_package: bool
    distribution: str

    def text(self) -> str:
        if self.archive is None:
            return Path(self.path).read_text(encoding="utf-8")
        return self.archive.read(self.path).decode("utf-8")


@dataclass
class Sources:
    """Modules by dotted name. `airflow` is the version that they are read for, as `(3, 3, 2)`."""

    airflow: tuple[int, ...]
    files: dict[str, SourceFile] = field(default_factory=dict)
    packages: set[str] = field(default_factory=set)
    _trees: dict[SourceFile, ast.Module | None] = field(default_factory=dict)
    _config: dict[tuple[str, str], str] | None = None

    def add_wheel(self, path: Path, distribution: str) -> list[str]:
        archive = zipfile.ZipFile(path)
        names = sorted(name for name in archive.namelist() if name.endswith(".py"))
        return [self._add(name, SourceFile(archive, name, is_init(name), distribution)) for name in names]

    def add_folder(self, folder: Path, distribution: str) -> list[str]:
        added = []
        for path in sorted(folder.rglob("*.py")):
            name = path.relative_to(folder).as_posix()
            if all(part.isidentifier() for part in PurePosixPath(name).with_suffix("").parts):
                added.append(self._add(name, SourceFile(None, str(path), is_init(name), distribution)))
        return added

    def _add(self, path: str, file: SourceFile) -> str:
        parts = PurePosixPath(path).with_suffix("").parts
        name = ".".join(parts[:-1] if file.is_package else parts)
        self.files[name] = file
        for length in range(1, len(parts)):
            self.packages.add(".".join(parts[:length]))
        return name

    def has(self, module: str) -> bool:
        return module in self.files or module in self.packages

    def text(self, module: str) -> str:
        file = self.files.get(module)
        return file.text() if file is not None else ""

    def parse(self, module: str) -> ast.Module | None:
        """The syntax tree of a module; nothing for a package without source of its own, or text that is no Python."""
        file = self.files.get(module)
        if file is None:
            return None
        if file not in self._trees:
            try:
                self._trees[file] = ast.parse(file.text())
            except (SyntaxError, ValueError, UnicodeDecodeError):
                self._trees[file] = None
        return self._trees[file]

    def without(self, distribution: str) -> Sources:
        """The same sources but for one distribution; what is parsed stays parsed."""
        kept = {name: file for name, file in self.files.items() if file.distribution != distribution}
        return Sources(self.airflow, kept, set(self.packages), self._trees, self._config)

    def configured(self, section: str, option: str) -> str | None:
        """Airflow's own default of an option, from the `config.yml` of the core wheel."""
        if self._config is None:
            core = self.files.get("airflow.configuration")
            archive = core.archive if core else None
            name = "airflow/config_templates/config.yml"
            text = archive.read(name).decode("utf-8") if archive and name in archive.namelist() else ""
            self._config = read_config_defaults(text)
        return self._config.get((section, option))


def is_init(path: str) -> bool:
    return path.rsplit("/", 1)[-1] == "__init__.py"


def read_config_defaults(text: str) -> dict[tuple[str, str], str]:
    """The defaults of Airflow's `config.yml`: sections at no indent, options at four blanks, their facts at six."""
    defaults: dict[tuple[str, str], str] = {}
    section = option = ""
    for line in text.splitlines():
        stripped = line.strip()
        indent = len(line) - len(line.lstrip())
        if not stripped or stripped.startswith("#"):
            continue
        if indent == 0 and stripped.endswith(":"):
            section = stripped[:-1]
        elif indent == 4 and stripped.endswith(":"):
            option = stripped[:-1]
        elif indent == 6 and stripped.startswith("default:"):
            value = stripped.removeprefix("default:").strip()
            defaults[section, option] = value.strip("\"'")
    return defaults
