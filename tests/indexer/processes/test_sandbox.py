"""A child for each file: its limits hold, its end is understood, and nobody else notices."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from indexer.processes import sandbox
from indexer.processes.sandbox import (
    MEGABYTE,
    Limits,
    StoppedError,
    run,
)
from tests.shared_files import ROOT

linux = pytest.mark.skipif(sys.platform != "linux", reason="the kernel's limits are Linux's here")
SMALL = Limits(memory=512 * MEGABYTE, processor=1, wall=3.0, file_size=MEGABYTE, answer=MEGABYTE)


def say(*words: str) -> Iterator[bytes]:
    yield from (word.encode() for word in words)


def eat() -> Iterator[bytes]:
    yield b"%d" % len(bytearray(2048 * MEGABYTE))


def spin() -> Iterator[bytes]:
    number = 1
    while number:
        number += 1
    yield b""


def wait() -> Iterator[bytes]:
    yield b"first"
    threading.Event().wait()


def die() -> Iterator[bytes]:
    yield from iter(_abort, b"")


def _abort() -> bytes:
    os.abort()


def fail() -> Iterator[bytes]:
    yield {b"a": b"reader's fault"}[b"b"]


def babble() -> Iterator[bytes]:
    yield b"x" * (2 * MEGABYTE)


def write(path: str) -> Iterator[bytes]:
    Path(path).write_bytes(b"x" * (2 * MEGABYTE))
    yield b""


def call(family: int) -> Iterator[bytes]:
    try:
        socket.socket(family).close()
    except PermissionError:
        yield b"refused"
    else:
        yield b"open"


def gain() -> Iterator[bytes]:
    status = Path("/proc/self/status").read_text()
    yield status.partition("NoNewPrivs:")[2].split()[0].encode()


def open_many() -> Iterator[bytes]:
    try:
        files = [Path(os.devnull).open() for _ in range(500)]  # noqa: SIM115
    except OSError:
        yield b"refused"
    else:
        yield b"%d" % len(files)


def reason(task: sandbox.Task, *arguments: object) -> str:
    with pytest.raises(StoppedError) as caught:
        list(run(task, *arguments, limits=SMALL))
    return caught.value.reason


def test_pieces_come_in_order_one_by_one() -> None:
    assert list(run(say, "一", "", "三")) == ["一".encode(), b"", "三".encode()]


@linux
@pytest.mark.parametrize(
    ("task", "expected"),
    [
        pytest.param(eat, "memory", id="2 GB of memory"),
        pytest.param(spin, "time", id="processor time"),
        pytest.param(wait, "time", id="waiting"),
        pytest.param(die, "died", id="an abort, as pdfium's"),
        pytest.param(fail, "died", id="an exception"),
        pytest.param(babble, "answer", id="an answer without end"),
    ],
)
def test_a_child_that_goes_wrong_is_understood(task: sandbox.Task, expected: str) -> None:
    begun = time.monotonic()
    assert reason(task) == expected
    assert time.monotonic() - begun < 10
    assert list(run(say, "x")) == [b"x"], "the next one is well"


@linux
def test_files_cannot_grow(tmp_path: Path) -> None:
    assert reason(write, str(tmp_path / "x")) == "died"
    assert (tmp_path / "x").stat().st_size <= MEGABYTE


@linux
@pytest.mark.parametrize(
    ("family", "expected"),
    [
        pytest.param(socket.AF_INET, b"refused", id="the network"),
        pytest.param(socket.AF_INET6, b"refused", id="the newer network"),
        pytest.param(socket.AF_UNIX, b"open", id="the machine itself"),
    ],
)
def test_no_network(family: int, expected: bytes) -> None:
    if not sandbox.limits_held()["network"]:
        pytest.skip("this kernel does not filter calls")
    assert list(run(call, family)) == [expected]


@linux
def test_no_new_rights_and_few_files() -> None:
    assert list(run(gain)) == [b"1"]
    assert list(run(open_many)) == [b"refused"]


def test_limits_are_told_by_name() -> None:
    held = sandbox.limits_held()
    assert {"process", "wall", "memory", "processor", "file_size", "open_files", "rights", "network"} <= held.keys()
    assert held["process"]
    assert held["wall"]


@linux
def test_a_watcher_that_runs_late_finds_nothing_to_watch(monkeypatch: pytest.MonkeyPatch) -> None:
    """A child answers at once on a loaded machine: the thread that watches it comes after it has been closed."""
    ended = threading.Event()
    watchers: list[threading.Thread] = []
    told: list[threading.ExceptHookArgs] = []

    class LateThread(threading.Thread):
        def run(self) -> None:
            watchers.append(self)
            ended.wait()
            super().run()

    monkeypatch.setattr(threading, "Thread", LateThread)
    monkeypatch.setattr(threading, "excepthook", told.append)
    assert list(run(say, "一", "二")) == ["一".encode(), "二".encode()]
    ended.set()
    for watcher in watchers:
        watcher.join()
    assert len(watchers) == 3, "two pieces and the end"
    assert [str(problem.exc_value) for problem in told] == []


def test_many_at_once_from_many_threads_do_not_mix() -> None:
    answers: dict[int, list[bytes]] = {}

    def ask(number: int) -> None:
        answers[number] = list(run(say, str(number), "x" * 100_000))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(answers[number][0] == str(number).encode() for number in range(12))


@linux
def test_no_child_is_left_behind() -> None:
    list(run(say, "x"))
    with pytest.raises(StoppedError):
        list(run(spin, limits=SMALL))
    listed = subprocess.run(["ps", "-eo", "stat,args"], capture_output=True, text=True).stdout
    assert not [line for line in listed.splitlines() if "sandbox" in line and line.startswith("Z")]


@pytest.mark.slow
def test_status_tells_the_limits(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "indexer.cli"]
    env = {**os.environ, "BAOGAO_HOME": str(tmp_path / "home"), "PYTHONPATH": str(ROOT), "LANG": "zh_CN.UTF-8"}
    text = tmp_path / "报告.txt"
    text.write_text("关于工作情况的报告", encoding="utf-8")
    subprocess.run([*command, "add", str(text)], env=env, check=True, capture_output=True)
    told = subprocess.run([*command, "status", "--json"], env=env, check=True, capture_output=True, text=True).stdout
    assert json.loads(told)["limits"] == sandbox.limits_held()
    shown = subprocess.run([*command, "status"], env=env, check=True, capture_output=True, text=True).stdout
    assert "解析时的限制  独立进程" in shown


def spin_briefly(seconds: float) -> Iterator[bytes]:
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass
    yield b"done"


@pytest.mark.slow
@linux
def test_a_child_that_stands_in_line_for_a_processor_is_not_called_slow() -> None:
    """Four at once on one core take longer by the clock than each may take that has the core for itself."""
    core = {min(os.sched_getaffinity(0))}
    limits = Limits(processor=5, wall=2.0)

    def ask(_: int) -> list[bytes]:
        return list(run(on_one_core, core, 0.8, limits=limits))

    with ThreadPoolExecutor(4) as together:
        assert list(together.map(ask, range(4))) == [[b"done"]] * 4


def on_one_core(core: set[int], seconds: float) -> Iterator[bytes]:
    os.sched_setaffinity(0, core)
    yield from spin_briefly(seconds)
