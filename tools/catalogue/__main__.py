"""
The generator of `schemas/providers/`: `python3.11 tools/catalogue build|check|lock|read`.

build  reads the wheels of `lock.json` and writes `schemas/providers/`; `check` compares instead of writing.
lock   finds the newest releases and writes `lock.json`.
read   prints the operator classes of one wheel or folder as JSON: what `dagport types import` starts from.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.setrecursionlimit(10_000)

from importing import read_operators  # noqa: E402


def main(arguments: list[str]) -> int:
    match arguments:
        case ["read", *paths] if paths:
            json.dump(read_operators([Path(path) for path in paths]), sys.stdout, indent=1, sort_keys=True)
            sys.stdout.write("\n")
            return 0
        case ["lock"]:
            from wheels import write_lock

            write_lock()
            return 0
        case [("build" | "check") as command]:
            from generate import check, write

            return check() if command == "check" else write()
    sys.stderr.write(f"{__doc__}\n")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
