#!/usr/bin/env python3
"""Is run_dag.py right? Each scenario of scenarios.json is played with forced outcomes and run by a genuine dag.test();
both must end alike, and as expected.json says. --record writes that file anew."""
from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import oracle  # noqa: E402
import run_dag  # noqa: E402


def main() -> int:
    scenarios = json.loads((HERE / "scenarios.json").read_text(encoding="utf-8"))
    scratch = oracle.use_scratch_database()
    try:
        folder = run_dag.bundle_of_one(HERE / "graphs.py", scratch)
        oracle.set_environment(folder)
        bag = oracle.open_dag_bag(folder / "graphs.py", folder)
        played, executed = {}, {}
        run_dag.publish(bag)
        for dag_id in scenarios:
            airflow = run_dag.engine(bag.dags[dag_id])
            played[dag_id] = run_dag.run_all(airflow, scenarios[dag_id], executed=False)
            executed[dag_id] = run_dag.run_all(airflow, scenarios[dag_id], executed=True)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    if "--record" in sys.argv:
        (HERE / "expected.json").write_text(json.dumps(played, indent=1) + "\n", encoding="utf-8")
    return compare(played, executed, json.loads((HERE / "expected.json").read_text(encoding="utf-8")))


def compare(played: dict, executed: dict, expected: dict) -> int:
    good = bad = 0
    for dag_id, runs in played.items():
        for name, run in runs.items():
            genuine = executed[dag_id][name]
            ended = {key: run.get(key) for key in genuine}
            if ended == genuine and run == expected[dag_id][name]:
                good += 1
            else:
                bad += 1
                print(f"FAIL {dag_id} / {name}\n  played   {run}\n  executed {genuine}\n  expected {expected[dag_id][name]}")
    print(f"Airflow {oracle.VERSION}: {good} passed, {bad} failed")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
