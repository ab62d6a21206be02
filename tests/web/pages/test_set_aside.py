"""An unreadable file that a person has looked at is set aside with a reason, counted apart, and can be taken back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer.cli.main import main
from indexer.workspace import Workspace
from tests.served import Served
from tests.shared_files import SEEDS
from web.app import create_app


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Served]:
    """The seeds, and two files without any text."""
    home, files = tmp_path / "home", tmp_path / "files"
    files.mkdir()
    (files / "空一.txt").write_bytes(b"")
    (files / "空二.txt").write_bytes(b" ")
    assert main(["add", "--home", str(home), str(SEEDS), str(files)]) == 1
    with Workspace(home, writing=True) as workspace:
        yield Served(home, workspace, create_app(workspace))


def post(client: FlaskClient, **values: str) -> int:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/imports/unread").text)
    assert found is not None
    return client.post("/imports/set-aside", data={"csrf_token": found[1], **values}).status_code


def location(archive: Served, name: str) -> str:
    return next(file.location for file in archive.workspace.catalog.unread() if name in file.location)


def test_it_is_counted_apart_on_every_page_and_in_exports(archive: Served) -> None:
    client = archive.client
    assert "2 个文件无法读取" in re.sub("<[^>]+>", "", client.get("/checklist?list=一岗双责").text)
    assert post(client, location=location(archive, "空一"), reason="只有<图章>") == 303
    assert "已搁置：只有&lt;图章&gt;" in client.get("/imports/unread").text
    told = client.get("/imports/unread.json").get_json()["files"]
    assert [file["set_aside"] for file in told] == ["只有<图章>", None]
    checklist = re.sub("<[^>]+>", "", client.get("/checklist?list=一岗双责").text)
    assert "1 个文件无法读取" in checklist
    assert "1 个无法读取的文件已说明原因搁置" in checklist
    assert "搁置" in client.get("/checklist.csv?list=一岗双责").data.decode("utf-8-sig")
    assert re.search(r'/imports/unread">1</a>', client.get("/").text)


def test_it_needs_a_reason_a_file_and_the_token_and_is_taken_back(archive: Served) -> None:
    client, place = archive.client, location(archive, "空二")
    assert client.post("/imports/set-aside", data={"location": place, "reason": "x"}).status_code == 400
    assert post(client, location=place, reason="  ") == 303
    assert archive.workspace.catalog.counts().set_aside == 0
    assert post(client, location="/none", reason="没有") == 404
    assert post(client, location=place, reason="空白页") == 303
    assert archive.workspace.catalog.counts().set_aside == 1
    assert post(client, location=place, back="1") == 303
    assert archive.workspace.catalog.counts().set_aside == 0


def test_the_command_does_the_same(archive: Served, capsys: pytest.CaptureFixture[str]) -> None:
    home, place = ["--home", str(archive.home)], location(archive, "空一")
    assert main(["unread", place, "--reason", "空白", *home]) == 0
    capsys.readouterr()
    assert main(["unread", *home]) == 0
    assert capsys.readouterr().out.count("空白") == 1
    assert main(["search", "绝无此语", *home]) == 1
    assert "baogao unread" in capsys.readouterr().err
    assert main(["unread", place, *home]) == 2
    assert main(["unread", "/none", "--back", *home]) == 1
    assert main(["unread", place, "--back", *home]) == 0
    assert archive.workspace.catalog.counts().set_aside == 0


ASIDE = "另有 1 个无法读取的文件已说明原因搁置"
NOWHERE = "独角兽飞过天空"


def test_every_statement_about_absence_counts_it_apart(
    archive: Served, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    client, home = archive.client, str(archive.home)
    assert post(client, location=location(archive, "空一"), reason="图章") == 303
    pages = {
        "results": f"/search?q={NOWHERE}",
        "words apart only": f"/search?q={NOWHERE} 一岗双责&mode=loose",
        "places": f"/concordance?q={NOWHERE}",
        "printed record of results": f"/record?q={NOWHERE}",
        "checklist": f"/checklist?list={NOWHERE}",
        "printed record of the checklist": f"/checklist/record?list={NOWHERE}",
        **{f"export as {form}": f"/export.{form}?q={NOWHERE}" for form in ("csv", "jsonl")},
        **{f"places as {form}": f"/concordance.{form}?q={NOWHERE}" for form in ("csv", "jsonl")},
        "checklist as csv": f"/checklist.csv?list={NOWHERE}",
    }
    silent = []
    for name, address in pages.items():
        answer = client.get(address)
        assert answer.status_code == 200, name
        told = re.sub("<[^>]+>", "", answer.data.decode("utf-8-sig"))
        if ASIDE not in told and not re.search(r'"(?:archive_)?set_aside": 1\b', told):
            silent.append(name)
    assert silent == []
    assert "1 more unreadable file set aside" in client.get(f"/search?q={NOWHERE}&lang=en", follow_redirects=True).text
    assert client.get(f"/search.json?q={NOWHERE}&help=1").get_json()["help"]["set_aside"] == 1
    assert client.get(f"/api/checklist?list={NOWHERE}").get_json()["set_aside"] == 1
    wordings = tmp_path / "wordings.txt"
    wordings.write_text(NOWHERE, encoding="utf-8")
    capsys.readouterr()
    for command in (
        ["search", NOWHERE],
        ["search", NOWHERE, "-l"],
        ["kwic", NOWHERE],
        ["batch", str(wordings)],
        ["batch", str(wordings), "--matrix"],
        ["batch", str(wordings), "--matrix", "--who"],
    ):
        main([command[0], "--home", home, *command[1:]])
        assert ASIDE in "".join(capsys.readouterr()), command
