"""Files that wait for their import: a disk that is really full, a process that is really killed, and what is left."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from archive.catalog.sql import imports_table
from archive.errors import ReadError
from archive.storage.disk import wipe
from indexer.ingest.background import BackgroundImport
from indexer.ingest.upload_spool import UploadSpool
from indexer.workspace import Workspace
from tests.shared_files import ROOT


def kept(spool: UploadSpool, number: int, name: str, text: str) -> int:
    draft = spool.draft()
    draft.write(text.encode())
    draft.seek(0)
    return spool.keep(number, draft, name)


def test_files_wait_in_order_until_they_are_forgotten(tmp_path: Path) -> None:
    spool = UploadSpool(tmp_path)
    assert [kept(spool, 7, name, name) for name in ("乙.txt", "甲.txt", "乙.txt")] == [1, 2, 3]
    assert [(one.place, one.name, one.whole) for one in spool.waiting(7)] == [
        (1, "乙.txt", True),
        (2, "甲.txt", True),
        (3, "乙.txt", True),
    ]
    spool.forget(7, 2)
    assert [one.place for one in spool.waiting(7)] == [1, 3]
    assert kept(spool, 7, "丙.txt", "丙") == 4, "a place is never given twice"
    assert spool.waiting(8) == []
    spool.drop(7)
    assert spool.waiting(7) == []


def test_what_is_closed_takes_no_more(tmp_path: Path) -> None:
    spool = UploadSpool(tmp_path)
    spool.close(7)
    with pytest.raises(ReadError) as told:
        kept(spool, 7, "a", "a")
    assert told.value.code == "import.closed"
    assert spool.is_closed(7)
    assert not spool.is_closed(8)


def test_a_draft_that_nobody_keeps_leaves_nothing(tmp_path: Path) -> None:
    draft = UploadSpool(tmp_path).draft()
    draft.write(b"x")
    draft.discard()
    draft.discard()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_what_a_dead_process_was_receiving_is_swept_away_a_day_later(tmp_path: Path) -> None:
    spool = UploadSpool(tmp_path)
    spool.sweep()
    old, new = spool.draft(), spool.draft()
    for draft in (old, new):
        draft.close()
    os.utime(old.path, (0, 0))
    spool.sweep()
    assert (old.path.exists(), new.path.exists()) == (False, True)


def test_another_file_under_the_same_name_is_not_whole(tmp_path: Path) -> None:
    spool = UploadSpool(tmp_path)
    kept(spool, 1, "a", "abc")
    (one,) = spool.waiting(1)
    one.path.write_bytes(b"abd")
    assert not one.whole
    one.path.unlink()
    assert not one.whole


@pytest.mark.parametrize("rest", ["", "{", '{"name": 3', '["x"]'])
def test_a_line_that_a_power_cut_halved_is_a_file_that_did_not_arrive(tmp_path: Path, rest: str) -> None:
    spool = UploadSpool(tmp_path)
    kept(spool, 1, "a", "abc")
    (one,) = spool.waiting(1)
    one.path.with_suffix(".json").write_text(rest, encoding="utf-8")
    (left,) = spool.waiting(1)
    assert (left.place, left.whole) == (1, False)


def test_wiping_leaves_no_byte(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_bytes(b"x" * 3_000_001)
    wipe(path)
    assert path.read_bytes() == bytes(3_000_001)
    wipe(tmp_path / "not there")


def test_the_bytes_and_the_name_of_a_marked_file_are_written_over(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with Workspace(home, writing=True) as workspace:
        number = workspace.catalog.imports.begin("page", "", {}, 2)
        spool = UploadSpool(home)
        kept(spool, number, "代号九.txt", "机密★1年\n\n关于某事的报告\n\n内容。")
        kept(spool, number, "公开.txt", "关于一岗双责的报告")
        spool.close(number)
        # A second name of the same bytes on the disk shows what becomes of them.
        for one in spool.waiting(number):
            (tmp_path / f"{one.place}").hardlink_to(one.path.with_suffix(".json"))
        BackgroundImport(workspace, number).run()
    assert set((tmp_path / "1").read_bytes()) == {0}
    assert "公开" in json.loads((tmp_path / "2").read_text(encoding="utf-8"))["name"]


KILLED = """
import os, signal, sys
from pathlib import Path
from indexer.ingest.background import BackgroundImport
from indexer.workspace import Workspace
left = int(sys.argv[3])
class Dying(BackgroundImport):
    def _enter(self, *arguments):
        global left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        found = super()._enter(*arguments)
        self._write(arguments[0], but=arguments[1].place)
        return found
with Workspace(Path(sys.argv[1]), writing=True) as workspace:
    Dying(workspace, int(sys.argv[2])).run()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("after", [0, 1, 2])
def test_an_import_that_is_killed_goes_on_and_nothing_is_lost_or_doubled(
    tmp_path: Path, after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    with Workspace(home, writing=True) as workspace:
        number = workspace.catalog.imports.begin("page", "", {}, 3)
        spool = UploadSpool(home)
        for place in range(3):
            kept(spool, number, f"{place}.txt", f"第{place}篇报告，讲一岗双责。")
        spool.close(number)
        done = subprocess.run(
            [sys.executable, "-c", KILLED, str(home), str(number), str(after)], cwd=ROOT, timeout=120, check=False
        )
        assert done.returncode == -9
        monkeypatch.setattr(imports_table, "GRACE", 0.0)
        found = workspace.catalog.imports.get(number)
        assert found is not None
        assert found.state == "interrupted"
        BackgroundImport(workspace, number).run()
        files = workspace.catalog.imports.files(number)
        assert [(file.name, file.status) for file in files] == [(f"{place}.txt", "added") for place in range(3)]
        assert workspace.catalog.counts().reports == 3
        assert not (home / "incoming" / str(number)).exists()
        BackgroundImport(workspace, number).run()
        after_all = workspace.catalog.imports.get(number)
        assert after_all is not None
        assert (after_all.state, after_all.counts) == ("done", {"added": 3})


FULL = """
import io, re, sys, threading
from pathlib import Path
from indexer.ingest.upload_spool import UploadSpool
from indexer.workspace import Workspace
from web.app import create_app
from web.pages.imports import upload_request

disk = Path(sys.argv[1])
home = disk / "home"
upload_request.MARGIN = -(1 << 40)  # the look before is passed: the disk fills up while the bytes come in
with Workspace(home, writing=True) as workspace:
    client = create_app(workspace).test_client()

    def send(size):
        key = re.search('csrf_token" value="([^"]+)', client.get("/import").text)[1]
        files = [(io.BytesIO(("第一句话，讲一岗双责。" + "甲" * size).encode()), "报告.txt")]
        answer = client.post("/import", data={"csrf_token": key, "files": files})
        for thread in threading.enumerate():
            if thread.name.startswith("import-"):
                thread.join(120)
        return answer

    full = send(2_000_000)
    assert full.status_code == 507, full.status_code
    assert "磁盘已满" in full.text
    assert not [path for path in (home / "incoming").rglob("*") if path.is_file()], "nothing half is left"
    assert workspace.catalog.imports.count() == 0
    assert client.get("/imports").status_code == 200
    fits = send(100)
    assert fits.status_code == 303, fits.status_code
    assert [file.status for file in workspace.catalog.imports.files(1)] == ["added"]
    assert client.get("/search.json?q=一岗双责").get_json()["total_reports"] == 1
print("sound")
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "geteuid") or sys.platform != "linux", reason="needs Linux for a disk of its own")
def test_a_disk_that_fills_up_while_a_file_comes_in_harms_nothing(tmp_path: Path) -> None:
    script = f'mount -t tmpfs -o size=5m tmpfs "{tmp_path}" && exec "{sys.executable}" -c "$1" "{tmp_path}"'
    command = [
        "unshare",
        "--mount",
        *(() if os.geteuid() == 0 else ("--map-root-user",)),
        "sh",
        "-c",
        script,
        "sh",
        FULL,
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=200, check=False)
    if done.returncode and ("unshare" in done.stderr or "mount" in done.stderr):
        pytest.skip(f"no disk of our own here: {done.stderr.strip()}")
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().endswith("sound")
