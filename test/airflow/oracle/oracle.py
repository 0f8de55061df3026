"""What load_dags.py and run_dag.py share: one face for Airflow 2.11, 3.3 and 3.4.

Import this module before anything of Airflow: it sets the environment that Airflow reads while it is imported.
"""
from __future__ import annotations

import contextlib
import json
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import warnings
from importlib.metadata import version
from pathlib import Path

VERSION = version("apache-airflow")
MAJOR = int(VERSION.split(".")[0])
YAML_IMPORTER = "airflow.sdk.importers.yaml_importer.YamlDagImporter"  # exists from 3.4

_DEFAULTS = {
    "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
    "AIRFLOW__CORE__UNIT_TEST_MODE": "False",
    "AIRFLOW__CORE__DAGBAG_IMPORT_TIMEOUT": "120",
    "AIRFLOW__CORE__DAGBAG_IMPORT_ERROR_TRACEBACKS": "False",
    "AIRFLOW__LOGGING__LOGGING_LEVEL": "CRITICAL",
    "AIRFLOW__SCHEDULER__ENABLE_TRACEMALLOC": "False",
}


def set_environment(dags_folder: Path) -> None:
    """Set what is not set: no example DAGs, quiet logs, and from 3.4 on the importer of YAML DAGs."""
    for name, value in _DEFAULTS.items():
        os.environ.setdefault(name, value)
    if MAJOR == 2:
        os.environ.setdefault("AIRFLOW__METRICS__TIMER_UNIT_CONSISTENCY", "True")
    if MAJOR >= 3 and VERSION >= "3.4":
        os.environ.setdefault("AIRFLOW__DAG_PROCESSOR__DAG_IMPORTER_CONFIGS", json.dumps([{"classpath": YAML_IMPORTER}]))
    os.environ["AIRFLOW__CORE__DAGS_FOLDER"] = str(dags_folder)
    warnings.simplefilter("ignore")
    logging.captureWarnings(True)


def use_scratch_database() -> Path:
    """Point Airflow at a private copy of $AIRFLOW_HOME/oracle.db, which is made (about 15 s) where it is missing.

    So any number of processes can run side by side, and nothing piles up in the metadata database.
    """
    home = Path(os.environ.setdefault("AIRFLOW_HOME", str(Path.home() / "airflow"))).resolve()
    home.mkdir(parents=True, exist_ok=True)
    template = home / f"oracle-{VERSION}.db"
    scratch = Path(tempfile.mkdtemp(prefix="airflow-oracle-", dir=memory_folder()))
    if not template.exists():
        fresh = scratch / "fresh.db"
        environment = os.environ | {"AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{fresh}"}
        done = subprocess.run([sys.executable, "-m", "airflow", "db", "migrate"], env=environment,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode or not fresh.exists():
            raise SystemExit(f"airflow db migrate failed:\n{done.stdout[-4000:]}")
        _checkpoint(fresh)
        os.replace(shutil.copy(fresh, template.with_suffix(f".{os.getpid()}")), template)
    database = scratch / "airflow.db"
    shutil.copy(template, database)
    os.environ["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"] = f"sqlite:///{database}"
    return scratch


def memory_folder() -> str | None:
    """A file system in memory, where there is one: SQLite waits for each commit to reach the disk."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def _checkpoint(database: Path) -> None:
    """Fold SQLite's write-ahead log into the file, so that a plain copy is whole."""
    import sqlite3

    with contextlib.closing(sqlite3.connect(database)) as connection:
        connection.execute("pragma wal_checkpoint(truncate)")


def open_dag_bag(path: Path, bundle: Path):
    """Airflow's own DagBag over a file or folder."""
    if MAJOR == 2:
        from airflow.models.dagbag import DagBag

        return DagBag(dag_folder=str(path), include_examples=False, read_dags_from_db=False)
    from airflow.dag_processing.dagbag import DagBag

    return DagBag(dag_folder=str(path), bundle_path=bundle, bundle_name="dags-folder")


def is_mapped(task) -> bool:
    return type(task).__name__ == "MappedOperator"  # in every version


def decision(task) -> str | None:
    """"branch" or "short-circuit" for an operator that skips tasks below it. (In 2.x sensors have the mixin, too.)"""
    cls = getattr(task, "operator_class", type(task))  # a mapped task names its operator there
    if not hasattr(cls, "skip_all_except") or hasattr(cls, "poke"):
        return None
    return "short-circuit" if hasattr(task, "ignore_downstream_trigger_rules") else "branch"


@contextlib.contextmanager
def json_on_stdout(indent: int | None = 2):
    """Give a function that prints JSON on the real stdout; all else that is printed meanwhile goes to stderr."""
    sys.stdout.flush()
    real = os.dup(1)
    os.dup2(2, 1)
    with os.fdopen(real, "w", encoding="utf-8") as out:
        yield lambda value: out.write(json.dumps(value, indent=indent, default=str) + "\n")


def text(value) -> str | None:
    """An enum member or string as plain text."""
    return None if value is None else str(getattr(value, "value", value))
