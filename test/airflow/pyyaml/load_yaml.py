"""Reads a JSON list of YAML texts and writes what PyYAML's safe loader makes of each: its documents, or why it refuses.

Usage: load_yaml.py FILE. Each value says its type, so that 1, 1.0, true and "1" stay apart.
"""

import datetime
import json
import struct
import sys

import yaml


def shape(value):
    if value is None:
        return "null"
    if isinstance(value, bool):
        return {"boolean": value}
    if isinstance(value, int):
        return {"integer": str(value)}
    if isinstance(value, float):
        return {"number": "nan" if value != value else struct.pack(">d", value).hex()}
    if isinstance(value, str):
        return {"text": value}
    if isinstance(value, datetime.date):
        return "timestamp"
    if isinstance(value, list):
        return [shape(item) for item in value]
    if isinstance(value, dict):
        pairs = [[json.dumps(shape(key)), shape(item)] for key, item in value.items()]
        return {"mapping": sorted(pairs, key=lambda pair: pair[0])}
    return {"other": type(value).__name__}


def load(text):
    try:
        return {"documents": [shape(document) for document in yaml.safe_load_all(text)]}
    except Exception as error:  # a value that cannot be built, such as the 30th of February, is a plain ValueError
        return {"error": f"{type(error).__name__}: {error}"}


with open(sys.argv[1], encoding="utf-8") as file:
    texts = json.load(file)
json.dump({"pyyaml": yaml.__version__, "loaded": [load(text) for text in texts]}, sys.stdout)
