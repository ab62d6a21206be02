"""Nodes die, hang and come back, the index is dropped, the database restarts: nothing is lost, searches go on."""

from __future__ import annotations

import itertools
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from archive.errors import ArchiveError
from indexer import deadline
from indexer.index.opensearch.connection import Connection
from indexer.index.opensearch.engine import OpenSearchEngine
from indexer.ingest.pipeline import Pipeline, walk
from indexer.search.answer import Request
from indexer.settings import Settings
from indexer.workspace import Workspace
from tests.distributed.cluster import Cluster, running
from tests.distributed.servers import Server

pytestmark = [pytest.mark.distributed, pytest.mark.timeout(900)]

LONGEST = 10.0
"""Seconds for which no search may fail in a row."""
QUICK = (
    # A node that hangs is left out after two seconds instead of half a minute: docs/scale.md.
    *("cluster.fault_detection.follower_check.interval=500ms", "cluster.fault_detection.follower_check.timeout=1s"),
    *("cluster.fault_detection.follower_check.retry_count=2", "cluster.fault_detection.leader_check.interval=500ms"),
    *("cluster.fault_detection.leader_check.timeout=1s", "cluster.fault_detection.leader_check.retry_count=2"),
    "cluster.publish.timeout=5s",
)
_numbers = itertools.count()


@pytest.fixture(scope="module")
def nodes() -> Iterator[Cluster]:
    """A cluster of its own: other tests must not meet its dead."""
    with running(3, QUICK) as made:
        yield made


@pytest.fixture
def workspace(tmp_path: Path, nodes: Cluster, postgresql: Server) -> Iterator[Workspace]:
    nodes.wait()
    settings = Settings(
        engine="opensearch:" + ",".join(nodes.urls),
        catalog=postgresql.address(f"faults{next(_numbers)}"),
        shards=3,
        replicas=1,
        jobs=1,
    )
    with Workspace(tmp_path / "home", writing=True, settings=settings) as made:
        yield made


@dataclass
class Import:
    """Reports that arrive one by one; `kept` are those that were acknowledged."""

    workspace: Workspace
    folder: Path
    kept: list[str] = field(default_factory=list)
    made: int = 0

    def add(self, count: int) -> None:
        self.folder.mkdir(exist_ok=True)
        dice = random.Random(self.made)
        files = []
        for _ in range(count):
            self.made += 1
            path = self.folder / f"{self.made}.txt"
            path.write_text(f"第{self.made}号报告落实一岗双责。{dice.random()}\n", encoding="utf-8")
            files.append(path)
        for _, outcome in Pipeline(self.workspace.catalog, {}, None, 1).run(walk(files)):
            assert outcome.id is not None
            self.kept.append(outcome.id)
        self.workspace.catch_up()


class Reader(threading.Thread):
    """Searches without pause; `worst` is the longest time in which none succeeded, `wrong` what they should not say."""

    def __init__(self, settings: Settings, home: Path, known: list[str]) -> None:
        super().__init__(daemon=True)
        self.settings, self.home = settings, home
        self.known = known
        self.over = threading.Event()
        self.answered = 0
        self.worst = 0.0
        self.wrong: list[str] = []

    def run(self) -> None:
        with Workspace(self.home, settings=self.settings) as workspace:
            since = time.monotonic()
            while not self.over.is_set():
                expected = len(self.known)
                try:
                    found = workspace.searcher.tally(Request("一岗双责", literal=True)).rows
                except ArchiveError as problem:
                    if problem.code not in ("index.unreachable", "catalog.unreachable", *deadline.OVER):
                        self.wrong.append(problem.code)
                else:
                    self.answered += 1
                    if len(found) < expected:
                        self.wrong.append(f"{len(found)} of {expected}")
                    self.worst = max(self.worst, time.monotonic() - since)
                    since = time.monotonic()
            self.worst = max(self.worst, time.monotonic() - since)


def while_searching(workspace: Workspace, incoming: Import, act: Callable[[], None]) -> Reader:
    """Import, let something happen, import on; readers search meanwhile."""
    incoming.add(20)
    reader = Reader(workspace.settings, workspace.home, incoming.kept)
    reader.start()
    incoming.add(20)
    act()
    for _ in range(5):
        incoming.add(10)
    reader.over.set()
    reader.join(60)
    assert not reader.is_alive()
    return reader


def assert_whole(workspace: Workspace, incoming: Import) -> None:
    """Every acknowledged report is kept and found."""
    workspace.catch_up()
    assert set(incoming.kept) == set(workspace.catalog.ids())
    tally = workspace.searcher.tally(Request("一岗双责", literal=True))
    assert {row.card.id: row.matches for row in tally.rows} == dict.fromkeys(incoming.kept, 1)


@pytest.mark.parametrize("which", ["manager", "another"])
def test_a_node_is_killed(workspace: Workspace, nodes: Cluster, tmp_path: Path, which: str) -> None:
    manager = nodes.manager()
    node = manager if which == "manager" else next(number for number in range(3) if number != manager)
    incoming = Import(workspace, tmp_path / "files")
    reader = while_searching(workspace, incoming, lambda: nodes.signal(node, signal.SIGKILL))
    try:
        assert reader.wrong == []
        assert reader.answered
        assert reader.worst < LONGEST
        assert_whole(workspace, incoming)
    finally:
        nodes.start_node(node)
        nodes.wait()
    assert_whole(workspace, incoming)


def test_a_node_hangs(workspace: Workspace, nodes: Cluster, tmp_path: Path) -> None:
    node = next(number for number in range(3) if number != nodes.manager())
    incoming = Import(workspace, tmp_path / "files")
    try:
        reader = while_searching(workspace, incoming, lambda: nodes.signal(node, signal.SIGSTOP))
        assert reader.wrong == []
        assert reader.worst < LONGEST
    finally:
        nodes.signal(node, signal.SIGCONT)
        nodes.wait()
    assert_whole(workspace, incoming)


def test_the_index_is_dropped(workspace: Workspace, tmp_path: Path) -> None:
    incoming = Import(workspace, tmp_path / "files")
    incoming.add(30)
    engine = workspace.engine
    assert isinstance(engine, OpenSearchEngine)
    Connection(engine.address).patient("DELETE", f"/{engine.alias}-*")
    assert workspace.engine.state().last_change == 0
    incoming.add(1)
    assert_whole(workspace, incoming)


@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_the_database_is_restarted(workspace: Workspace, postgresql: Server, tmp_path: Path, mode: str) -> None:
    incoming = Import(workspace, tmp_path / "files")

    def restart() -> None:
        postgresql.stop(mode)
        postgresql.start()

    reader = while_searching(workspace, incoming, restart)
    assert reader.wrong == []
    assert reader.worst < LONGEST
    assert_whole(workspace, incoming)
