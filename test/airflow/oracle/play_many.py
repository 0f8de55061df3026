#!/usr/bin/env python3
"""play_many.py FOLDER --scenarios FILE: play scenarios on all DAGs of a folder, in one process.

FILE: {"<dag id>": {"<scenario>": {"<task id>": OUTCOME}}}, with outcomes as run_dag.py has them; - for standard input.
--execute runs each scenario by a genuine dag.test(); --check plays each also by run_dag.play and compares.

Prints JSON on one line: {"airflow", "import_errors", "dags": {"<dag id>": {"<scenario>": result}}, "seconds", "passes"}.
Exit status: 0, or 1 where a file could not be imported or a scenario could not be played.
"""
from __future__ import annotations

import argparse
import json
import shutil
import sys
import time
from pathlib import Path

import machine
import oracle
import run_dag


def play_dag(airflow, scenarios: dict[str, dict], checked: bool) -> tuple[dict[str, dict], int]:
    """The results of a DAG's scenarios, and the number of passes that Airflow computed for them."""
    if any(oracle.is_mapped(task) for task in airflow.dag.tasks):
        return run_dag.run_all(airflow, scenarios, executed=False), 0
    results: dict[str, dict] = {}
    try:
        asked = machine.Machine(airflow)
    except run_dag.CannotPlay as problem:
        return {name: {"error": str(problem)} for name in scenarios}, 0
    for name, outcomes in scenarios.items():
        try:
            run_dag.fits(airflow, outcomes)
            results[name] = machine.play(asked, outcomes)
        except run_dag.CannotPlay as problem:
            airflow.session.rollback()
            results[name] = {"error": str(problem)}
    if checked:
        compare(results, run_dag.run_all(airflow, scenarios, executed=False, first=1))
    return results, len(asked.passes)


def compare(results: dict[str, dict], plain: dict[str, dict]) -> None:
    """Replace a result by an error where plain playing gives another one."""
    for name, result in plain.items():
        if "error" not in result and result != results[name]:
            results[name] = {"error": f"remembered passes give {results[name]}, a run of its own gives {result}"}


def play_all(bag, scenarios: dict[str, dict], arguments) -> dict:
    start = time.monotonic()
    run_dag.publish(bag)
    dags, passes = {}, 0
    for dag_id, of_dag in scenarios.items():
        if dag_id not in bag.dags:
            dags[dag_id] = {name: {"error": f"no such DAG: {dag_id}"} for name in of_dag}
            continue
        airflow = run_dag.engine(bag.dags[dag_id])
        if arguments.execute:
            dags[dag_id] = run_dag.run_all(airflow, of_dag, executed=True)
        else:
            dags[dag_id], asked = play_dag(airflow, of_dag, arguments.check)
            passes += asked
    return {"dags": dags, "seconds": round(time.monotonic() - start, 2), "passes": passes}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="a folder of DAG files")
    parser.add_argument("--scenarios", type=Path, required=True, help="scenarios by DAG as JSON, - for standard input")
    parser.add_argument("--execute", action="store_true", help="run each scenario by dag.test()")
    parser.add_argument("--check", action="store_true", help="play each scenario in a run of its own, too")
    arguments = parser.parse_args()
    folder = arguments.folder.resolve()
    if not folder.is_dir():
        parser.error(f"no such folder: {folder}")
    text = sys.stdin.read() if str(arguments.scenarios) == "-" else arguments.scenarios.read_text(encoding="utf-8")
    scratch = oracle.use_scratch_database()
    try:
        oracle.set_environment(folder)
        with oracle.json_on_stdout(indent=None) as emit:
            bag = oracle.open_dag_bag(folder, folder)
            errors = {str(file): error for file, error in bag.import_errors.items()}
            played = play_all(bag, json.loads(text), arguments)
            emit({"airflow": oracle.VERSION, "import_errors": errors, **played})
        wrong = any("error" in result for runs in played["dags"].values() for result in runs.values())
        return int(bool(errors) or wrong)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
