"""What boundary-layer 1.9.18 makes of workflows: for each path on stdin one line of JSON.

Each file is built as `build-dag FILE` builds it. What comes out is executed with classes that record, in the place of Airflow 1.10,
and that refuse what Airflow 1.10.15 refuses on load: ids, a `dag` that is none, names of sub-DAGs that do not fit.
"""
import importlib.abc
import importlib.machinery
import io
import json
import logging
import re
import sys
import traceback
import types
import warnings

logging.disable(logging.CRITICAL)
warnings.simplefilter("ignore")

from boundary_layer.builders import GeneratorBuilder, PrimaryDagBuilder, SubDagBuilder  # noqa: E402
from boundary_layer.workflow import Workflow  # noqa: E402

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
        dag = kwargs.pop("dag", None)
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


class Hook:
    def __init__(self, *args, **kwargs):
        pass

    def list(self, bucket, prefix=None):
        return ["one", "two"]


class Anything:
    def __init__(self, *args, **kwargs):
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
        if name.split(".")[0] in ("airflow", "requests"):
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


def graph_of(dag, prefix=""):
    """Tasks by id, sub-DAGs opened; what comes first and last where a task stands."""
    tasks, rules, edges, heads, tails = [], {}, [], {}, {}
    repeated = [prefix + one for one in dag.repeated]
    for task in dag.tasks.values():
        name = prefix + task.task_id
        if task.subdag is None:
            tasks.append(name)
            if task.rule != "all_success":
                rules[name] = task.rule
            heads[task.task_id] = tails[task.task_id] = [name]
            continue
        inner = graph_of(task.subdag, name + ".")
        tasks += inner["tasks"]
        rules.update(inner["rules"])
        edges += inner["edges"]
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
    return {"tasks": tasks, "rules": rules, "edges": edges, "repeated": repeated}


def observe(path):
    try:
        code = str(
            Workflow.load(path)
            .prune(prune_nodes=None, only_nodes=None)
            .build_dag(PrimaryDagBuilder, sub_dag_builder=SubDagBuilder, generator_builder=GeneratorBuilder)
        )
    except RecursionError:
        return {"accepted": False, "error": "RecursionError"}
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is a refusal
        return {"accepted": False, "error": "%s: %s" % (type(error).__name__, str(error)[:400])}
    DAG.last = None
    try:
        space = {"__name__": "dag"}
        exec(compile(code, path, "exec"), space)  # noqa: S102 - that is the point
    except BaseException as error:  # noqa: BLE001
        return {"accepted": True, "broken": "%s: %s" % (type(error).__name__, str(error)[:300])}
    found = {"accepted": True}
    found.update(graph_of(space["dag"] if isinstance(space.get("dag"), DAG) else DAG.last))
    return found


for line in sys.stdin:
    path = line.strip()
    if not path:
        continue
    out, err = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = io.StringIO(), io.StringIO()
    try:
        answer = observe(path)
    except BaseException:  # noqa: BLE001
        answer = {"accepted": True, "broken": "observer: " + traceback.format_exc()[-300:]}
    finally:
        sys.stdout, sys.stderr = out, err
    print(json.dumps(answer), flush=True)
