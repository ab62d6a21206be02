"""Converters of the machine end with the file that they convert: programs on PATH that fork, hang, and leave things."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.errors import ReadError
from archive.readers.office import process_group
from archive.readers.office.converters import converted
from archive.starvation import allowed, seconds_waited
from indexer.processes import sandbox, workplaces
from tests.served_process import alive, until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="process groups are POSIX's")

TEXT = "东街道2024年度工作报告"
FORKING = """#!/bin/sh
(exec sleep 600) &
echo $! > "{told}"
{then}
"""
"""A program that starts another, which holds its output open and would outlive it."""


def program(folder: Path, name: str, then: str) -> Path:
    """Puts it on the only PATH there is; where the grandchild's number will be written."""
    told = folder / f"{name}.pid"
    path = folder / name
    path.write_text(FORKING.format(told=told, then=then), encoding="utf-8")
    path.chmod(0o755)
    return told


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/bin:/usr/bin")
    hidden = folder / "soffice"  # the machine's own would come first
    hidden.write_text("#!/bin/sh\nexit 1\n", encoding="ascii")
    hidden.chmod(0o755)
    return folder


def grandchild(told: Path) -> int:
    until(lambda: told.exists() and told.read_text().strip() != "")
    return int(told.read_text())


def ended(told: Path) -> None:
    number = grandchild(told)
    until(lambda: not alive(number))


def convert(data: bytes, path: str) -> Iterator[bytes]:
    os.environ["PATH"] = path  # children come from a process that was there before the test
    yield "\n".join(block.text for block in converted(data, "a.doc").blocks).encode()


@pytest.mark.parametrize(
    ("then", "found"),
    [
        pytest.param(f"echo '{TEXT}'", True, id="it gives text, and its child goes on"),
        pytest.param("exit 3", False, id="it fails, and its child goes on"),
    ],
)
def test_what_a_converter_has_started_is_gone_when_it_has_ended(tools: Path, then: str, *, found: bool) -> None:
    told = program(tools, "antiword", then)
    begun = time.monotonic()
    if found:
        (text,) = sandbox.run(convert, b"x", os.environ["PATH"])
        assert TEXT in text.decode()
    else:
        with pytest.raises(ReadError, match="doc"):
            converted(b"x", "a.doc")
    assert time.monotonic() - begun < 20, "nobody waits for the grandchild's end of the pipe"
    ended(told)


def test_a_converter_that_hangs_is_ended_with_all_it_has_started(tools: Path, tmp_path: Path) -> None:
    told = program(tools, "antiword", "exec sleep 600")
    assert process_group.output_of([str(tools / "antiword")], tmp_path, 0.5) == b""
    ended(told)
    assert not (tmp_path / process_group.FILE).exists()


def folders() -> set[Path]:
    """The temporary folders of this process's children; other processes have theirs beside them."""
    found = Path(tempfile.gettempdir()).glob(f"baogao-*/{os.getpid()}-*/*")
    return {path for path in found if path.name != "lock"}


def test_a_child_that_is_killed_leaves_neither_processes_nor_files(tools: Path) -> None:
    """The sandbox's clock runs out while the converter works: nobody in the child can clear up."""
    told = program(tools, "antiword", "echo half > left-behind; exec sleep 600")
    before = folders()
    with pytest.raises(sandbox.StoppedError) as caught:
        list(sandbox.run(convert, b"x", os.environ["PATH"], limits=sandbox.Limits(wall=2.0)))
    assert caught.value.reason == "time"
    ended(told)
    assert folders() == before


def test_what_a_killed_process_has_left_the_next_one_clears_away(tools: Path, tmp_path: Path) -> None:
    told = program(tools, "antiword", "exec sleep 600")
    code = (
        "import os\n"
        "from indexer.processes import sandbox\n"
        "from tests.archive.readers.test_converters import convert\n"
        "if __name__ == '__main__':\n"
        "    list(sandbox.run(convert, b'x', os.environ['PATH']))\n"
    )
    script = tmp_path / "importing.py"
    script.write_text(code, encoding="ascii")
    env = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": os.getcwd()}  # noqa: PTH109 # for a child's path
    with subprocess.Popen([sys.executable, str(script)], env=env, stderr=subprocess.DEVNULL) as importing:
        number = grandchild(told)
        importing.kill()
    assert list(tmp_path.glob(f"baogao-*/{importing.pid}-*"))
    clearing = [sys.executable, "-c", "from indexer.processes import workplaces; workplaces.clear(workplaces.new())"]
    subprocess.run(clearing, env=env, check=True)
    until(lambda: not alive(number))
    assert list(tmp_path.glob("baogao-*/*")) == []


def test_a_note_whose_number_is_anothers_by_now_ends_nobody(tmp_path: Path) -> None:
    other = subprocess.Popen(["sleep", "600"], start_new_session=True)
    try:
        note = tmp_path / process_group.FILE
        note.write_text(f"{other.pid} 1", encoding="ascii")
        process_group.end(note)
        assert other.poll() is None
        note.write_text("no number", encoding="ascii")
        process_group.end(note)
    finally:
        other.kill()
        other.wait()


@pytest.mark.parametrize(
    ("seconds", "waited", "expected"),
    [
        pytest.param(30.0, 0.0, 30.0, id="a quiet machine"),
        pytest.param(30.0, 20.0, 50.0, id="what it waited for the processor is not its fault"),
        pytest.param(30.0, 1000.0, 300.0, id="but not for ever"),
    ],
)
def test_how_long_a_clock_is_patient(seconds: float, waited: float, expected: float) -> None:
    assert allowed(seconds, waited) == expected


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells it")
def test_a_process_that_shares_a_core_has_waited_and_its_parent_counts_it() -> None:
    """Three that spin on one core: each stands in line for most of the time."""
    code = "import os\nos.sched_setaffinity(0, {min(os.sched_getaffinity(0))})\nwhile True: pass"
    spinning = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(3)]
    try:
        until(lambda: all(seconds_waited(each.pid) > 0.2 for each in spinning))
        assert seconds_waited(os.getpid()) > sum(seconds_waited(each.pid) for each in spinning) / 2
    finally:
        for each in spinning:
            each.kill()
            each.wait()
    assert seconds_waited(spinning[0].pid) == 0.0
    assert workplaces.LOCK
