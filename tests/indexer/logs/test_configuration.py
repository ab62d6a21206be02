"""Where log lines go: the terminal gets warnings alone, a file everything, of several processes, in whole lines."""

from __future__ import annotations

import logging
import multiprocessing
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive.errors import UsageError
from indexer.logs.configuration import LogFile, configure
from indexer.logs.faults import recorded
from indexer.settings import Settings
from tests.broken_program import IN_THE_SEARCHER, broken
from tests.served import imported
from tests.served_process import environment
from tests.shared_files import SEEDS

log = logging.getLogger("test.configuration")


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    root = logging.getLogger()
    before = root.level
    yield
    configure(Settings(), Path(), role="test")
    root.setLevel(before)


@pytest.mark.parametrize(
    ("settings", "shown"),
    [
        pytest.param({}, ["warning"], id="by default a terminal stays readable"),
        pytest.param({"log_level": "error"}, [], id="and readable still"),
        pytest.param({"log_level": "debug"}, ["warning"], id="a level for a file is none for a terminal"),
        pytest.param({"log_file": "-"}, ["info", "warning"], id="all of it where that is asked for"),
        pytest.param({"log_file": "-", "log_level": "debug"}, ["debug", "info", "warning"], id="and more"),
    ],
)
def test_what_a_terminal_shows(
    settings: dict[str, str], shown: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(replace(Settings(), **settings), tmp_path, role="test")  # type: ignore[arg-type] # all of them words
    log.debug("debug")
    log.info("info")
    log.warning("warning")
    assert [line.rpartition(" ")[2] for line in capsys.readouterr().err.splitlines()] == shown


def test_a_program_reads_no_lines_beside_the_error(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    configure(Settings(), tmp_path, "test", for_programs=True)
    logging.getLogger("a.name").error("x")
    configure(Settings(log_file="log.txt"), tmp_path, "test", for_programs=True)
    logging.getLogger("a.name").error("y")
    assert capfd.readouterr().err == ""
    assert "a.name: y" in (tmp_path / "log.txt").read_text(encoding="utf-8")


def test_what_a_person_was_told_is_no_line_on_the_same_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(Settings(), tmp_path, role="test")
    number = recorded(ValueError("x"), told=True)
    assert capsys.readouterr().err == ""
    error = ValueError("x")
    assert recorded(error) != number
    assert recorded(error) == recorded(error), "one error, one number"
    assert capsys.readouterr().err.count("unexpected error") == 1


def test_a_file_is_relative_to_the_home_and_told_where_it_cannot_be(tmp_path: Path) -> None:
    configure(replace(Settings(), log_file="baogao.log"), tmp_path, role="test")
    log.info("here")
    assert "here" in (tmp_path / "baogao.log").read_text()
    with pytest.raises(UsageError) as caught:
        configure(replace(Settings(), log_file="missing/baogao.log"), tmp_path, role="test")
    assert caught.value.code == "settings.log_file"


def test_a_home_that_is_still_to_be_made_is_not_made_by_its_log(tmp_path: Path) -> None:
    home = tmp_path / "home"
    configure(replace(Settings(), log_file="baogao.log"), home, role="test")
    assert not home.exists()
    home.mkdir()
    log.info("here")
    assert "here" in (home / "baogao.log").read_text()


def _write(path: Path, name: str) -> None:
    handler = LogFile(path)
    for number in range(200):
        handler.emit(logging.LogRecord(name, logging.INFO, "", 0, f"{name} {number} {'x' * 20_000}", (), None))


def test_lines_of_several_processes_stay_whole(tmp_path: Path) -> None:
    path = tmp_path / "log"
    writers = [
        multiprocessing.get_context("spawn").Process(target=_write, args=(path, name)) for name in ("one", "two")
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    found = path.read_text().splitlines()
    assert len(found) == 400
    assert all(len(line) == len(f"{line.split()[0]} {line.split()[1]} ") + 20_000 for line in found)


def test_a_command_that_fails_by_a_bug_prints_a_line_and_its_trace_is_in_the_log(tmp_path: Path) -> None:
    home, path = tmp_path / "home", tmp_path / "log"
    imported(home, SEEDS)
    bug = broken(tmp_path / "bug", IN_THE_SEARCHER)
    command = [sys.executable, "-m", "indexer.cli", "search", "主动性坏"]

    def run(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
        env = environment(home, **bug, **more)
        return subprocess.run([*command, *words], env=env, capture_output=True, text=True, timeout=120)

    done = run(BAOGAO_LOG_FILE=str(path))
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (70, "", 1)
    number = done.stderr.partition("编号 ")[2][:8]
    assert "ERROR search[" in path.read_text()
    assert f"number={number}" in path.read_text()
    assert len(run().stderr.splitlines()) == 1, "without a log the terminal gets no trace either"
    assert "Traceback" in run(BAOGAO_DEBUG="1").stderr
    assert '"server.error"' in run("--json").stderr
