"""
Calls real constructors. In the file that is named: `{class path: {"required": [name], "parameters": [name]}}`. Prints, as JSON, what
is wrong: parameters that a constructor refuses by name, and required ones that it does not ask for.
"""

import importlib
import json
import os
import sys
import tempfile
import warnings
from unittest.mock import MagicMock

warnings.simplefilter("ignore")
os.environ.setdefault("AIRFLOW_HOME", tempfile.mkdtemp())
os.environ["AIRFLOW__CORE__LOAD_EXAMPLES"] = "False"

REFUSED = ("unexpected keyword", "invalid arguments", "multiple values", "got an unexpected")
MISSING = ("missing keyword argument", "missing required", "missing 1 required", "required keyword-only")


def message_of(cls, arguments):
    """What a call of the constructor says; an empty text where it says nothing."""
    try:
        cls(task_id="task", **arguments)
    except BaseException as error:
        return f"{type(error).__name__}: {error}"
    return ""


def check(path, facts):
    module, _, name = path.rpartition(".")
    try:
        cls = getattr(importlib.import_module(module), name)
    except BaseException as error:
        return [f"{path}: cannot be imported: {error!r}"]
    wrong = []
    required = {one: MagicMock() for one in facts["required"]}
    for parameter in facts["parameters"]:
        said = message_of(cls, {**required, parameter: MagicMock()})
        if any(word in said.lower() for word in REFUSED) and parameter in said:
            wrong.append(f"{path}: refuses {parameter}: {said}")
    for parameter in facts["required"]:
        said = message_of(cls, {key: value for key, value in required.items() if key != parameter})
        if not any(word in said.lower() for word in MISSING) or parameter not in said:
            wrong.append(f"{path}: does not ask for {parameter}: {said or 'it was built'}")
    said = message_of(cls, required)
    if any(word in said.lower() for word in MISSING):
        wrong.append(f"{path}: asks for more: {said}")
    return wrong


result = [line for path, facts in json.load(open(sys.argv[1])).items() for line in check(path, facts)]
sys.stdout.write("\n" + json.dumps(result) + "\n")
