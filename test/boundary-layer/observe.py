"""What boundary-layer 1.9.18 makes of workflows, and what DAG files do: for each path on stdin one line of JSON.

A workflow is built as `build-dag FILE` builds it, with the plugin beside it. What comes out, or a DAG file (`.py`), is executed with classes that record.
"""
import io
import json
import logging
import os
import sys
import traceback
import warnings

logging.disable(logging.CRITICAL)
warnings.simplefilter("ignore")

from boundary_layer.builders import GeneratorBuilder, PrimaryDagBuilder, SubDagBuilder  # noqa: E402
from boundary_layer import plugins  # noqa: E402
from boundary_layer.plugins import BasePlugin  # noqa: E402
from boundary_layer.workflow import Workflow  # noqa: E402

from recording import DAG, graph_of, told  # noqa: E402  imports of Airflow are recorded from here on


DEFAULT = list(plugins.manager._plugins)


def plugins_beside(path):
    """The plugin of which the configuration stands in the folder beside a workflow: `1.plugin` for `1.yaml`."""
    folder = os.path.splitext(path)[0] + ".plugin"
    if not os.path.isdir(folder):
        return []
    return [type("Acme", (BasePlugin,), {"name": "acme", "configs_path": folder})()]


def observe(path):
    if path.endswith(".py"):
        with open(path, encoding="utf-8") as file:
            return executed(file.read(), path)
    try:
        plugins.manager._plugins = [*DEFAULT, *plugins_beside(path)]
        code = str(
            Workflow.load(path)
            .prune(prune_nodes=None, only_nodes=None)
            .build_dag(PrimaryDagBuilder, sub_dag_builder=SubDagBuilder, generator_builder=GeneratorBuilder)
        )
    except RecursionError:
        return {"accepted": False, "error": "RecursionError"}
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is a refusal
        return {"accepted": False, "error": "%s: %s" % (type(error).__name__, str(error)[:400])}
    return executed(code, path)


def executed(code, path):
    DAG.last = None
    DAG.open.clear()
    space = {"__name__": "dag"}
    try:
        exec(compile(code, path, "exec"), space)  # noqa: S102 - that is the point
    except BaseException as error:  # noqa: BLE001
        return {"accepted": True, "broken": "%s: %s" % (type(error).__name__, str(error)[:300])}
    dag = space["dag"] if isinstance(space.get("dag"), DAG) else DAG.last
    return dict(graph_of(dag), accepted=True, dag=told(dag.kwargs))


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
