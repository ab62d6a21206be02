"""Reports that an earlier edition of their reader read are read again from their originals; what people did stays."""

from __future__ import annotations

import hashlib
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from archive.catalog import Arrival, Outcome
from archive.catalog.serialization import edition_of, report_of, structure_of, texts_of
from archive.ingest import ingest
from archive.model import Notice, Record
from archive.readers import editions, text
from archive.readers.base import Reading
from archive.readers.left_out import left_out
from archive.readers.markup import markdown
from archive.storage.originals import Originals
from indexer.cli.main import main
from indexer.ingest import reread
from indexer.ingest.pipeline import BATCH, Pipeline, walk
from indexer.ingest.reread import older, read_again
from indexer.search.answer import Request
from indexer.search.partly_read import partly_read
from indexer.workspace import Workspace
from tests.shared_files import ROOT

PLAIN = "东街道2024年度工作报告\n\n一、落实情况\n\n认真履行一岗双责。\n"
CIRCLED = "西街道2024年度工作报告\n\n一、落实情况\n\n建立①类台账。\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """An archive of today: two plain texts, one of them in a zip, and a text in markdown."""
    folder = tmp_path / "来件"
    folder.mkdir()
    (folder / "东街道.txt").write_text(PLAIN, encoding="utf-8")
    (folder / "南街道.md").write_text(f"# {PLAIN}", encoding="utf-8")
    with zipfile.ZipFile(folder / "报送.zip", "w") as packed:
        packed.writestr("西街道.txt", CIRCLED)
    with Workspace(tmp_path / "home", writing=True) as workspace:
        assert {outcome.status for _, outcome in Pipeline(workspace.catalog, {}).run(walk([folder]))} == {"added"}
        workspace.catch_up()
        yield workspace


def records(workspace: Workspace) -> dict[str, Record]:
    return {one.source: one for one in workspace.catalog.records(workspace.catalog.ids())}


class Risen:
    """A later edition of the plain text reader: it reads ① as 1 and tells of a part that it leaves out."""

    FORMAT = text.FORMAT
    EDITION = text.EDITION + 1
    READ = staticmethod(text.read)

    @classmethod
    def read(cls, data: bytes, name: str, encoding: str | None = None) -> Reading:
        reading = cls.READ(data, name, encoding)
        blocks = tuple(replace(block, text=block.text.replace("①", "1")) for block in reading.blocks)
        return replace(reading, blocks=blocks, notices=left_out("parts", 1))


def rise(monkeypatch: pytest.MonkeyPatch, module: ModuleType = text, reader: type[Risen] = Risen) -> None:
    for name in ("EDITION", "read"):
        monkeypatch.setattr(module, name, getattr(reader, name))


def test_an_edition_is_kept_and_one_without_is_the_first() -> None:
    report = ingest(PLAIN.encode(), "甲.txt")
    assert '"edition"' not in structure_of(replace(report, edition=1)), "as every program before wrote it"
    for edition in (1, 2, 17):
        kept = structure_of(replace(report, edition=edition))
        assert edition_of(kept) == report_of(texts_of(report), kept).edition == edition
    assert editions.edition_for("甲.zip!/乙.TXT") == text.EDITION + editions.STRUCTURE - 1
    assert editions.edition_for("甲.of_tomorrow") == 0


def test_a_text_that_is_the_same_stays_the_version_it_was(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = records(workspace)
    workspace.catalog.edit(before["东街道.txt"].id, {"person": "张三"})
    rise(monkeypatch)
    assert set(older(workspace.catalog)) == {before["东街道.txt"].id, before["报送.zip!/西街道.txt"].id}
    read_again(workspace)
    after = records(workspace)
    same = after["东街道.txt"]
    assert (same.id, same.version) == (before["东街道.txt"].id, 1)
    assert same.report.texts == before["东街道.txt"].report.texts
    assert (same.report.edition, same.report.notices) == (editions.edition_for("a.txt"), left_out("parts", 1))
    assert same.report.masthead.person == "张三"
    assert same.change > before["东街道.txt"].change, "who keeps what was noticed hears of it"
    assert after["南街道.md"] == before["南街道.md"], "of another reader"
    assert older(workspace.catalog) == ()


def test_a_text_that_is_another_is_a_new_version_and_the_old_one_stays(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the file came in a zip: its own bytes were kept."""
    before = records(workspace)["报送.zip!/西街道.txt"]
    workspace.catalog.edit(before.id, {"unit": "西街道办事处"})
    rise(monkeypatch)
    read_again(workspace)
    after = records(workspace)["报送.zip!/西街道.txt"]
    assert (after.id, after.version, after.location) == (before.id, 2, before.location)
    assert after.report.texts[-1] == "建立1类台账。"
    assert after.report.masthead.unit == "西街道办事处"
    old = workspace.catalog.record(before.id, 1)
    assert old is not None
    assert old.report.texts == before.report.texts
    assert workspace.searcher.search(Request("建立1类台账", literal=True)).total_reports == 1
    assert workspace.searcher.search(Request("建立①类台账", literal=True)).total_reports == 1  # ① folds to 1


def test_what_was_read_again_is_recorded_as_an_import(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    read_again(workspace)
    assert workspace.catalog.imports.count() == 0, "nothing to do leaves no record"
    rise(monkeypatch)
    read_again(workspace)
    (found,) = workspace.catalog.imports.list()
    assert (found.way, found.state, found.expected, found.counts) == (
        "reread",
        "done",
        2,
        {"unchanged": 1, "updated": 1},
    )
    assert [file.notices for file in workspace.catalog.imports.files(found.number)] == [left_out("parts", 1)] * 2
    read_again(workspace)
    assert workspace.catalog.imports.count() == 1


def test_whoever_is_stopped_in_the_middle_goes_on(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed after the first report: the record is one, and nothing is read twice."""
    rise(monkeypatch)
    ids = older(workspace.catalog)
    number = workspace.catalog.imports.begin("reread", "", {}, len(ids))  # what a killed process leaves
    list(Pipeline(workspace.catalog, {}, jobs=1).run(reread.reread(workspace.catalog, ids[:1])))
    assert older(workspace.catalog) == ids[1:]
    read_again(workspace)
    assert older(workspace.catalog) == ()
    (found,) = workspace.catalog.imports.list()
    assert (found.number, found.state, found.files) == (number, "done", 1)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_a_process_that_is_killed_leaves_an_archive_that_another_goes_on_with(tmp_path: Path) -> None:
    """The real one, killed after its first batch: an old archive of three batches."""
    home = tmp_path / "home"
    with Workspace(home, writing=True) as workspace:
        for start in range(0, 3 * BATCH, BATCH):
            workspace.catalog.add([_of_edition_1(number) for number in range(start, start + BATCH)])
        texts, whole = dict(workspace.catalog.texts()), len(older(workspace.catalog))
    command = [sys.executable, "-m", "indexer.ingest.background", str(home), str(reread.REREADING)]
    running = subprocess.Popen(command, cwd=ROOT)
    with Workspace(home) as workspace:
        while running.poll() is None and len(older(workspace.catalog)) == whole:
            pass
        running.send_signal(signal.SIGKILL)
        running.wait()
        left = len(older(workspace.catalog))
        assert left < whole == 3 * BATCH
        assert subprocess.run(command, cwd=ROOT, check=False).returncode == 0
        assert older(workspace.catalog) == ()
        assert dict(workspace.catalog.texts()) == texts
        assert {version.number for one in texts for version in workspace.catalog.versions(one)} == {1}
        imports = workspace.catalog.imports.list()
    assert [(one.way, one.state) for one in imports] == [("reread", "done")]
    assert left <= sum(imports[0].counts.values()) <= whole, "what the first one kept it may not have noted yet"


def _of_edition_1(number: int) -> Arrival:
    name, data = f"{number}.txt", f"{PLAIN}第{number}份。\n".encode()
    report = replace(ingest(data, name), edition=1)
    return Arrival(f"/x/{name}", name, data, hashlib.sha256(data).hexdigest(), report)


def test_an_original_that_is_gone_leaves_the_report_as_it_was(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = records(workspace)["东街道.txt"]
    Originals(workspace.home / "originals").drop([before.sha256])
    rise(monkeypatch)
    read_again(workspace)
    assert records(workspace)["东街道.txt"].report == before.report
    assert partly_read(workspace.catalog).older == {before.id}, "and nothing is absent from it"
    (found,) = workspace.catalog.imports.list()
    assert found.counts == {"failed": 1, "updated": 1}


def test_a_reader_that_fails_now_leaves_the_report_as_it_was(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = records(workspace)
    rise(monkeypatch)
    monkeypatch.setattr(text, "read", lambda *_: Reading(()))
    read_again(workspace)
    assert {name: one.report for name, one in records(workspace).items()} == {
        name: one.report for name, one in before.items()
    }


def test_the_encoding_that_a_person_gave_is_not_forgotten(
    tmp_path: Path, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "日文.txt"
    path.write_bytes("昭和の報告書であります。\n".encode("shift_jis"))
    assert main(["add", "--home", str(workspace.home), "--encoding", "shift_jis", str(path)]) == 0
    rise(monkeypatch)
    read_again(workspace)
    again = records(workspace)["日文.txt"]
    assert (again.version, again.report.texts, again.report.encoding) == (1, ("昭和の報告書であります。",), "shift_jis")


def test_retry_reads_them_too_and_gives_them_nothing(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is filled in for new files is not for those of long ago."""
    rise(monkeypatch)
    assert main(["add", "--home", str(workspace.home), "--retry", "--unit", "新来的局"]) == 0
    assert older(workspace.catalog) == ()
    assert "新来的局" not in {one.report.masthead.unit for one in records(workspace).values()}


def test_every_reader_counts_for_itself(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown, "EDITION", markdown.EDITION + 1)
    ids: Mapping[str, Record] = {one.id: one for one in records(workspace).values()}
    assert [ids[one].source for one in older(workspace.catalog)] == ["南街道.md"]


def test_an_outcome_tells_what_was_noticed() -> None:
    assert Outcome("added", "x", notices=(Notice("a"),)).notices == (Notice("a"),)
