"""A DAG as a machine that many scenarios walk through.

What Airflow's scheduler does in one pass depends on the states of the task instances of a run and on what branches left
in XComs, on nothing else that a forced run changes. So a pass is computed by Airflow once for each such situation, on
one run in the database that is put into that situation, and remembered: thousands of scenarios share some hundred
situations. `play_many.py --check` plays each scenario by `run_dag.play`, too, and compares.
"""
from __future__ import annotations

import run_dag
from run_dag import CannotPlay


class Situation:
    """The states of all task instances, and the number of the XComs that belong to it."""

    __slots__ = ("states", "xcoms")

    def __init__(self, states: tuple, xcoms: int):
        self.states, self.xcoms = states, xcoms

    def __hash__(self):
        return hash((self.states, self.xcoms))

    def __eq__(self, other):
        return self.xcoms == other.xcoms and self.states == other.states


def type_of_instances():
    from airflow.models.taskinstance import TaskInstance

    return TaskInstance


def type_of_xcoms():
    if run_dag.oracle.MAJOR == 2:
        from airflow.models.xcom import XCom

        return XCom
    from airflow.models.xcom import XComModel

    return XComModel


def select_columns(*columns):
    from sqlalchemy import select

    return select(*columns)


class Machine:
    """Airflow's decisions for one DAG without mapped tasks, each made once."""

    def __init__(self, airflow):
        self.airflow, self.session = airflow, airflow.session
        self.run = airflow.create_run(0)
        self.session.commit()
        self.instance_table, self.xcom_table = type_of_instances().__table__, type_of_xcoms().__table__
        self.labels = sorted(ti.task_id for ti in self.run.get_task_instances(session=self.session))
        self.place = {label: index for index, label in enumerate(self.labels)}
        if len(self.labels) < len(airflow.dag.tasks):
            raise CannotPlay("Airflow made no task instances for some tasks: does the DAG end before it starts?")
        self.xcoms: list[tuple] = [()]
        self.xcom_numbers: dict[tuple, int] = {(): 0}
        self.current = Situation(tuple(None for _ in self.labels), 0)
        self.start = self.current
        self.passes: dict[Situation, tuple] = {}
        self.decisions: dict[tuple, Situation] = {}

    # ---- what Airflow decides ----

    def scheduled(self, situation: Situation) -> tuple[Situation, tuple[str, ...], str]:
        """One scheduling pass: the situation afterwards, the tasks that may start, the state of the run."""
        if situation not in self.passes:
            self.enter(situation)
            ready, _ = self.run.update_state(session=self.session, execute_callbacks=False)
            names = tuple(run_dag.label(ti) for ti in ready)
            self.session.commit()
            self.passes[situation] = (self.leave(), names, run_dag.oracle.text(self.run.state))
        return self.passes[situation]

    def decided(self, situation: Situation, name: str, outcome) -> Situation:
        """What a branch or short circuit that is running makes of a situation when it decides."""
        key = (situation, name, tuple(outcome) if isinstance(outcome, list) else outcome)
        if key not in self.decisions:
            self.enter(situation)
            task = self.airflow.dag.task_dict[name]
            instance = self.run.get_task_instance(name, session=self.session)
            with run_dag.forced(task, outcome):
                self.airflow.decide(instance, task)
            self.session.commit()
            self.decisions[key] = self.leave()
        return self.decisions[key]

    # ---- the one run in the database ----

    def enter(self, situation: Situation) -> None:
        """Put the run into a situation. Plain SQL: loading and storing objects would take longer than deciding."""
        if run_dag.oracle.text(self.run.state) != "running":
            self.run.set_state("running")
            self.session.flush()
        changed: dict[str | None, list[str]] = {}
        for label, now, state in zip(self.labels, self.current.states, situation.states):
            if now != state:
                changed.setdefault(state, []).append(label)
        table = self.instance_table
        for state, labels in changed.items():
            these = self.of_run(table) & table.c.task_id.in_(labels)
            self.session.execute(table.update().where(these).values(state=state))
        if self.current.xcoms != situation.xcoms:
            self.write_xcoms(situation.xcoms)
        self.session.commit()
        self.session.expire_all()
        self.current = situation

    def leave(self) -> Situation:
        """The situation that the run is in now."""
        table = self.instance_table
        rows = self.session.execute(select_columns(table.c.task_id, table.c.state).where(self.of_run(table))).all()
        states = {task_id: run_dag.oracle.text(state) for task_id, state in rows}
        self.current = Situation(tuple(states[label] for label in self.labels), self.read_xcoms())
        return self.current

    def of_run(self, table):
        return (table.c.dag_id == self.run.dag_id) & (table.c.run_id == self.run.run_id)

    def read_xcoms(self) -> int:
        table = self.xcom_table
        rows = self.session.execute(table.select().where(self.of_run(table))).mappings().all()
        key = tuple(sorted((row["task_id"], row["key"], str(row["value"])) for row in rows))
        if key not in self.xcom_numbers:
            self.xcom_numbers[key] = len(self.xcoms)
            self.xcoms.append(tuple(dict(row) for row in rows))
        return self.xcom_numbers[key]

    def write_xcoms(self, number: int) -> None:
        table = self.xcom_table
        self.session.execute(table.delete().where(self.of_run(table)))
        for row in self.xcoms[number]:
            self.session.execute(table.insert().values(**row))


def play(machine: Machine, outcomes: dict) -> dict:
    """Play one scenario: `run_dag.play`, but for the way in which Airflow is asked."""
    tasks, place = machine.airflow.dag.task_dict, machine.place
    started: dict[str, int] = {}
    running: dict[str, int] = {}  # a running task -> passes it still takes
    situation, wave, before = machine.start, 0, None
    while True:
        situation, ready, state = machine.scheduled(situation)
        if state != "running":
            return report(machine, situation, state, started)
        states = list(situation.states)
        for name in ready:
            states[place[name]] = "running"
            running[name] = run_dag.passes_of(outcomes.get(name))
            started[name] = wave
        situation = Situation(tuple(states), situation.xcoms)
        if not running and situation == before:
            raise CannotPlay(f"nothing can be scheduled any more: {named(machine, situation)}")
        before = situation
        wave += 1
        running = {name: left - 1 for name, left in running.items()}
        seen = named(machine, situation)
        for name in sorted(name for name, left in running.items() if left <= 0):
            del running[name]
            if situation.states[place[name]] == "running":  # else a branch of Airflow 2 has skipped it meanwhile
                situation = finished(machine, situation, name, run_dag.resolve(tasks[name], outcomes.get(name, "success"), seen))


def finished(machine: Machine, situation: Situation, name: str, outcome) -> Situation:
    """A running task has ended as told."""
    if isinstance(outcome, (list, bool)):
        situation, outcome = machine.decided(situation, name, outcome), "success"
    states = list(situation.states)
    states[machine.place[name]] = outcome
    return Situation(tuple(states), situation.xcoms)


def named(machine: Machine, situation: Situation) -> dict[str, str]:
    return {label: state or "none" for label, state in zip(machine.labels, situation.states)}


def report(machine: Machine, situation: Situation, state: str, started: dict[str, int]) -> dict:
    waves = dict(sorted(started.items(), key=lambda item: (item[1], item[0])))
    return {"state": state, "tasks": named(machine, situation), "waves": waves}
