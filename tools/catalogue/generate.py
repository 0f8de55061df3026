"""Writes `schemas/providers/`: facts of every official operator, and how they differ between Airflows and over time."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator
from typing import Any

from classes import BASE_OPERATORS, BASE_SENSORS
from facts import FactReader, Facts
from history import changes_of, moved_classes
from modules import World
from sources import Sources
from wheels import NONE_FOR_2_11, OLDER, PREFIX, ROOT, Lock, Wheel, fetch, locate, read_lock

OUTPUT = ROOT / "schemas" / "providers"
Operators = dict[str, Facts]


def write() -> int:
    OUTPUT.mkdir(parents=True, exist_ok=True)
    files = generate()
    for old in OUTPUT.glob("*.json"):
        if old.name not in files:
            old.unlink()
    for name, text in files.items():
        (OUTPUT / name).write_text(text, encoding="utf-8")
    print(f"schemas/providers: {len(files)} files, {sum(map(len, files.values())):,} bytes")
    return 0


def check() -> int:
    """Says what differs between the files and what the locked wheels give."""
    files = generate()
    present = {path.name: path.read_text(encoding="utf-8") for path in OUTPUT.glob("*.json")}
    differing = sorted(name for name in files.keys() | present.keys() if files.get(name) != present.get(name))
    for name in differing:
        lines = difflib.unified_diff(
            present.get(name, "").splitlines(), files.get(name, "").splitlines(), "committed", "generated", lineterm="", n=0
        )
        print(f"schemas/providers/{name} differs:")
        for line in list(lines)[:20]:
            print(f"  {line[:200]}")
    print(f"schemas/providers: {len(files)} files compared, {len(differing)} differ")
    return 1 if differing else 0


def generate() -> dict[str, str]:
    """All files, name → text."""
    lock = read_lock()
    fetch([wheel for wheels in lock.values() for wheel in wheels])
    newest = providers_of(lock["3.3"])
    world, modules = read_world((3, 3, 2), [*cores_of(lock["3.3"]), *newest.values()])
    reader = FactReader(world)
    operators = {name: operators_of(reader, modules[wheel]) for name, wheel in newest.items()}
    files = {
        f"{name}.json": provider_text(name, newest[name].version, found) for name, found in operators.items() if found
    }
    older_world, older_modules = read_world((2, 11, 2), wheels_for_2_11(lock))
    older = FactReader(older_world)
    core = [name for module_list in older_modules.values() for name in module_list]
    on_2_11 = operators_of(older, core)
    everything = {path: facts for found in operators.values() for path, facts in found.items()}
    files["airflow-2.11.json"] = text_of(differences(everything, on_2_11))
    changes = changes_of(earlier_worlds(lock, older_world), everything)
    core_2_11 = {path: facts for path, facts in on_2_11.items() if not path.startswith("airflow.providers.")}
    files["changes.json"] = text_of(changes)
    files["moved.json"] = text_of(moved_classes(older_world, everything, core_2_11, changes["classes"]))
    files["index.json"] = text_of(index_of(lock, newest, operators, base_facts(reader, older)))
    return dict(sorted(files.items()))


def cores_of(wheels: list[Wheel]) -> list[Wheel]:
    return [wheel for wheel in wheels if not wheel.name.startswith(PREFIX)]


def providers_of(wheels: list[Wheel]) -> dict[str, Wheel]:
    return {wheel.name.removeprefix(PREFIX): wheel for wheel in wheels if wheel.name.startswith(PREFIX)}


def wheels_for_2_11(lock: Lock) -> list[Wheel]:
    """The newest wheels serve 2.11 too, but for a few that stopped there."""
    newest = providers_of(lock["3.3"])
    kept = [wheel for name, wheel in newest.items() if name not in NONE_FOR_2_11 and name not in OLDER]
    return [*lock["2.11"], *kept]


def read_world(airflow: tuple[int, ...], wheels: list[Wheel]) -> tuple[World, dict[Wheel, list[str]]]:
    """A world of wheels, and the modules that each brings; examples that some wheels carry are left out."""
    sources = Sources(airflow)
    modules: dict[Wheel, list[str]] = {}
    for wheel in wheels:
        path = locate(wheel)
        if path is None:
            raise FileNotFoundError(f"{wheel.requirement} is not in the cache")
        names = sources.add_wheel(path, wheel.name)
        modules[wheel] = [name for name in names if "example_dags" not in name.split(".") and "tests" not in name.split(".")]
    return World(sources), modules


def earlier_worlds(lock: Lock, base: World) -> Iterator[tuple[Wheel, World, list[str]]]:
    """Each earlier release among the newest others on Airflow 2.11, in the order of releases."""
    for wheel in sorted(lock["earlier"], key=lambda one: (one.name, version_of(one))):
        path = locate(wheel)
        if path is None:
            raise FileNotFoundError(f"{wheel.requirement} is not in the cache")
        sources = base.sources.without(wheel.name)
        names = sources.add_wheel(path, wheel.name)
        yield wheel, World(sources), [name for name in names if "example_dags" not in name.split(".")]


def version_of(wheel: Wheel) -> tuple[int, ...]:
    return tuple(int(part) for part in wheel.version.split(".") if part.isdigit())


def operators_of(reader: FactReader, modules: list[str]) -> Operators:
    outside = [name for name in modules if "decorators" not in name.split(".")]
    found = {owner.path: corrected(owner.path, reader.facts(owner)) for owner in reader.operators(outside)}
    return {path: found[path] for path in sorted(found) if path not in BASE_OPERATORS | BASE_SENSORS}


DOCKER_SWARM = "airflow.providers.docker.operators.docker_swarm.DockerSwarmOperator"


def corrected(path: str, facts: Facts) -> Facts:
    """The facts where an annotation says less than the class takes: every sensor waits for parts of a second, too."""
    types: dict[str, Any] = {}
    if facts["kind"] == "sensor" and facts["parameters"].get("poke_interval", {}).get("type") == "integer":
        types["poke_interval"] = "number"
    if path == DOCKER_SWARM:  # its constructor compares with these, and its annotation has a slip
        types["logging_driver"] = {"enum": ["json-file", "gelf"]}
    parameters = {name: {**fact, **({"type": types[name]} if name in types else {})} for name, fact in facts["parameters"].items()}
    return {**facts, "parameters": parameters}


def index_of(
    lock: Lock, newest: dict[str, Wheel], operators: dict[str, Operators], base: dict[str, Any]
) -> dict[str, Any]:
    """Which class is where: module → `Class` of an operator, `Class~` of a sensor, `Class>` of a transfer, `!` for deriving only."""
    marks = {"operator": "", "sensor": "~", "transfer": ">"}
    modules: dict[str, dict[str, str]] = {}
    for name, found in operators.items():
        for path, facts in found.items():
            module, _, class_name = path.rpartition(".")
            mark = marks[facts["kind"]] + ("!" if facts.get("base") else "")
            of_provider = modules.setdefault(name, {})
            of_provider[module] = f"{of_provider.get(module, '')} {class_name}{mark}".strip()
    versions = {wheel.name: wheel.version for wheel in cores_of(lock["3.3"])}
    return {
        "airflow": {
            "3.3": {"version": versions["apache-airflow-core"], **base["3.3"]},
            "2.11": {"version": cores_of(lock["2.11"])[0].version, **base["2.11"]},
        },
        "providers": {name: {"version": newest[name].version, "modules": found} for name, found in modules.items()},
        "without_operators": {name: wheel.version for name, wheel in newest.items() if name not in modules},
    }


def differences(newest: Operators, older: Operators) -> dict[str, Any]:
    """What Airflow 2.11 has else: classes of its own, classes that it lacks, parameters that differ."""
    parameters: dict[str, Any] = {}
    for path in sorted(newest.keys() & older.keys()):
        now, then = newest[path]["parameters"], older[path]["parameters"]
        names = sorted(now.keys() | then.keys())
        changed = {name: then.get(name) for name in names if untyped(now.get(name)) != untyped(then.get(name))}
        if changed:
            parameters[path] = changed
    return {
        "only": [path for path, facts in older.items() if path not in newest and not facts.get("base")],
        "missing": [path for path, facts in newest.items() if path not in older and not facts.get("base")],
        "parameters": parameters,
    }


def untyped(parameter: Facts | None) -> Facts | None:
    """Annotations differ where the modules of core do; what counts is what the constructor takes."""
    return parameter and {key: value for key, value in parameter.items() if key != "type"}


def base_facts(newest: FactReader, older: FactReader) -> dict[str, Any]:
    """What every operator takes, and every sensor, in each Airflow."""
    result: dict[str, Any] = {}
    places = {
        "3.3": (newest, "airflow.sdk.bases.operator.BaseOperator", "airflow.sdk.bases.sensor.BaseSensorOperator"),
        "2.11": (older, "airflow.models.baseoperator.BaseOperator", "airflow.sensors.base.BaseSensorOperator"),
    }
    for version, (reader, operator, sensor) in places.items():
        result[version] = {}
        for kind, path in (("operator", operator), ("sensor", sensor)):
            module, _, name = path.rpartition(".")
            found = reader.world.import_name(module, name)
            taken = reader.facts(found, whole=True)["parameters"]  # type: ignore[arg-type]
            known = result[version].get("operator", {})
            result[version][kind] = {key: value for key, value in taken.items() if known.get(key) != value}
    return result


def provider_text(name: str, version: str, operators: Operators) -> str:
    """One class after the other, one parameter a line: made to be read in a diff."""
    head = json.dumps({"provider": name, "package": f"{PREFIX}{name}", "version": version})[:-1]
    classes = []
    for path, facts in operators.items():
        outer = json.dumps({key: value for key, value in facts.items() if key != "parameters"})[:-1]
        lines = [f"   {json.dumps(key)}: {compact(value)}" for key, value in facts["parameters"].items()]
        body = "{\n" + ",\n".join(lines) + "\n  }" if lines else "{}"
        classes.append(f'  {json.dumps(path)}: {outer}, "parameters": {body}}}')
    return f'{head}, "classes": {{\n' + ",\n".join(classes) + "\n}}\n"


def compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True)


def text_of(value: Any) -> str:
    return json.dumps(value, indent=1, ensure_ascii=True) + "\n"
