"""`make bench`, first part: how fast the coach parses and answers, starts and trains, and how much memory it holds."""

from __future__ import annotations

import http.client
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Sequence
from pathlib import Path

import psutil

from bench.questions import in_scope
from coach.settings import PROJECT
from launch.trial import start_coach

WARM_UP = 20
MESSAGES = 300
RESULT = PROJECT / "bench" / "speed.md"


def quantiles(seconds: Sequence[float]) -> str:
    """The median and the 95th percentile in milliseconds."""
    ordered = sorted(seconds)
    return f"{1000 * ordered[len(ordered) // 2]:.1f} / {1000 * ordered[int(len(ordered) * 0.95)]:.1f} ms"


def one_core() -> None:
    """Keep this process and what it starts on one core."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def rest(port: int, questions: Sequence[str]) -> list[float]:
    """Seconds from message to reply, each in a conversation of its own, one after another."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    taken = []
    for question in questions:
        body = json.dumps({"sender": uuid.uuid4().hex, "message": question})
        began = time.perf_counter()
        connection.request("POST", "/webhooks/rest/webhook", body, {"Content-Type": "application/json"})
        connection.getresponse().read()
        taken.append(time.perf_counter() - began)
    return taken[WARM_UP:]


def long_conversation(port: int, questions: Sequence[str]) -> tuple[list[float], list[float]]:
    """Seconds for the first and for the last twenty turns of one conversation."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    sender = uuid.uuid4().hex
    taken = []
    for question in questions:
        body = json.dumps({"sender": sender, "message": question})
        began = time.perf_counter()
        connection.request("POST", "/webhooks/rest/webhook", body, {"Content-Type": "application/json"})
        connection.getresponse().read()
        taken.append(time.perf_counter() - began)
    return taken[:20], taken[-20:]


PARSE = """
import asyncio, json, sys, time, warnings
warnings.filterwarnings("ignore")
from launch.server import quiet
quiet()
from rasa.core.agent import Agent
questions = json.load(sys.stdin)
agent = Agent.load("models/coach.tar.gz")
async def main():
    taken = []
    for question in questions:
        began = time.perf_counter()
        await agent.parse_message(question)
        taken.append(time.perf_counter() - began)
    print(json.dumps(taken))
asyncio.run(main())
"""


def parse(questions: Sequence[str]) -> list[float]:
    """Seconds to parse each question in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", PARSE],
        input=json.dumps(list(questions)),
        capture_output=True,
        text=True,
        cwd=PROJECT,
        check=True,
    )
    return list(json.loads(done.stdout.strip().splitlines()[-1]))[WARM_UP:]


def memory(process: int) -> float:
    """Megabytes held by a process and its children (proportional set size: shared pages count once)."""
    family = [psutil.Process(process), *psutil.Process(process).children(recursive=True)]
    return sum(each.memory_full_info().pss for each in family) / 1e6


def training() -> float:
    """Seconds to train from nothing, with neither our stamp nor Rasa's cache."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "RASA_CACHE_DIRECTORY": folder}
        began = time.perf_counter()
        subprocess.run([sys.executable, "-m", "launch.train", folder], cwd=PROJECT, env=environment, check=True, capture_output=True)
        return time.perf_counter() - began


def main() -> None:
    """Run."""
    questions = [question.text for question in in_scope()][: MESSAGES + WARM_UP]
    rows = [("training", f"{training():.0f} s")]
    one_core()
    rows.append(("parse, one core, p50 / p95", quantiles(parse(questions))))
    with tempfile.TemporaryDirectory() as home:
        began = time.perf_counter()
        with start_coach(Path(home)) as coach:
            rows.append(("start to ready, one core", f"{time.perf_counter() - began:.0f} s"))
            port = int(coach.environment["COACH_PORT"])
            rows.append(("message to reply over REST, one core for both servers, p50 / p95", quantiles(rest(port, questions))))
            first, last = long_conversation(port, questions[:200])
            rows.append(("turns 181 to 200 of a conversation against turns 1 to 20", f"{sum(last) / sum(first):.2f} times"))
            rows.append(("memory, all processes", f"{memory(coach.process.pid):.0f} MB"))
    table = "\n".join(["| what | measured |", "| --- | --- |", *(f"| {name} | {value} |" for name, value in rows)])
    print(table)
    RESULT.write_text(f"Printed by `make bench` on {platform.processor() or platform.machine()}, one core unless said.\n\n{table}\n")


if __name__ == "__main__":
    main()
