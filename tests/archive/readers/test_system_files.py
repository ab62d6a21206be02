"""Recycle bins, snapshots, thumbnails, locks: passed over and counted, in folders, zips, watched folders, uploads."""

from __future__ import annotations

import json
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.errors import ArchiveError
from archive.readers.system_files import CODE, PassedOver, first_of
from indexer.cli.main import main
from indexer.ingest.background import BackgroundImport
from indexer.ingest.pipeline import Pipeline, walk
from indexer.ingest.upload_spool import UploadSpool
from indexer.ingest.watch_folders import FolderWatch
from indexer.workspace import Workspace

OLD = "作废的旧稿，不要检索。\n"
SYSTEM = [
    pytest.param("#recycle/旧稿.txt", "#recycle/", id="Synology's bin"),
    pytest.param("办公室/#recycle/2022/旧稿.txt", "办公室/#recycle/", id="in a folder of a folder"),
    pytest.param("$RECYCLE.BIN/S-1-5-21/$R1.txt", "$RECYCLE.BIN/", id="the bin of Windows"),
    pytest.param("$Recycle.Bin/旧稿.txt", "$Recycle.Bin/", id="in other letters"),
    pytest.param("@Recycle/旧稿.txt", "@Recycle/", id="QNAP's"),
    pytest.param(".Trash-1000/files/旧稿.txt", ".Trash-1000/", id="a Linux desktop's"),
    pytest.param("#snapshot/GMT-2024/旧稿.txt", "#snapshot/", id="Synology's snapshots"),
    pytest.param("~snapshot/daily.0/旧稿.txt", "~snapshot/", id="NetApp's for Windows"),
    pytest.param(".snapshot/daily.0/旧稿.txt", ".snapshot/", id="and for Linux"),
    pytest.param("@Recently-Snapshot/旧稿.txt", "@Recently-Snapshot/", id="QNAP's snapshots"),
    pytest.param("@eaDir/旧稿.txt", "@eaDir/", id="Synology's notes"),
    pytest.param(".@__thumb/旧稿.txt", ".@__thumb/", id="QNAP's thumbnails"),
    pytest.param("__MACOSX/旧稿.txt", "__MACOSX/", id="what macOS packs beside"),
    pytest.param("System Volume Information/旧稿.txt", "System Volume Information/", id="of a drive"),
    pytest.param("Thumbs.db", "Thumbs.db", id="thumbnails of Windows"),
    pytest.param("办公室/desktop.ini", "办公室/desktop.ini", id="a folder's looks"),
    pytest.param("._正式.txt", "._正式.txt", id="the other half of a file of macOS"),
    pytest.param(".DS_Store", ".DS_Store", id="a folder's looks on macOS"),
    pytest.param("~$式报告.docx", "~$式报告.docx", id="who has it open in Word"),
    pytest.param(".~lock.正式.docx#", ".~lock.正式.docx#", id="and in LibreOffice"),
]
PAPERS = [
    "回收站管理办法.txt",
    "#1泵站报告.txt",
    "$预算/报告.txt",
    "@全体/报告.txt",
    "~草稿.txt",
    "快照/报告.txt",
    "recycle/报告.txt",
]


@pytest.mark.parametrize(("path", "found"), SYSTEM)
def test_a_name_tells(path: str, found: str) -> None:
    assert first_of(path) == found


@pytest.mark.parametrize("path", PAPERS)
def test_names_of_papers_tell_nothing(path: str) -> None:
    assert first_of(path) is None


def test_a_folder_counts_once_whatever_is_in_it() -> None:
    passed_over = PassedOver()
    for path in ("#recycle/a.txt", "#recycle/b/c.txt", "甲/#recycle/d.txt", "Thumbs.db", "甲/Thumbs.db", "报告.txt"):
        passed_over.has(path)
    summary = passed_over.summary("共享")
    assert summary is not None
    assert dict(summary.evidence) == {"name": "共享", "folders": 2, "files": 2, "names": "#recycle, Thumbs.db"}
    assert PassedOver().summary("共享") is None


@pytest.fixture
def share(tmp_path: Path) -> Path:
    """A share with every kind of it, and papers whose names are nearly so."""
    share = tmp_path / "share"
    for param in SYSTEM:
        path = share / str(param.values[0])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(OLD, encoding="utf-8")
    for name in PAPERS:
        (share / name).parent.mkdir(parents=True, exist_ok=True)
        (share / name).write_text(f"{name}：护堤林补植全部完成。\n", encoding="utf-8")
    return share


FOLDERS, FILES = 13, 6
"""Of `SYSTEM`: $RECYCLE.BIN and $Recycle.Bin are two where letters count."""


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace(tmp_path / "home", writing=True) as workspace:
        yield workspace


def sources(workspace: Workspace) -> set[str]:
    return {entry.source.rpartition("!/")[2] for entry in workspace.catalog.list()}


def test_of_a_folder_only_papers_are_imported_and_the_rest_is_one_line(
    share: Path, workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["add", "--json", "--home", str(workspace.home), str(share)]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert sources(workspace) == set(PAPERS)
    (summary,) = [row for row in rows if row["status"] == "skipped"]
    assert summary["source"] == "share"
    assert summary["error"]["code"] == CODE
    assert f"{FOLDERS + 1} 个文件夹、{FILES} 个文件（" in summary["error"]["message"]
    (kept,) = workspace.catalog.imports.files(1, statuses=["skipped"])
    assert kept.error is not None
    assert kept.error.code == CODE
    assert list(workspace.catalog.unread()) == []
    assert main(["add", "--home", str(workspace.home), str(share)]) == 0
    words = f"share：跳过了回收站、快照、缩略图等系统文件和隐藏文件：{FOLDERS + 1} 个文件夹、{FILES} 个文件（"
    assert words in capsys.readouterr().out


def test_what_is_asked_for_by_its_name_is_imported(share: Path, workspace: Workspace) -> None:
    (outcome,) = [one for _, one in Pipeline(workspace.catalog, {}).run(walk([share / "#recycle"]))]
    assert outcome.status == "added"


def test_of_a_zip_as_well_also_within_another(share: Path, workspace: Workspace, tmp_path: Path) -> None:
    inner, outer = tmp_path / "内.zip", tmp_path / "外.zip"
    with zipfile.ZipFile(inner, "w") as packed:
        for path in sorted(share.rglob("*")):
            if path.is_file():
                packed.write(path, path.relative_to(share).as_posix())
    with zipfile.ZipFile(outer, "w") as packed:
        packed.write(inner, "内.zip")
        packed.writestr("__MACOSX/._内.zip", b"x")
    outcomes = list(Pipeline(workspace.catalog, {}).run(walk([outer])))
    assert sources(workspace) == set(PAPERS)
    told = [(candidate.source, dict(one.error.evidence)) for candidate, one in outcomes if one.error]
    assert {one.status for _, one in outcomes} == {"added", "skipped"}
    assert [(source, error["folders"], error["files"]) for source, error in told] == [
        ("外.zip!/内.zip", FOLDERS + 1, FILES),
        ("外.zip", 1, 0),
    ]


def test_a_watched_folder_tells_once_and_again_when_it_is_more(share: Path, workspace: Workspace) -> None:
    told: list[ArchiveError | Path] = []
    watch = FolderWatch(workspace, [share], told.append, quiet=0.0)
    for _ in range(3):
        list(watch.look(threading.Event()))
    assert sources(workspace) == set(PAPERS)
    (first,) = told
    assert isinstance(first, ArchiveError)
    assert (first.code, first.evidence["files"]) == (CODE, FILES)
    (share / "甲").mkdir()
    (share / "甲" / "Thumbs.db").write_bytes(b"x")
    list(watch.look(threading.Event()))
    assert [one.evidence["files"] for one in told if isinstance(one, ArchiveError)] == [FILES, FILES + 1]


def test_a_folder_sent_through_the_page_too(workspace: Workspace) -> None:
    spool, number = UploadSpool(workspace.home), workspace.catalog.imports.begin("page", "share", {})
    for name in ("share/#recycle/旧稿.txt", "share/报告.txt", "share/Thumbs.db"):
        draft = spool.draft()
        draft.write(name.encode())
        spool.keep(number, draft, name)
    spool.close(number)
    BackgroundImport(workspace, number).run()
    files = workspace.catalog.imports.files(number)
    assert [(file.status, file.error.code if file.error else None) for file in files] == [
        ("skipped", CODE),
        ("added", None),
        ("skipped", CODE),
    ]
