"""Several processes at one catalog, and processes that are killed: one writer, many readers, nothing told is lost."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from archive.catalog.opening import open_catalog
from archive.catalog.sql.catalog import SqlCatalog
from archive.catalog.stores.database import Row
from archive.catalog.stores.sqlite import Sqlite
from archive.errors import CatalogError
from tests.catalog_contract import arrival, one
from tests.shared_files import ROOT

WRITE = """
import sys
from collections.abc import Sequence
from pathlib import Path
from archive.catalog.opening import open_catalog
from tests.catalog_contract import arrival
home, name, batches, size = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
catalog = open_catalog(home)
print("ready", flush=True)
for batch in range(batches):
    texts = [f"{name} 第{batch}批第{number}篇\\n" + "抓好落实" * 300 for number in range(size)]
    outcomes = catalog.add([arrival(f"/{name}/{batch}/{n}", text) for n, text in enumerate(texts)])
    print(*[outcome.id for outcome in outcomes], flush=True)
    if batch == 1:
        catalog.remove(outcomes[0].id)
        catalog.restore(outcomes[0].id)
catalog.close()
"""

HOLD = """
import sys
from collections.abc import Sequence
from pathlib import Path
from archive.catalog.opening import open_catalog
from tests.catalog_contract import arrival
catalog = open_catalog(Path(sys.argv[1]))
with catalog.database.transaction():
    print("holding", flush=True)
    sys.stdin.readline()
"""


def start(script: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def line(process: subprocess.Popen[str]) -> list[str]:
    assert process.stdout is not None
    return process.stdout.readline().split()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def test_two_writers_take_turns_and_a_reader_sees_whole_batches(home: Path) -> None:
    """Both may even make the home; a reader never waits and never sees half a batch."""
    writers = [start(WRITE, home, name, 12, 5) for name in ("甲", "乙")]
    try:
        assert [line(writer) for writer in writers] == [["ready"], ["ready"]]
        reader = open_catalog(home, read_only=True, lock_seconds=0)
        while any(writer.poll() is None for writer in writers):
            counts = reader.counts()
            assert (counts.reports + counts.removed) % 5 == 0
            change = reader.last_change()
            assert max((found.number for found in reader.changes()), default=0) >= change
        assert [writer.wait() for writer in writers] == [0, 0]
        assert len(reader.ids()) == 120
        assert list(reader.verify()) == []
        reader.close()
    finally:
        for writer in writers:
            writer.kill()
            writer.communicate()


def test_a_second_writer_waits_its_time_and_then_says_so(home: Path) -> None:
    patient, impatient = open_catalog(home, lock_seconds=30), open_catalog(home, lock_seconds=0.1)
    first = one(patient, "/a", "一岗双责")
    holder = start(HOLD, home)
    try:
        assert line(holder) == ["holding"]
        with pytest.raises(CatalogError) as told:
            impatient.add([arrival("/b", "别的")])
        assert told.value.code == "catalog.locked"
        assert impatient.ids() == (first,), "reading goes on"
        assert holder.stdin is not None
        holder.stdin.write("\n")
        holder.stdin.flush()
        assert one(patient, "/b", "别的") in patient.ids()
        assert holder.wait() == 0
    finally:
        holder.kill()
        holder.communicate()
        patient.close()
        impatient.close()


def test_a_writer_killed_in_the_middle_lets_the_next_one_in(home: Path) -> None:
    holder = start(HOLD, home)
    assert line(holder) == ["holding"]
    holder.kill()
    holder.communicate()
    catalog = open_catalog(home, lock_seconds=1)
    one(catalog, "/a", "一岗双责")
    catalog.close()


@pytest.mark.slow
def test_kill_9_loses_nothing_that_was_acknowledged_and_leaves_no_half(home: Path) -> None:
    """Thirty times: a writer is killed at a random moment; every id it had told is there, whole batches only.

    The writer also removes a report and restores it: killed in between, it is in the trash, which is a place as well.
    """
    dice = random.Random(9)
    acknowledged: set[str] = set()
    for turn in range(30):
        writer = start(WRITE, home, f"第{turn}次", 1000, 7)
        assert line(writer) == ["ready"]
        for _ in range(dice.randrange(4)):
            acknowledged.update(line(writer))
        spin(dice.randrange(40_000))
        writer.send_signal(signal.SIGKILL)
        rest, _ = writer.communicate()
        acknowledged.update(
            word for told in rest.splitlines(keepends=True) if told[-1] == "\n" for word in told.split()
        )
        reader = open_catalog(home, read_only=True)
        held = [*reader.ids(), *(entry.id for entry in reader.list(removed=True))]
        reader.close()
        assert acknowledged <= set(held)
        assert len(held) % 7 == 0
    catalog = open_catalog(home)
    assert isinstance(catalog, SqlCatalog)
    assert catalog.database.rows("PRAGMA integrity_check") == [("ok",)]
    assert {found.code for found in catalog.verify()} <= {"catalog.original_unused"}
    catalog.clean()
    assert list(catalog.verify()) == []
    assert len({entry.location for entry in catalog.list()}) == len(catalog.ids())
    numbers = [change.number for change in catalog.changes()]
    assert len(numbers) == len(held)
    assert numbers == sorted(set(numbers))
    catalog.close()


def spin(turns: int) -> None:
    """A moment that is not the same each time, without sleeping."""
    for _ in range(turns):
        pass


class Interrupted(Sqlite):
    """Between two looks at whose file it is, another process makes the schema."""

    met: str = ""

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        found = super().rows(sql, parameters)
        if sql == "PRAGMA application_id" and not self.met:
            self.met = "another"
            try:
                Sqlite(self.path, read_only=False, lock_seconds=0.0).close()
            except CatalogError as problem:
                self.met = problem.code
        return found


def test_a_home_that_another_process_begins_meanwhile_is_not_taken_for_another_programs(tmp_path: Path) -> None:
    opened = Interrupted(tmp_path / "catalog.db", read_only=False, lock_seconds=5.0)
    assert opened.met in ("another", "catalog.locked")
    assert opened.rows("SELECT count(*) FROM reports") == [(0,)]
    opened.close()
    other = Sqlite(tmp_path / "catalog.db", read_only=False, lock_seconds=0.0)
    assert other.rows("SELECT count(*) FROM reports") == [(0,)]
    other.close()
