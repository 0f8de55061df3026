#!/usr/bin/env python3
"""run_dag.py FILE --dag-id ID --outcomes OUT.json: what would Airflow do with this DAG if its tasks ended like that?

Nothing of the DAG is executed. Airflow's own scheduling code decides which task instances may run, propagates
upstream_failed and skipped, and settles the state of the run; this script only plays the workers, by giving each
task instance that Airflow hands out the outcome that the scenario names. What a branch or short-circuit task skips is
worked out by the operator's own code and marked by Airflow's own code.

OUT.json: {"scenario name": {"task id": OUTCOME, ...}, ...}. A task that is not named succeeds. OUTCOME is
  "success" | "failed" | "skipped"
  ["task id", ...]            what a branch task chooses (task ids or group ids; [] chooses nothing)
  true | false                what a short-circuit task finds
  {"after": 3, "outcome": …}  the same, but the task takes 3 scheduling passes instead of 1
  {"by": "task id", "success": …, "failed": …, "else": …}   the outcome depends on the state of another task

With --execute each scenario is one genuine dag.test(): tasks without an outcome really run, the others run with
their execute() replaced by one that succeeds, fails, skips or chooses as told ("after" is ignored).

Prints JSON: per scenario the state of the run, the state of each task, and in which pass each task was started.
Exit status: 0, or 1 where a scenario could not be played to its end ("error" says why).
"""
from __future__ import annotations

import argparse
import contextlib
import datetime
import functools
import inspect
import json
import shutil
import sys
import time
from pathlib import Path

import oracle

EPOCH = datetime.datetime(2024, 1, 1, tzinfo=datetime.timezone.utc)


class CannotPlay(Exception):
    """The scenario does not fit the DAG."""


def date_of(dag, number: float) -> datetime.datetime:
    """Each scenario is a run of its own minute; before its start_date a DAG or task has no task instances."""
    starts = [start for start in (dag.start_date, *(task.start_date for task in dag.tasks)) if start]
    return max([EPOCH, *starts]) + datetime.timedelta(minutes=number)


# ---- Airflow by version -------------------------------------------------------------------------------------------

class Airflow2:
    """Airflow 2.11: the DAG itself is what the scheduler schedules."""

    def __init__(self, dag):
        from airflow import settings

        # A session of our own: Airflow's functions close the one that settings.Session() shares within the thread.
        self.dag, self.session = dag, settings.Session.session_factory()

    @staticmethod
    def publish(bag) -> None:
        """Make the DAGs known to the database."""
        import airflow.providers.fab.auth_manager.models  # noqa: F401 (a table that the metadata refers to)
        from airflow import settings

        session = settings.Session.session_factory()
        for dag in bag.dags.values():
            dag.sync_to_db(session=session)
        session.commit()
        session.close()

    def create_run(self, number: int):
        date = date_of(self.dag, number)
        run = self.dag.create_dagrun(
            state="running", run_id=f"manual__{number}", execution_date=date, start_date=date,
            data_interval=(date, date), session=self.session)
        run.dag = self.dag
        return run

    def decide(self, ti, task) -> None:
        """Let a branch or short-circuit task skip what its (already replaced) decision skips."""
        ti.task = task
        task.execute({"ti": ti, "task": task, "dag_run": ti.get_dagrun(session=self.session)})

    def test(self, number: float):
        return self.dag.test(execution_date=date_of(self.dag, number), session=self.session)


class Airflow3:
    """Airflow 3: the scheduler works on the serialized DAG, and a run belongs to a version of it in the database."""

    def __init__(self, dag):
        from airflow import settings
        from airflow.serialization.serialized_objects import DagSerialization

        self.dag, self.session = dag, settings.Session()
        self.scheduled = DagSerialization.deserialize_dag(DagSerialization.serialize_dag(dag))

    @staticmethod
    def publish(bag) -> None:
        """Make the DAGs known to the database."""
        from airflow import settings
        from airflow.dag_processing.bundles.manager import DagBundlesManager
        from airflow.dag_processing.dagbag import sync_bag_to_db

        session = settings.Session()
        DagBundlesManager().sync_bundles_to_db(session=session)
        session.commit()
        sync_bag_to_db(bag, "dags-folder", None)

    def create_run(self, number: int):
        from airflow.models.dagrun import get_or_create_dagrun
        from airflow.utils.types import DagRunTriggeredByType

        date = date_of(self.dag, number)
        return get_or_create_dagrun(
            dag=self.scheduled, run_id=f"manual__{number}", logical_date=date, data_interval=(date, date),
            run_after=date, start_date=date, conf=None, session=self.session,
            triggered_by=DagRunTriggeredByType.TEST, triggering_user_name="oracle")

    def decide(self, ti, task) -> None:
        """Let a branch or short-circuit task skip what its (already replaced) decision skips.

        The operator leaves its decision in an XCom and raises the list of tasks to skip; the task runner passes the
        list to the API server, whose endpoint marks them.
        """
        from airflow.sdk.exceptions import DownstreamTasksSkipped

        worker = WorkerView(ti, task, self.session)
        try:
            task.execute({"ti": worker, "task": task, "dag_run": None})
        except DownstreamTasksSkipped as skip:
            self.session.commit()
            self.mark_skipped(ti, skip.tasks if isinstance(skip.tasks, list) else [skip.tasks])

    def mark_skipped(self, ti, tasks: list) -> None:
        from airflow.api_fastapi.execution_api.datamodels.taskinstance import TISkippedDownstreamTasksStatePayload
        from airflow.api_fastapi.execution_api.routes.task_instances import ti_skip_downstream

        extra = {}
        if "dag_bag" in inspect.signature(ti_skip_downstream).parameters:  # 3.4
            from airflow.models.dagbag import DBDagBag

            extra["dag_bag"] = DBDagBag()
        ti_skip_downstream(ti.id, TISkippedDownstreamTasksStatePayload(tasks=tasks), self.session, **extra)

    def test(self, number: float):
        return self.dag.test(logical_date=date_of(self.dag, number))


class WorkerView:
    """As much of a task instance as an operator of Airflow 3 sees of it while it branches."""

    def __init__(self, ti, task, session):
        self.task, self.task_id, self.map_index = task, ti.task_id, ti.map_index
        self._ti, self._session = ti, session

    def xcom_push(self, key: str, value) -> None:
        from airflow.models.xcom import XComModel

        XComModel.set(key=key, value=value, dag_id=self._ti.dag_id, task_id=self._ti.task_id, run_id=self._ti.run_id,
                      map_index=self._ti.map_index, session=self._session)


# ---- outcomes -----------------------------------------------------------------------------------------------------

def passes_of(outcome) -> int:
    return outcome.get("after", 1) if isinstance(outcome, dict) else 1


def resolve(task, outcome, states: dict[str, str]):
    """The plain outcome of a task: what is left after "after" and "by"."""
    branches = oracle.decision(task) == "branch"
    while isinstance(outcome, dict):
        if "by" in outcome:
            outcome = outcome.get(states.get(outcome["by"], ""), outcome.get("else", [] if branches else "success"))
        elif "outcome" in outcome:
            outcome = outcome["outcome"]
        else:
            raise CannotPlay(f"{task.task_id}: an outcome object needs 'outcome' or 'by': {outcome}")
    if outcome in ("failed", "skipped"):
        return outcome
    if branches:
        if isinstance(outcome, list):
            return outcome
        raise CannotPlay(f"{task.task_id} is a branch: its outcome is a list of task ids, or 'failed' or 'skipped'")
    if oracle.decision(task) == "short-circuit" and outcome in (True, False, "success"):
        return outcome != False  # noqa: E712 (a string counts as true)
    if outcome == "success":
        return outcome
    raise CannotPlay(f"{task.task_id} ({type(task).__name__}) cannot end with {outcome!r}")


@contextlib.contextmanager
def restored(task):
    """Put back what is set on a task meanwhile."""
    before = dict(vars(task))
    try:
        yield
    finally:
        vars(task).clear()
        vars(task).update(before)


@contextlib.contextmanager
def forced(task, outcome):
    """Let execute() do nothing but bring about a plain outcome."""
    with restored(task):
        if isinstance(outcome, bool):  # a short circuit: its own execute() skips according to what its callable gives
            vars(task).pop("execute", None)
            task.python_callable, task.op_args, task.op_kwargs = (lambda: outcome), (), {}
        else:
            task.execute = functools.partial(end_with, task, outcome)
        yield


def end_with(task, outcome, context, **_):
    """An execute() that ends as told."""
    from airflow.exceptions import AirflowFailException, AirflowSkipException

    if outcome == "failed":
        raise AirflowFailException("as the scenario says")
    if outcome == "skipped":
        raise AirflowSkipException("as the scenario says")
    if isinstance(outcome, list):
        return task.do_branch(context, outcome) if hasattr(task, "do_branch") else task.skip_all_except(context["ti"], outcome)
    return None


# ---- playing ------------------------------------------------------------------------------------------------------

def play(airflow, number: int, outcomes: dict) -> dict:
    """Play one scenario: a loop of scheduling passes, as the scheduler does it, with forced outcomes."""
    session, tasks = airflow.session, airflow.dag.task_dict
    run = airflow.create_run(number)
    started: dict[str, int] = {}
    running: dict[str, int] = {}  # label of a running task instance -> passes it still takes
    wave, before = 0, None
    while True:
        session.expire_all()
        ready, _ = run.update_state(session=session, execute_callbacks=False)
        if oracle.text(run.state) != "running":
            session.commit()
            return report(run, session, started)
        for ti in ready:
            # As in a real deployment a worker has it at once: from here on a branch can no longer skip it.
            ti.state, ti.start_date = "running", run.start_date
            ti.try_number = (ti.try_number or 0) + 1
            running[label(ti)] = passes_of(outcomes.get(label(ti), outcomes.get(ti.task_id)))
            started[label(ti)] = wave
        session.commit()
        states = task_states(run, session)
        if not running and states == before:
            raise CannotPlay(f"nothing can be scheduled any more: {states}")
        before = states
        wave += 1
        for ti in sorted(run.get_task_instances(session=session), key=label):
            name = label(ti)
            if name not in running:
                continue
            running[name] -= 1
            if running[name] <= 0:
                del running[name]
                finish(airflow, ti, tasks[ti.task_id], outcomes.get(name, outcomes.get(ti.task_id, "success")), states)


def finish(airflow, ti, task, outcome, states: dict[str, str]) -> None:
    """End a running task instance as told."""
    airflow.session.refresh(ti)
    if oracle.text(ti.state) != "running":
        return  # a branch of Airflow 2 marks even a running task instance as skipped: its worker would be stopped
    outcome = resolve(task, outcome, states)
    if isinstance(outcome, (list, bool)):
        airflow.session.commit()
        with forced(task, outcome):
            airflow.decide(ti, task)
        outcome = "success"
    ti.state, ti.end_date = outcome, ti.start_date
    airflow.session.commit()


def execute(airflow, number: float, outcomes: dict) -> dict:
    """One genuine dag.test()."""
    with contextlib.ExitStack() as stack:
        for task in airflow.dag.task_dict.values():
            if oracle.is_mapped(task):  # has no execute() of its own
                if any(key.partition("[")[0] == task.task_id for key in outcomes):
                    raise CannotPlay(f"{task.task_id} is mapped: its outcome cannot be forced with --execute")
                continue
            stack.enter_context(restored(task))
            task.retries = 0  # dag.test() would sit out the delays
            if task.task_id in outcomes:
                force_when_run(airflow, task, outcomes[task.task_id])
        run = airflow.test(number)
    return report(run, airflow.session, None)


def force_when_run(airflow, task, outcome) -> None:
    """Replace execute(); the state of another task that the outcome depends on is looked up when the task runs."""
    resolve(task, outcome, {})  # complains now about what does not fit

    def run(context, **_):
        from airflow.models.taskinstance import TaskInstance

        airflow.session.expire_all()
        rows = airflow.session.query(TaskInstance).filter_by(dag_id=task.dag_id, run_id=context["run_id"])
        states = {label(ti): oracle.text(ti.state) for ti in rows}
        with forced(task, resolve(task, outcome, states)):
            return task.execute(context)

    task.execute = run


def label(ti) -> str:
    """The task id, with the map index where there is one."""
    return ti.task_id if ti.map_index < 0 else f"{ti.task_id}[{ti.map_index}]"


def task_states(run, session) -> dict[str, str]:
    return {label(ti): oracle.text(ti.state) or "none" for ti in run.get_task_instances(session=session)}


def report(run, session, started: dict[str, int] | None) -> dict:
    session.expire_all()
    states = dict(sorted(task_states(run, session).items()))
    result = {"state": oracle.text(run.state), "tasks": states}
    if started is not None:
        result["waves"] = dict(sorted(started.items(), key=lambda item: (item[1], item[0])))
    return result


# ---- command line -------------------------------------------------------------------------------------------------

def read_scenarios(path: Path) -> dict[str, dict]:
    scenarios = json.loads(sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8"))
    if not isinstance(scenarios, dict) or not all(isinstance(value, dict) for value in scenarios.values()):
        raise SystemExit(f"{path}: expected an object of scenarios, each an object of outcomes by task id")
    return scenarios


def bundle_of_one(file: Path, scratch: Path) -> Path:
    """A folder that holds only this DAG file, because dag.test() loads the whole folder each time it is called.

    The folder of the file stays importable; a DAG that reads files beside itself should do so by absolute path.
    """
    folder = scratch / "dags"
    folder.mkdir()
    (folder / file.name).symlink_to(file)
    sys.path.insert(0, str(file.parent))
    return folder


def publish(bag) -> None:
    """Make the DAGs known to the database: once, before the first engine."""
    (Airflow2 if oracle.MAJOR == 2 else Airflow3).publish(bag)


def engine(dag):
    """The face of the installed Airflow for one DAG, which must have been published."""
    return (Airflow2 if oracle.MAJOR == 2 else Airflow3)(dag)


def fits(airflow, outcomes: dict, executed: bool = False) -> None:
    """Raises CannotPlay where a scenario does not fit a DAG."""
    if unknown := {key.partition("[")[0] for key in outcomes} - set(airflow.dag.task_dict):
        raise CannotPlay(f"no such task: {', '.join(sorted(unknown))}")
    if airflow.dag.tasks and getattr(airflow.dag, "fail_fast", getattr(airflow.dag, "fail_stop", False)) and not executed:
        raise CannotPlay("fail_fast is the work of the task runner: use --execute")


def run_all(airflow, scenarios: dict[str, dict], executed: bool, first: int = 0) -> dict[str, dict]:
    """Play or execute each scenario; one that cannot be played gives {"error": why}."""
    results = {}
    for number, (name, outcomes) in enumerate(scenarios.items(), first):
        try:
            fits(airflow, outcomes, executed)
            # executed runs fall between played ones, so that both kinds fit into one database
            results[name] = execute(airflow, number + 0.5, outcomes) if executed else play(airflow, number, outcomes)
            if len(results[name]["tasks"]) < len(airflow.dag.tasks):
                raise CannotPlay("Airflow made no task instances for some tasks: does the DAG end before it starts?")
        except CannotPlay as problem:
            airflow.session.rollback()
            results[name] = {"error": str(problem)}
    return results


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, help="a DAG file")
    parser.add_argument("--dag-id", help="which DAG of the file (needless where it has one)")
    parser.add_argument("--outcomes", type=Path, required=True, help="scenarios as JSON, - for standard input")
    parser.add_argument("--execute", action="store_true", help="run each scenario by dag.test()")
    arguments = parser.parse_args()
    file = arguments.file.resolve()
    if not file.is_file():
        parser.error(f"no such file: {file}")
    scenarios = read_scenarios(arguments.outcomes)
    scratch = oracle.use_scratch_database()
    try:
        folder = bundle_of_one(file, scratch)
        oracle.set_environment(folder)
        with oracle.json_on_stdout() as emit:
            return run_scenarios(folder, file.name, arguments, scenarios, emit)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def run_scenarios(folder: Path, name: str, arguments, scenarios: dict, emit) -> int:
    bag = oracle.open_dag_bag(folder / name, folder)
    if bag.import_errors:
        emit({"airflow": oracle.VERSION, "import_errors": list(bag.import_errors.values())})
        return 1
    dag_id = arguments.dag_id or (next(iter(bag.dags)) if len(bag.dags) == 1 else None)
    if dag_id not in bag.dags:
        raise SystemExit(f"{name} has {len(bag.dags)} DAGs, choose one with --dag-id: {', '.join(sorted(bag.dags))}")
    start = time.monotonic()
    publish(bag)
    results = run_all(engine(bag.dags[dag_id]), scenarios, arguments.execute)
    emit({"airflow": oracle.VERSION, "dag_id": dag_id, "executed": arguments.execute,
          "seconds": round(time.monotonic() - start, 2), "runs": results})
    return int(any("error" in result for result in results.values()))


if __name__ == "__main__":
    sys.exit(main())
