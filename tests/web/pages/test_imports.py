"""Files come in through the page: with scripts in parts, without in one form; names are data; nothing half is kept."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from archive.messages import LANGUAGES
from indexer.ingest import background, upload_spool
from indexer.ingest.background import BackgroundImport
from indexer.ingest.comparing_process import COMPARING
from indexer.ingest.upload_spool import UploadSpool, plain_name
from indexer.workspace import Workspace
from tests.background import imported
from tests.served import Served
from tests.shared_files import SEEDS
from web.app import create_app

TEXT = "东街道2024年度工作报告\n\n一、落实情况\n\n认真履行一岗双责，抓好各项落实。\n"
OTHER = "西街道2024年度工作报告\n\n一、落实情况\n\n走访群众听取意见，建立台账销号管理。\n"


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Served]:
    """An archive without a report."""
    home = tmp_path / "home"
    with Workspace(home, writing=True) as workspace:
        yield Served(home, workspace, create_app(workspace))


def token(client: FlaskClient) -> str:
    return client.get("/import").text.split('name="csrf_token" value="')[1].split('"')[0]


def file(name: str, data: str | bytes = TEXT) -> tuple[BytesIO, str]:
    return BytesIO(data.encode() if isinstance(data, str) else data), name


def sent(client: FlaskClient, *files: tuple[BytesIO, str], **fields: str) -> tuple[TestResponse, dict[str, Any]]:
    """Everything in one form, as without scripts; the answer and the import when it is over."""
    data = {"csrf_token": token(client), "files": list(files), **fields}
    answer = client.post("/import", data=data)
    if answer.status_code != 303:
        return answer, {}
    number = int(answer.headers["Location"].rsplit("/", 1)[1])
    imported(number)
    return answer, client.get(f"/imports/{number}.json").get_json()


def outcomes(found: dict[str, Any]) -> list[tuple[str, str, str | None]]:
    return [(one["name"], one["status"], one["error"] and one["error"]["code"]) for one in found["files"]]


def left(served: Served) -> list[str]:
    folder = served.home / "incoming"
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_files_of_one_form_are_imported_each_with_its_outcome(empty: Served) -> None:
    client = empty.client
    answer, found = sent(
        client, file("报告.pdf", b"%PDF-1.4 no"), file("东街道.txt"), file("同.txt"), file("空.txt", b"")
    )
    assert answer.headers["Location"] == "/imports/1"
    assert outcomes(found) == [
        ("报告.pdf", "failed", "read.damaged"),
        ("东街道.txt", "added", None),
        ("同.txt", "duplicate", None),
        ("空.txt", "no_text", "read.empty"),
    ]
    assert (found["state"], found["way"], found["expected"]) == ("done", "page", 4)
    assert found["counts"] == {"failed": 1, "added": 1, "duplicate": 1, "no_text": 1}
    assert left(empty) == []
    assert client.get("/search.json?q=一岗双责").get_json()["total_reports"] == 1
    page = client.get("/imports/1").text
    report = found["files"][1]["id"]
    assert "与《东街道2024年度工作报告》内容相同，没有重复计入。" in page
    assert f'href="/reports/{report}"' in page
    assert "没有文字，检索不到。请检查文件是否完整。" in page


def test_the_batch_is_filled_in_where_the_texts_do_not_say(empty: Served) -> None:
    _, found = sent(
        empty.client, file("a.txt", "没有抬头的一段话。"), unit="东街道党工委", year="2023", period="上半年"
    )
    assert found["given"] == {"unit": "东街道党工委", "year": 2023, "period": "上半年"}
    (entry,) = empty.workspace.catalog.list()
    assert (entry.unit, entry.year, entry.period) == ("东街道党工委", 2023, "上半年")


def test_a_value_that_cannot_be_is_told_before_anything_is_taken(empty: Served) -> None:
    answer, _ = sent(empty.client, file("a.txt"), year="明年")
    assert answer.status_code == 400
    assert "“年度”不能填“明年”" in answer.text
    assert 'value="明年"' in answer.text
    assert (left(empty), empty.workspace.catalog.imports.count()) == ([], 0)


def test_no_file_is_no_import(empty: Served) -> None:
    answer, _ = sent(empty.client, file(""))
    assert answer.status_code == 400
    assert "没有选择文件" in answer.text
    assert empty.workspace.catalog.imports.count() == 0


def test_files_in_parts_make_one_import(empty: Served) -> None:
    client = empty.client
    key = token(client)
    begun = client.post("/import.json", data={"csrf_token": key, "expected": "3", "year": "2024"}).get_json()
    number, address = begun["number"], begun["address"]
    first = client.post(
        f"{address}/files.json", data={"csrf_token": key, "files": [file("甲/一.txt"), file("甲/二.txt", OTHER)]}
    )
    assert first.get_json() == {"places": [1, 2]}
    second = client.post(f"{address}/files.json", data={"csrf_token": key, "files": [file("乙/三.txt", OTHER + "三")]})
    assert second.get_json() == {"places": [3]}
    assert client.post(f"{address}/close.json", data={"csrf_token": key}).status_code == 200
    imported(number)
    found = client.get(f"{address}.json").get_json()
    assert [(one["place"], one["name"]) for one in found["files"]] == [
        (1, "甲/一.txt"),
        (2, "甲/二.txt"),
        (3, "乙/三.txt"),
    ]
    assert (found["state"], found["waiting"]) == ("done", 0)
    late = client.post(f"{address}/files.json", data={"csrf_token": key, "files": [file("d.txt")]})
    assert late.status_code == 409
    assert late.get_json()["error"]["code"] == "import.closed"
    assert left(empty) == []


def test_a_zip_stands_for_what_is_in_it(empty: Served) -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as zipped:
        zipped.writestr("东街道.txt", TEXT)
        zipped.writestr("西街道.txt", OTHER)
    _, found = sent(empty.client, file("来件.zip", packed.getvalue()), file("后.txt", OTHER + "后"))
    assert [(one["place"], one["name"]) for one in found["files"]] == [
        (1, "来件.zip!/东街道.txt"),
        (1, "来件.zip!/西街道.txt"),
        (2, "后.txt"),
    ]


NAMES = [
    pytest.param("报告.pdf", "报告.pdf", id="49 secure_filename would leave pdf"),
    pytest.param("../../etc/passwd", "etc/passwd", id="48 a path upwards"),
    pytest.param("/etc/报告.txt", "etc/报告.txt", id="48 an absolute path"),
    pytest.param("C:\\文件\\报告.txt", "文件/报告.txt", id="48 a path of Windows"),
    pytest.param("..\\..\\报告.txt", "报告.txt", id="48 upwards on Windows"),
    pytest.param("报告.txt.", "报告.txt", id="48 a dot at the end"),
    pytest.param("报告.txt . ", "报告.txt", id="48 blanks and a dot at the end"),
    pytest.param("长" * 300 + ".txt", "长" * 196 + ".txt", id="48 300 characters, 900 bytes"),
    pytest.param("a\r\nSet-Cookie: x.txt", "aSet-Cookie: x.txt", id="50 line ends"),
    pytest.param("a.pdf.html", "a.pdf.html", id="51 two suffixes"),
    pytest.param("报\u202etxt.exe", "报txt.exe", id="a turned direction"),
    pytest.param("...", "-", id="nothing left"),
    pytest.param("a\0b.txt", "ab.txt", id="NUL"),
    pytest.param("/".join("深" for _ in range(30)) + "/报告.txt", "深/" * 19 + "报告.txt", id="thirty folders"),
]


@pytest.mark.parametrize(("name", "kept"), NAMES)
def test_a_name_is_data_and_never_a_place(name: str, kept: str) -> None:
    assert plain_name(name) == kept


@pytest.mark.parametrize("name", ["../../escape.txt", "C:\\escape.txt", "长" * 300 + ".txt", "escape.txt."])
def test_no_client_names_a_file_on_the_disk(empty: Served, name: str) -> None:
    before = {path for path in empty.home.parent.rglob("*") if "escape" in path.name}
    _, found = sent(empty.client, file(name))
    assert [one["status"] for one in found["files"]] == ["added"]
    assert {path for path in empty.home.parent.rglob("*") if "escape" in path.name or "长" in path.name} == before
    (entry,) = empty.workspace.catalog.list()
    assert entry.source == plain_name(name)
    assert entry.location == f"page:1/1/{plain_name(name)}"


def test_a_header_with_a_line_end_is_refused_or_tamed_and_never_a_fault(empty: Served) -> None:
    key = token(client := empty.client)
    body = (
        f'--b\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{key}\r\n'
        '--b\r\nContent-Disposition: form-data; name="files"; filename="a\nX: y.txt"\r\n\r\n'
        f"{TEXT}\r\n--b--\r\n"
    )
    answer = client.post("/import", data=body.encode(), content_type="multipart/form-data; boundary=b")
    assert answer.status_code in (303, 400)


@pytest.mark.slow
def test_51_the_content_decides_not_the_name(empty: Served) -> None:
    _, found = sent(empty.client, file("a.docx", b"%PDF-1.4\n"), file("b.pdf.html", "<p>网页里的一岗双责"))
    assert outcomes(found) == [("a.docx", "failed", "read.wrong_format"), ("b.pdf.html", "added", None)]


@pytest.mark.slow
def test_52_the_same_file_twice_at_once_is_one_report(empty: Served) -> None:
    clients = [empty.client, empty.client]
    answers = [
        client.post("/import", data={"csrf_token": token(client), "files": [file(f"{place}.txt")]})
        for place, client in enumerate(clients)
    ]
    for answer in answers:
        imported(int(answer.headers["Location"].rsplit("/", 1)[1]))
    assert empty.workspace.catalog.counts().reports == 1
    statuses = [empty.workspace.catalog.imports.files(number)[0].status for number in (1, 2)]
    assert sorted(statuses) == ["added", "duplicate"]


def test_53_too_many_files_in_one_request_are_refused_whole(empty: Served) -> None:
    answer, _ = sent(empty.client, *(file(f"{place}.txt", b"x") for place in range(1200)))
    assert answer.status_code == 413
    assert "一次提交不能超过 200 MB" in answer.text
    assert (left(empty), empty.workspace.catalog.imports.count()) == ([], 0)


@pytest.mark.slow
def test_53_too_large_a_body_is_refused_whole(empty: Served) -> None:
    empty.app.config["MAX_UPLOAD"] = 1 << 18
    answer, _ = sent(empty.client, file("big.txt", b"x" * 300_000))
    assert answer.status_code == 413
    client = empty.client
    key = token(client)
    number = client.post("/import.json", data={"csrf_token": key}).get_json()["number"]
    told = client.post(f"/imports/{number}/files.json", data={"csrf_token": key, "files": [file("b", b"x" * 300_000)]})
    assert told.status_code == 413
    assert told.get_json()["error"]["code"] == "import.too_large"
    assert [name for name in left(empty) if name.startswith("new/")] == []
    client.post(f"/imports/{number}/close.json", data={"csrf_token": key})
    imported(number)


def test_53_a_client_that_stops_in_the_middle_leaves_nothing(empty: Served) -> None:
    key = token(client := empty.client)
    head = f'--b\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{key}\r\n--b\r\n'
    body = (head + 'Content-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n' + TEXT * 2000).encode()
    answer = client.post("/import", data=body, content_type="multipart/form-data; boundary=b")
    assert answer.status_code == 400
    assert (left(empty), empty.workspace.catalog.imports.count()) == ([], 0)


def test_other_forms_stay_small(empty: Served) -> None:
    client = empty.client
    body = f"csrf_token={token(client)}&expected={'x' * (2 << 20)}"
    answer = client.post("/import.json", data=body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413


POSTS = [
    "/import",
    "/import.json",
    "/import/samples",
    "/imports/1/files.json",
    "/imports/1/close.json",
    "/imports/1/resume",
    "/imports/retry",
    "/imports/near",
]


@pytest.mark.parametrize("path", POSTS)
def test_62_a_change_needs_our_own_token(empty: Served, path: str) -> None:
    empty.workspace.catalog.imports.begin("page", "")
    foreign = token(empty.client)
    for key in ("", "x", foreign):
        answer = empty.client.post(path, data={"csrf_token": key, "files": [file("a.txt")]})
        assert answer.status_code == 400
        assert "http.expired" in answer.text or "没有保存" in answer.text
    assert empty.workspace.catalog.imports.count() == 1
    assert left(empty) == []


@pytest.mark.slow
def test_only_one_of_the_two_can_be_kept(empty: Served) -> None:
    client, draft, final = drafts(empty)
    sent(client, file("别的.txt", "关于别的事的报告\n防汛准备已经就绪。\n".encode()))
    third = empty.id_of("别的")
    data = {"csrf_token": token(client), "one": draft, "other": final, "kept": third, "action": "merge"}
    assert client.post("/imports/near", data=data).status_code == 400
    assert client.get("/imports/near.json").get_json()["merged"] == []


@pytest.mark.parametrize("number", [7, 2**63, 10**25], ids=["free", "one too far", "far beyond"])
def test_an_import_that_never_was(empty: Served, number: int) -> None:
    assert empty.client.get(f"/imports/{number}").status_code == 404
    assert empty.client.get(f"/imports/{number}.json").status_code == 404


@pytest.mark.parametrize("path", ["/import", "/imports", "/imports/1", "/imports/near"])
def test_61_a_foreign_host_is_refused(empty: Served, path: str) -> None:
    assert empty.client.get(path, headers={"Host": "evil.example"}).status_code == 400
    refused = empty.client.post("/import", headers={"Host": "evil.example"}, data={"files": [file("a.txt")]})
    assert refused.status_code == 400
    assert left(empty) == []


def test_a_marked_file_is_refused_and_nothing_of_it_stays(empty: Served) -> None:
    secret = "机密★1年\n\n关于某代号工程的报告\n\n内容不得外传。\n"
    _, found = sent(empty.client, file("代号九.txt", secret), file("东街道.txt"))
    assert outcomes(found) == [("", "failed", "import.marked_secret"), ("东街道.txt", "added", None)]
    assert found["files"][0]["error"]["message"].startswith("首页有密级标志“机密★1年”")
    page = empty.client.get("/imports/1").text
    assert "第 1 个文件（名称没有保存）" in page
    empty.workspace.close()
    kept = b"".join(path.read_bytes() for path in empty.home.rglob("*") if path.is_file())
    for told in ("代号九", "代号工程", "不得外传", hashlib.sha256(secret.encode()).hexdigest()):
        assert told.encode() not in kept
        assert json.dumps(told)[1:-1].encode() not in kept


def test_a_full_disk_is_told_before_a_file_is_taken(empty: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk with less room than the files need; one that really fills up while they come: `test_upload_spool`."""
    monkeypatch.setattr("web.pages.imports.upload_request.MARGIN", 1 << 62)
    answer, _ = sent(empty.client, file("a.txt"))
    assert answer.status_code == 507
    assert "磁盘已满" in answer.text
    assert (left(empty), empty.workspace.catalog.imports.count()) == ([], 0)


# what breaks off goes on


def waiting(served: Served, *texts: str) -> int:
    """An import whose files have come and whose process was killed before the first."""
    number = served.workspace.catalog.imports.begin("page", "", {}, len(texts))
    spool = UploadSpool(served.home)
    for place, text in enumerate(texts):
        draft = spool.draft()
        draft.write(text.encode())
        spool.keep(number, draft, f"{place}.txt")
    spool.close(number)
    return number


@pytest.mark.slow
def test_an_import_that_broke_off_is_taken_up_by_a_button(empty: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.catalog.sql.imports_table.GRACE", 0.0)
    number = waiting(empty, TEXT, OTHER)
    client = empty.client
    page = client.get(f"/imports/{number}").text
    assert "中断" in page
    assert "还有 2 个在等" in page
    assert client.get(f"/imports/{number}.json").get_json()["state"] == "interrupted"
    answer = client.post(f"/imports/{number}/resume", data={"csrf_token": token(client)})
    assert answer.headers["Location"] == f"/imports/{number}"
    imported(number)
    found = client.get(f"/imports/{number}.json").get_json()
    assert (found["state"], found["counts"], found["waiting"]) == ("done", {"added": 2}, 0)


def test_a_command_that_broke_off_is_run_again(empty: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.catalog.sql.imports_table.GRACE", 0.0)
    empty.workspace.catalog.imports.begin("command", "/data", {}, 9)
    page = empty.client.get("/imports/1").text
    assert "没有列出的请再导入一次" in page
    assert "继续导入" not in page


def test_what_was_imported_before_the_kill_is_told_once_as_new(empty: Served) -> None:
    """The report is in the catalog, its line is not in the record: the process died between the two."""
    number = waiting(empty, TEXT, OTHER)
    first = UploadSpool(empty.home).waiting(number)[0]
    bring = BackgroundImport(empty.workspace, number)
    from indexer.ingest.pipeline import Pipeline

    list(Pipeline(empty.workspace.catalog, {}).run([bring._candidate(first)]))  # the half that was done
    bring.run()
    files = empty.workspace.catalog.imports.files(number)
    assert [(one.name, one.status) for one in files] == [("0.txt", "added"), ("1.txt", "added")]
    assert empty.workspace.catalog.counts().reports == 2


def test_a_file_that_a_power_cut_halved_is_not_imported(empty: Served) -> None:
    number = waiting(empty, TEXT, OTHER)
    UploadSpool(empty.home).waiting(number)[0].path.write_bytes(TEXT.encode()[:40])
    BackgroundImport(empty.workspace, number).run()
    files = empty.workspace.catalog.imports.files(number)
    assert [(one.status, one.error and one.error.code) for one in files] == [("failed", "import.half"), ("added", None)]


def test_whoever_stops_sending_is_waited_for_a_while(empty: Served) -> None:
    number = waiting(empty, TEXT)
    (empty.home / "incoming" / str(number) / upload_spool.CLOSED).unlink()
    with pytest.raises(Exception, match="did not come"):
        BackgroundImport(empty.workspace, number, patience=0.0).run()
    found = empty.workspace.catalog.imports.get(number)
    assert found is not None
    assert (found.state, found.counts) == ("stopped", {"added": 1})
    page = empty.client.get(f"/imports/{number}").text
    assert "没有收到其余文件" in page


def test_two_processes_never_bring_in_the_same_import(empty: Served) -> None:
    number = waiting(empty, TEXT)
    with empty.workspace.catalog.imports.holding(number) as mine:
        assert mine
        BackgroundImport(empty.workspace, number).run()
        assert empty.workspace.catalog.counts().reports == 0
    background.start(empty.home, number)
    background.start(empty.home, number)
    imported(number)
    assert [one.status for one in empty.workspace.catalog.imports.files(number)] == ["added"]


# records, unread files, drafts


def test_the_first_start_invites_and_shows_the_samples(empty: Served) -> None:
    client = empty.client
    page = client.get("/").text
    assert "库里还没有报告。把文件或文件夹拖到这里，也可以先看 5 篇样例。" in page
    answer = client.post("/import/samples", data={"csrf_token": token(client)})
    assert answer.status_code == 303
    imported(1)
    assert client.get("/search.json?q=一岗双责").get_json()["total_matches"] == 8
    assert "库里还没有报告" not in client.get("/").text


def test_every_import_is_listed_and_paged(empty: Served) -> None:
    imports = empty.workspace.catalog.imports
    for place in range(60):
        imports.end(imports.begin("command", f"/data/{place}"))
    client = empty.client
    page = client.get("/imports").text
    assert "/data/59" in page
    assert "/data/9<" not in page
    assert 'href="/imports?page=2"' in page
    assert "/data/9" in client.get("/imports?page=2").text
    listed = client.get("/imports.json?page=2").get_json()
    assert (listed["total"], listed["pages"], len(listed["imports"])) == (60, 2, 10)


@pytest.mark.parametrize("path", ["/imports/99", "/imports/99.json"])
def test_an_import_that_never_was_is_not_found(empty: Served, path: str) -> None:
    answer = empty.client.get(path)
    assert answer.status_code == 404
    assert "没有第 99 次导入" in answer.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/imports?page=0", "/imports?page=x", "/imports/1?status=evil", "/imports/1?page=-1"])
def test_an_address_that_cannot_be_is_a_clear_400(empty: Served, path: str) -> None:
    empty.workspace.catalog.imports.begin("page", "")
    assert empty.client.get(path).status_code == 400


def test_files_of_one_outcome_only(empty: Served) -> None:
    _, found = sent(empty.client, file("a.txt"), file("空.txt", b""))
    assert found["state"] == "done"
    page = empty.client.get("/imports/1?status=no_text").text
    assert "空.txt" in page
    assert ">a.txt<" not in page


def test_unread_files_are_listed_and_retried_by_a_button(empty: Served) -> None:
    client = empty.client
    sent(client, file("空.txt", b""), file("又空.txt", b" "))
    page = client.get("/imports/unread").text
    assert "空.txt" in page
    assert "没有文字，检索不到" in page
    listed = client.get("/imports/unread.json").get_json()["files"]
    assert [one["source"] for one in listed] == ["空.txt", "又空.txt"]
    answer = client.post("/imports/retry", data={"csrf_token": token(client), "location": listed[0]["location"]})
    number = int(answer.headers["Location"].rsplit("/", 1)[1])
    imported(number)
    found = client.get(f"/imports/{number}.json").get_json()
    assert (found["way"], outcomes(found)) == ("retry", [("空.txt", "no_text", "read.empty")])
    answer = client.post("/imports/retry", data={"csrf_token": token(client)})
    imported(3)
    assert client.get("/imports/3.json").get_json()["counts"] == {"no_text": 2}
    assert len(client.get("/imports/unread.json").get_json()["files"]) == 2


def test_a_retry_of_nothing_is_no_import(empty: Served) -> None:
    client = empty.client
    answer = client.post("/imports/retry", data={"csrf_token": token(client), "location": "/nowhere"})
    assert answer.headers["Location"] == "/imports/unread"
    assert empty.workspace.catalog.imports.count() == 0


def drafts(served: Served) -> tuple[FlaskClient, str, str]:
    sentences = "".join(
        f"第{place}项由{who}牵头，年底前完成并报告结果。" for place, who in enumerate("甲乙丙丁戊己庚辛壬癸" * 3)
    )
    client = served.client
    _, first = sent(client, file("定稿2.txt", TEXT + sentences))
    _, second = sent(client, file("定稿3.txt", TEXT + sentences + "另加一句。"))
    return client, first["files"][0]["id"], second["files"][0]["id"]


def test_two_drafts_are_proposed_merged_counted_once_and_undone(empty: Served) -> None:
    client, draft, final = drafts(empty)
    assert "% 相同" in client.get("/imports/2").text
    page = client.get("/imports/near").text
    assert f'name="kept" value="{final}" checked' in page
    (pair,) = client.get("/imports/near.json").get_json()["open"]
    assert set(pair["reports"]) == {draft, final}
    assert client.get("/search.json?q=一岗双责").get_json()["total_reports"] == 2
    one, other = pair["reports"]
    data = {"csrf_token": token(client), "one": one, "other": other, "kept": final, "action": "merge"}
    assert client.post("/imports/near", data=data).status_code == 303
    assert client.get("/search.json?q=一岗双责").get_json()["total_reports"] == 1
    assert client.get("/reports.json").get_json()["total"] == 1
    moved = client.get(f"/reports/{draft}?q=一岗双责", follow_redirects=True)
    assert moved.request.path == f"/reports/{final}/versions/2"
    assert "第 2 版" in moved.text
    assert client.get(f"/reports/{final}/original?version=2").data.decode().startswith("东街道2024")
    assert "定稿2.txt → " in client.get("/imports/near").text
    client.post("/imports/near", data={"csrf_token": token(client), "one": draft, "action": "undo"})
    assert client.get("/search.json?q=一岗双责").get_json()["total_reports"] == 2
    assert client.get(f"/reports/{draft}").status_code == 200


def test_what_was_imported_elsewhere_is_compared_by_a_button(empty: Served, tmp_path: Path) -> None:
    for name, text in (("定稿2.txt", TEXT * 3), ("定稿3.txt", TEXT * 3 + "另加一句。")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    catalog, client = empty.workspace.catalog, empty.client
    from indexer.ingest.pipeline import Pipeline, walk

    list(Pipeline(catalog, {}).run(walk([tmp_path / "定稿2.txt", tmp_path / "定稿3.txt"])))
    assert "还有 2 篇没有比对" in client.get("/imports/near").text
    answer = client.post("/imports/near", data={"csrf_token": token(client), "action": "compare"})
    assert answer.status_code == 303
    imported(COMPARING)
    page = client.get("/imports/near").text
    assert "没有比对" not in page
    assert "% 相同" in page


def test_two_that_stay_apart_are_not_asked_again(empty: Served) -> None:
    client, draft, final = drafts(empty)
    client.post("/imports/near", data={"csrf_token": token(client), "one": draft, "other": final, "action": "apart"})
    assert client.get("/imports/near.json").get_json() == {"open": [], "merged": []}
    assert "没有待认定的" in client.get("/imports/near").text


def test_equal_texts_are_hidden_by_a_link_and_merged_by_a_button(empty: Served) -> None:
    sent(
        empty.client,
        file("甲.txt", (TEXT * 3).encode()),
        file("甲.md", (TEXT * 3).encode("gb18030")),
        file("乙.txt", TEXT.encode()),
    )
    client = empty.client
    word = TEXT.strip()[:4]
    found = client.get("/search.json", query_string={"q": word}).get_json()
    assert found["copies"] == {"mode": "show", "hidden_reports": 0, "hidden_matches": 0, "unknown": 0}
    once = client.get("/search.json", query_string={"q": word, "copies": "hide"}).get_json()
    hidden = once["copies"]
    assert (hidden["mode"], hidden["hidden_reports"], hidden["unknown"]) == ("hide", 1, 0)
    assert once["total_matches"] + hidden["hidden_matches"] == found["total_matches"]
    for address in ("/search", "/concordance"):
        assert "copies=hide" in client.get(address, query_string={"q": word}).text
        page = client.get(address, query_string={"q": word, "copies": "hide"}).text
        assert "已隐藏副本 1 篇" in page
        assert "显示副本" in page
    assert client.get("/search", query_string={"q": word, "copies": "gone"}).status_code == 400
    page = client.get("/imports/near").text
    assert "1 篇与已有的文字全同" in page
    client.post("/imports/near", data={"csrf_token": token(client), "action": "merge_equal"})
    page = client.get("/imports/near").text
    assert "已把文字全同的 1 篇并为版本" in page
    assert "文字全同，只是" not in page
    now = client.get("/search.json", query_string={"q": word}).get_json()
    assert (now["total_reports"], now["total_matches"]) == (once["total_reports"], once["total_matches"])
    assert "copies=hide" not in client.get("/search", query_string={"q": word}).text


@pytest.mark.parametrize("action", ["merge", "apart"])
def test_a_decision_about_nobody_is_not_found(empty: Served, action: str) -> None:
    client = empty.client
    data = {"csrf_token": token(client), "one": "nobody", "other": "nothing", "action": action}
    assert client.post("/imports/near", data=data).status_code == 404


@pytest.mark.parametrize("path", ["/import", "/imports", "/imports/1", "/imports/unread", "/imports/near", "/"])
def test_pages_speak_english_too(empty: Served, path: str) -> None:
    sent(empty.client, file("空.txt", b""))
    page = empty.client.get(path, headers={"Accept-Language": "en"}).text
    body = page.split("<main")[1].split("</main>")[0].replace(LANGUAGES["en"]["web.edit.hint.period"], "")
    assert not [letter for letter in body.replace("空.txt", "").replace("/空", "") if "\u4e00" <= letter <= "\u9fff"]


def test_the_samples_are_the_five(empty: Served) -> None:
    assert len(list(SEEDS.glob("*.txt"))) == 5
