"""Trains one system, or asks it on one core, and writes down what it cost: `python -m bench.worker train|ask SYSTEM JOB RESULT`.

Times are the process's own, so that whatever else the machine does is not counted.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench.found import Example


def main() -> None:
    action, system, job_file, result_file = sys.argv[1:]
    job = json.loads(Path(job_file).read_text(encoding="utf-8"))
    if action == "ask":
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    began = time.process_time()
    module = importlib.import_module(f"bench.systems.{system}")
    folder = Path(job["folder"])
    if action == "train":
        module.train([Example(*example) for example in job["examples"]], folder, job["epochs"])
        result: dict[str, Any] = {"seconds": time.process_time() - began}
    else:
        find = module.load(folder)
        result = {"seconds": time.process_time() - began}
        find(job["texts"][0])
        result["found"], result["milliseconds"] = [], []
        for text in job["texts"]:
            asked = time.process_time()
            found = find(text)
            result["milliseconds"].append((time.process_time() - asked) * 1000)
            result["found"].append(asdict(found))
    result["peak_mb"] = _peak_megabytes()
    Path(result_file).write_text(json.dumps(result), encoding="utf-8")


def _peak_megabytes() -> float:
    """Of this program alone; `getrusage` would count what the process was before it became this program."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    main()
