"""Workers take what came in through the page, each file once, and what a killed one leaves another takes up."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.catalog import Catalog
from archive.catalog.opening import open_catalog
from indexer.ingest.upload_spool import UploadSpool
from tests.distributed.servers import Server

pytestmark = [pytest.mark.distributed, pytest.mark.timeout(600)]

FILES = 60
_numbers = itertools.count()


def worker(home: Path, address: str, told: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "indexer.cli", "--home", str(home), "worker"],
        env={**os.environ, "BAOGAO_CATALOG": address, "BAOGAO_JOBS": "1", "BAOGAO_ENGINE": "memory"},
        stdout=subprocess.DEVNULL,
        stderr=told,
        start_new_session=True,
    )


def send(catalog: Catalog, home: Path, count: int) -> int:
    """What the page does with files that are sent to it."""
    incoming = UploadSpool(home)
    number = catalog.imports.begin("page", "来件", {}, count)
    for each in range(count):
        draft = incoming.draft()
        draft.write(f"第{number}批第{each}号报告：落实一岗双责，压实主体责任。\n".encode())
        incoming.keep(number, draft, f"{each}.txt")
    incoming.close(number)
    return number


def until(holds: Callable[[], bool], seconds: float = 200.0) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(0.05)


def test_two_workers_are_killed_and_a_third_ends_their_work(tmp_path: Path, postgresql: Server) -> None:
    home, address = tmp_path / "home", postgresql.address(f"workers{next(_numbers)}")
    catalog = open_catalog(home, address=address)
    numbers = [send(catalog, home, FILES) for _ in range(3)]
    killed = [worker(home, address) for _ in range(2)]
    until(lambda: catalog.counts().reports > 10)
    for each in killed:
        os.killpg(each.pid, signal.SIGKILL)
        each.wait()
    acknowledged = set(catalog.ids())
    last = worker(home, address)
    try:
        until(lambda: all(found.ended_at for found in catalog.imports.list()))
    finally:
        last.send_signal(signal.SIGTERM)
        assert last.wait(60) == 143
    assert acknowledged <= set(catalog.ids())
    assert catalog.counts().reports == 3 * FILES, "none is lost, none is doubled"
    for number in numbers:
        places = [file.place for file in catalog.imports.files(number)]
        assert sorted(places) == list(range(1, FILES + 1))
    assert [finding.code for finding in catalog.verify() if finding.code != "catalog.original_unused"] == []
    catalog.close()


def test_a_worker_outlasts_a_database_that_is_long_away(tmp_path: Path, postgresql: Server) -> None:
    home, address = tmp_path / "home", postgresql.address(f"workers{next(_numbers)}")
    catalog = open_catalog(home, address=address)
    at_work = worker(home, address, subprocess.PIPE)
    assert at_work.stderr is not None
    first = send(catalog, home, 1)
    until(lambda: first not in catalog.imports.unended())
    catalog.close()
    postgresql.stop()
    try:
        # Which it does after its patience; nothing where it has gone. Amid a question the driver speaks first.
        said = any("目录数据库连不上" in line.decode() for line in iter(at_work.stderr.readline, b""))
    finally:
        postgresql.start()
    assert said
    catalog = open_catalog(home, address=address)
    second = send(catalog, home, 2)
    until(lambda: second not in catalog.imports.unended())
    assert catalog.counts().reports == 3
    at_work.send_signal(signal.SIGTERM)
    assert at_work.wait(60) == 143
    at_work.stderr.close()
    catalog.close()
