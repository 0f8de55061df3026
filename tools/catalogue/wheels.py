"""The wheels that the catalogue is read from: which ones, by the committed lock, and where they lie."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCK = Path(__file__).with_name("lock.json")
WHEELS = ROOT / ".cache" / "catalogue" / "wheels"
PREFIX = "apache-airflow-providers-"

"""The Airflows whose metadata name the official providers, and those that the catalogue is read for."""
LISTS = ("apache-airflow==3.4.0b2", "apache-airflow==3.3.2", "apache-airflow==2.11.2")
CORES = {
    "3.3": ("apache-airflow-core==3.3.2", "apache-airflow-task-sdk==1.3.2"),
    "2.11": ("apache-airflow==2.11.2",),
}

"""The last releases that run on 2.11, of providers whose newest ones do not: found by resolving each with apache-airflow 2.11.2."""
OLDER = {"edge3": "1.6.0", "fab": "1.5.4", "opensearch": "1.8.5", "tabular": "1.6.1"}
NONE_FOR_2_11 = {"anthropic", "common-messaging", "git", "informatica", "keycloak", "modal"}

"""The providers whose earlier majors are read for what they renamed and removed."""
FOLLOWED = (
    "airbyte amazon apache-beam apache-druid apache-flink apache-hdfs apache-hive apache-kafka apache-livy apache-pig apache-spark "
    "cncf-kubernetes common-sql databricks dbt-cloud docker elasticsearch ftp google http jdbc jenkins microsoft-azure "
    "microsoft-mssql mongo mysql odbc oracle papermill postgres presto redis salesforce sftp slack smtp snowflake sqlite ssh "
    "standard tableau trino"
).split()


@dataclass(frozen=True)
class Wheel:
    name: str
    version: str
    sha256: str

    @property
    def requirement(self) -> str:
        return f"{self.name}=={self.version}"


Lock = dict[str, list[Wheel]]


def read_lock() -> Lock:
    data = json.loads(LOCK.read_text())
    return {
        part: [Wheel(name, version, digest) for name, version, digest in (line.split(" ") for line in lines)]
        for part, lines in data.items()
    }


def write_lock() -> None:
    """Finds the newest releases and writes them down, with the last one of each earlier major. Needs the package index."""
    names = official_names()
    newest = fetch_newest([f"{PREFIX}{name}" for name in names if name != "tabular"])
    lock: Lock = {"3.3": [*fetch_exact(CORES["3.3"]), *newest]}
    lock["2.11"] = [
        *fetch_exact(CORES["2.11"]),
        *fetch_exact(f"{PREFIX}{name}=={version}" for name, version in sorted(OLDER.items())),
    ]
    lock["earlier"] = earlier_majors([wheel for wheel in newest if wheel.name.removeprefix(PREFIX) in FOLLOWED])
    write = {part: [f"{one.name} {one.version} {one.sha256}" for one in wheels] for part, wheels in lock.items()}
    LOCK.write_text(json.dumps(write, indent=2) + "\n")


def official_names() -> list[str]:
    """The providers that Airflow's own metadata name, without their common beginning."""
    found: set[str] = set()
    for requirement in LISTS:
        with tempfile.TemporaryDirectory() as folder:
            download([requirement], Path(folder))
            for path in Path(folder).glob("*.whl"):
                with zipfile.ZipFile(path) as archive:
                    metadata = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
                    text = archive.read(metadata).decode("utf-8").lower()
                found |= set(re.findall(rf"{PREFIX}([a-z0-9]+(?:-[a-z0-9]+)*)", text))
    return sorted(found)


def fetch_newest(names: list[str]) -> list[Wheel]:
    with tempfile.TemporaryDirectory() as folder:
        download(names, Path(folder))
        return sorted((keep(path) for path in Path(folder).glob("*.whl")), key=lambda one: one.name)


def fetch_exact(requirements: Iterable[str]) -> list[Wheel]:
    return [wheel for requirement in requirements for wheel in fetch_newest([requirement])]


def earlier_majors(newest: list[Wheel]) -> list[Wheel]:
    """The last release of each major before the newest one, as far back as the index has wheels for Airflow 2."""
    found: list[Wheel] = []
    for wheel in newest:
        majors = sorted({int(one.split(".")[0]) for one in released(wheel.name)} - {0})
        current = int(wheel.version.split(".")[0])
        wanted = [f"{wheel.name}<{major + 1},>={major}" for major in majors if major < current]
        found.extend(one for requirement in wanted for one in fetch_newest([requirement]))
    return found


def released(name: str) -> list[str]:
    run = subprocess.run(
        [sys.executable, "-m", "pip", "index", "versions", "--disable-pip-version-check", name],
        capture_output=True,
        text=True,
        check=True,
    )
    line = next(line for line in run.stdout.splitlines() if line.startswith("Available versions:"))
    return [one.strip() for one in line.removeprefix("Available versions:").split(",")]


def download(requirements: list[str], folder: Path, *options: str) -> None:
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--disable-pip-version-check"]
    subprocess.run([*pip, "--dest", str(folder), *options, *requirements], check=True)


def keep(path: Path) -> Wheel:
    """Moves a wheel to the cache and says what it is."""
    name, version = path.name.split("-")[:2]
    WHEELS.mkdir(parents=True, exist_ok=True)
    content = path.read_bytes()
    (WHEELS / path.name).write_bytes(content)
    return Wheel(name.replace("_", "-").lower(), version, hashlib.sha256(content).hexdigest())


def fetch(wheels: list[Wheel]) -> None:
    """Downloads what the cache lacks, by hash; one call of pip takes one version of each package."""
    missing = [wheel for wheel in wheels if locate(wheel) is None]
    while missing:
        batch = list({wheel.name: wheel for wheel in missing}.values())
        with tempfile.TemporaryDirectory() as folder:
            listing = Path(folder) / "requirements.txt"
            listing.write_text("".join(f"{one.requirement} --hash=sha256:{one.sha256}\n" for one in batch))
            download([], Path(folder), "--require-hashes", "--requirement", str(listing))
            for path in Path(folder).glob("*.whl"):
                keep(path)
        missing = [wheel for wheel in missing if wheel not in batch]


def locate(wheel: Wheel) -> Path | None:
    """The file of a wheel in the cache, where it is there and has the hash of the lock."""
    start = f"{wheel.name.replace('-', '_')}-{wheel.version}-"
    for path in WHEELS.glob("*.whl"):
        if path.name.lower().startswith(start) and hashlib.sha256(path.read_bytes()).hexdigest() == wheel.sha256:
            return path
    return None
