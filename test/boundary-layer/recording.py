"""Airflow as far as a DAG file needs it to load: classes that record what they are given, and refuse what Airflow 1.10.15 refuses.

Of the tasks of the DAG that is loaded are told: ids, trigger rules, edges and arguments. DAG files of Airflow 2 load too.
"""
import datetime
import importlib.abc
import importlib.machinery
import re
import sys
import types

KEY = re.compile(r"^[A-Za-z0-9_\-.]+\Z")


class AirflowException(Exception):
    pass


class DAG:
    def __init__(self, *args, **kwargs):
        self.dag_id = kwargs.get("dag_id", args[0] if args else None)
        check_key(self.dag_id)
        self.default_args = kwargs.get("default_args") or {}
        self.kwargs = kwargs
        self.tasks = {}
        self.repeated = []
        DAG.last = DAG.last or self

    def __enter__(self):
        DAG.open.append(self)
        return self

    def __exit__(self, *failure):
        DAG.open.pop()


DAG.last = None
DAG.open = []


def check_key(key):
    if not isinstance(key, str):
        raise TypeError("The key has to be a string")
    if len(key) > 250:
        raise AirflowException("The key has to be less than 250 characters")
    if not KEY.match(key):
        raise AirflowException("The key (%s) has to be made of alphanumeric characters" % key)


class Operator:
    def __init__(self, *args, **kwargs):
        if args:
            raise AirflowException("Use keyword arguments")
        dag = kwargs.pop("dag", DAG.open[-1] if DAG.open else None)
        if not isinstance(dag, DAG):
            raise TypeError("Expected DAG; received %s" % type(dag).__name__)
        given = dict(dag.default_args)
        given.update(kwargs)
        if "task_id" not in given:
            raise AirflowException("missing task_id")
        self.task_id = given["task_id"]
        check_key(self.task_id)
        self.rule = given.get("trigger_rule", "all_success")
        self.upstream = []
        self.subdag = kwargs.get("subdag")
        self.dag = dag
        self.arguments = given
        if type(self).__name__ == "SubDagOperator":
            if not isinstance(self.subdag, DAG):
                raise TypeError("subdag is no DAG")
            if self.subdag.dag_id != dag.dag_id + "." + self.task_id:
                raise AirflowException("The subdag's dag_id should have the form '{parent}.{this}'")
        if self.task_id in dag.tasks:
            dag.repeated.append(self.task_id)
        else:
            dag.tasks[self.task_id] = self

    def set_upstream(self, other):
        for one in other if isinstance(other, list) else [other]:
            if not isinstance(one, Operator):
                raise AirflowException("Relationships can only be set between Operators")
            self.upstream.append(one)

    def set_downstream(self, other):
        for one in other if isinstance(other, list) else [other]:
            one.set_upstream(self)

    def __rshift__(self, other):
        self.set_downstream(other)
        return other

    def __rrshift__(self, other):
        self.set_upstream(other)
        return self


class Hook:
    def __init__(self, *args, **kwargs):
        pass

    def list(self, bucket, prefix=None):
        return ["one", "two"]


class Anything:
    def __init__(self, *args, **kwargs):
        self.args = args
        self.kwargs = kwargs

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        pass

    @classmethod
    def get(cls, *args, **kwargs):
        return "value"


class Stub(types.ModuleType):
    __path__ = []

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        if name == "DAG":
            return DAG
        if name == "AirflowException":
            return AirflowException
        if name.endswith("Hook"):
            return Hook
        if name.endswith(("Operator", "Sensor")):
            return type(name, (Operator,), {})
        return type(name, (Anything,), {})


class Response:
    status_code = 200

    @staticmethod
    def raise_for_status():
        pass

    @staticmethod
    def json():
        class Items(dict):
            def __contains__(self, key):
                return True

            def __getitem__(self, key):
                return ["one", "two"]

            def get(self, key, default=None):
                return ["one", "two"]

        return Items()


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("acme", "airflow", "docker", "kubernetes", "requests"):
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec):
        module = Stub(spec.name)
        if spec.name == "requests":
            module.get = lambda *args, **kwargs: Response
        return module

    def exec_module(self, module):
        pass


sys.meta_path.insert(0, Finder())


def told(value):
    """A value as JSON: what Python has beyond that is a mapping with one key, `$` and its kind."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if value == value and abs(value) != float("inf") else {"$float": str(value)}
    if isinstance(value, (list, tuple)):
        return [told(one) for one in value]
    if isinstance(value, dict):
        return {str(key): told(one) for key, one in value.items()}
    if isinstance(value, datetime.timedelta):
        return {"$seconds": value.total_seconds()}
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return {"$moment": value.isoformat()}
    if isinstance(value, bytes):
        return {"$bytes": value.decode("latin-1")}
    if isinstance(value, Anything):
        return {"$new": type(value).__name__, "with": told(value.kwargs)}
    return {"$python": getattr(value, "__name__", type(value).__name__)}


def graph_of(dag, prefix=""):
    """Tasks by id, sub-DAGs opened; what comes first and last where a task stands."""
    tasks, rules, edges, heads, tails, arguments = [], {}, [], {}, {}, {}
    repeated = [prefix + one for one in dag.repeated]
    for task in dag.tasks.values():
        name = prefix + task.task_id
        if task.subdag is None:
            tasks.append(name)
            if task.rule != "all_success":
                rules[name] = task.rule
            arguments[name] = {"class": type(task).__name__, "given": told(task.arguments)}
            heads[task.task_id] = tails[task.task_id] = [name]
            continue
        inner = graph_of(task.subdag, name + ".")
        tasks += inner["tasks"]
        rules.update(inner["rules"])
        edges += inner["edges"]
        arguments.update(inner["arguments"])
        repeated += inner["repeated"]
        behind = {to for _, to in inner["edges"]}
        before = {source for source, _ in inner["edges"]}
        heads[task.task_id] = [one for one in inner["tasks"] if one not in behind]
        tails[task.task_id] = [one for one in inner["tasks"] if one not in before]
        if not inner["tasks"]:
            heads[task.task_id] = tails[task.task_id] = [name]  # a point on the way, no task that a person sees
    for task in dag.tasks.values():
        for other in task.upstream:
            if dag.tasks.get(other.task_id) is not other:
                continue
            for source in tails[other.task_id]:
                for to in heads[task.task_id]:
                    edges.append([source, to])
    return {"tasks": tasks, "rules": rules, "edges": edges, "repeated": repeated, "arguments": arguments}
