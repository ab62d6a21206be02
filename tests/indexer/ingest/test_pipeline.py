"""Files as they arrive: zips and mails opened, marked papers refused, names that try to be paths, a file twice."""

from __future__ import annotations

import io
import json
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.catalog import Catalog, Outcome
from archive.catalog.opening import open_catalog
from archive.model import Report
from archive.readers.containers.member_names import clean, distinct
from indexer.ingest.parser_pool import File
from indexer.ingest.pipeline import Pipeline, walk
from tests import hostile_files as build
from tests.hostile_files import docx, paragraph, zipped
from tests.sample_files import PLAIN, TITLE, mail, word


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    opened = open_catalog(tmp_path / "home")
    yield opened
    opened.close()


def brought(catalog: Catalog, *paths: Path) -> dict[str, Outcome]:
    """What became of each file, by the place shown."""
    return {candidate.source: outcome for candidate, outcome in Pipeline(catalog, {}).run(walk(paths))}


def code(outcome: Outcome) -> str:
    return outcome.error.code if outcome.error and outcome.status == "failed" else outcome.status


def file(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_a_zip_is_the_reports_inside_each_with_its_place(catalog: Catalog, tmp_path: Path) -> None:
    inner = zipped({"丙.txt": b"\xe4\xb8\x99" + PLAIN})
    path = file(
        tmp_path, "材料.zip", zipped({"东街道/甲.txt": PLAIN, "乙.docx": word(), "x.exe": b"MZ", "内.zip": inner})
    )
    outcomes = brought(catalog, path)
    assert {source: code(outcome) for source, outcome in outcomes.items()} == {
        "材料.zip!/东街道/甲.txt": "added",
        "材料.zip!/乙.docx": "added",
        "材料.zip!/x.exe": "skipped",
        "材料.zip!/内.zip!/丙.txt": "added",
    }
    record = catalog.record(str(outcomes["材料.zip!/东街道/甲.txt"].id))
    assert record is not None
    assert record.location == f"{path}!/东街道/甲.txt"
    assert record.report.masthead.title == TITLE
    assert catalog.original(record.id) == PLAIN
    again = brought(catalog, path)
    assert {code(outcome) for outcome in again.values()} == {"unchanged", "skipped"}


def test_names_in_gbk_are_read(catalog: Catalog, tmp_path: Path) -> None:
    name = "述职报告.txt"
    raw = zipped({"x" * len(name.encode("gb18030")): PLAIN})
    path = file(tmp_path, "a.zip", raw.replace(b"x" * len(name.encode("gb18030")), name.encode("gb18030")))
    assert list(brought(catalog, path)) == [f"a.zip!/{name}"]


def test_a_mail_is_its_words_and_what_is_attached(catalog: Catalog, tmp_path: Path) -> None:
    path = file(tmp_path, "来信.eml", mail(("关于2021年工作情况的报告.docx", word()), ("照片.xyz", b"x")))
    outcomes = {source: code(outcome) for source, outcome in brought(catalog, path).items()}
    assert outcomes == {
        "来信.eml!/报送材料.txt": "added",
        "来信.eml!/关于2021年工作情况的报告.docx": "added",
        "来信.eml!/照片.xyz": "skipped",
    }


def with_password() -> bytes:
    data = bytearray(zipped({"甲.txt": PLAIN}))
    data[6] |= 1  # the flag in the entry and in the directory
    data[data.find(b"PK\1\2") + 8] |= 1
    return bytes(data)


def deep(levels: int) -> bytes:
    data = zipped({"甲.txt": PLAIN})
    for level in range(levels):
        data = zipped({f"{level}.zip": data})
    return data


@pytest.mark.parametrize(
    ("name", "make", "expected"),
    [
        pytest.param("a.zip", lambda: b"", {"a.zip": "read.damaged"}, id="an empty zip"),
        pytest.param("a.zip", lambda: b"PK\3\4" + build.noise(999), {"a.zip": "read.damaged"}, id="noise"),
        pytest.param("a.zip", lambda: zipped({}), {"a.zip": "read.empty"}, id="a zip of nothing"),
        pytest.param("a.zip", with_password, {"a.zip!/甲.txt": "import.encrypted"}, id="a password"),
        pytest.param("a.zip", lambda: deep(3), {"a.zip!/2.zip!/1.zip!/0.zip": "read.too_deep"}, id="zips in zips"),
        pytest.param(
            "a.zip",
            lambda: zipped({"甲.zip": b"x", "乙.txt": PLAIN}),
            {"a.zip!/甲.zip": "read.damaged", "a.zip!/乙.txt": "added"},
            id="one that is broken inside",
        ),
        pytest.param(
            "a.zip",
            lambda: zipped({"../../../etc/报告.txt": PLAIN, "C:\\甲\\乙.txt": PLAIN + b"x"}),
            {"a.zip!/etc/报告.txt": "added", "a.zip!/C:/甲/乙.txt": "added"},
            id="48 names that climb",
        ),
        pytest.param(
            "a.zip",
            lambda: zipped({"报" * 300 + ".txt": PLAIN}),
            {f"a.zip!/{'报' * 300}.txt": "added"},
            id="48 900 bytes",
        ),
        pytest.param(
            "a.zip", lambda: zipped({"报\r\n告.txt": PLAIN}), {"a.zip!/报__告.txt": "added"}, id="50 CR and LF"
        ),
        pytest.param("a.pdf.html", lambda: b"<p>\xe7\x94\xb2", {"a.pdf.html": "added"}, id="51 two suffixes"),
        pytest.param(
            "a.pdf", lambda: b"<p>\xe7\x94\xb2", {"a.pdf": "read.wrong_format"}, id="51 content that is not its suffix"
        ),
        pytest.param("报告.pdf", build.text_pdf, {"报告.pdf": "added"}, id="49 a Chinese name"),
        pytest.param("a.eml", lambda: b"", {"a.eml": "read.empty"}, id="an empty mail"),
        pytest.param("a.eml", lambda: b"\0" * 99, {"a.eml": "read.wrong_format"}, id="no mail"),
    ],
)
def test_containers_and_names(
    name: str, make: build.Build, expected: dict[str, str], catalog: Catalog, tmp_path: Path
) -> None:
    outcomes = brought(catalog, file(tmp_path, name, make()))
    assert {source: code(outcome) for source, outcome in outcomes.items()} == expected


def test_a_bomb_in_a_zip_is_refused_and_the_rest_comes_in(catalog: Catalog, tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("弹.txt", "w", force_zip64=True) as part:
            for _ in range(100):
                part.write(b" " * (1 << 20))
        archive.writestr("甲.txt", PLAIN)
    outcomes = brought(catalog, file(tmp_path, "a.zip", out.getvalue()))
    assert {source: code(outcome) for source, outcome in outcomes.items()} == {
        "a.zip!/弹.txt": "read.too_large",
        "a.zip!/甲.txt": "added",
    }


def test_a_failing_file_is_kept_and_listed_with_its_state(catalog: Catalog, tmp_path: Path) -> None:
    path = file(tmp_path, "扫描.pdf", build.page_pdf(b""))
    assert code(brought(catalog, path)["扫描.pdf"]) == "read.empty"
    (unread,) = catalog.unread()
    assert (unread.location, unread.error.code) == (str(path), "read.empty")
    assert catalog.unread_original(unread.location) == path.read_bytes()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        pytest.param("机.txt", "机密★1年\n关于情况的报告\n".encode(), id="plain"),
        pytest.param("机.docx", docx(paragraph("000001") + paragraph("秘　密") + paragraph("报告")), id="Word, spread"),
        pytest.param(
            "机.docx",
            docx(paragraph("报告"), header1=f'<w:hdr xmlns:w="{build.WORD}">{paragraph("绝密★长期")}</w:hdr>'),
            id="in the header",
        ),
        pytest.param("机.zip", zipped({"甲.txt": "机密\n报告".encode()}), id="inside a zip"),
    ],
)
def test_a_marked_paper_is_refused_and_nothing_of_it_is_kept(
    name: str, data: bytes, catalog: Catalog, tmp_path: Path
) -> None:
    (outcome,) = brought(catalog, file(tmp_path, name, data)).values()
    assert code(outcome) == "import.marked_secret"
    assert list(catalog.unread()) == []
    assert list(catalog.ids()) == []
    kept = [path for path in (tmp_path / "home" / "originals").rglob("*") if path.is_file()]
    assert kept == []
    assert "机" not in (tmp_path / "home" / "catalog.db").read_bytes().decode("utf-8", "ignore")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("保守国家秘密\n标为“机密★1年”的文件，按规定处理。", id="in a sentence"),
        pytest.param("关于保密工作的报告\n商业秘密", id="another word"),
        pytest.param("\n".join(["关于定密的报告", *["正文。"] * 20, "秘密"]), id="a heading far below"),
    ],
)
def test_the_words_alone_are_no_mark(text: str, catalog: Catalog, tmp_path: Path) -> None:
    (outcome,) = brought(catalog, file(tmp_path, "报告.txt", text.encode())).values()
    assert outcome.status == "added"


def test_52_the_same_file_twice_at_once_is_one_report(tmp_path: Path) -> None:
    open_catalog(tmp_path / "home").close()
    path = file(tmp_path, "报告.docx", word())
    outcomes: list[Outcome] = []

    def bring() -> None:
        catalog = open_catalog(tmp_path / "home")
        outcomes.extend(brought(catalog, path).values())
        catalog.close()

    threads = [threading.Thread(target=bring) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcome.status for outcome in outcomes) == ["added", "unchanged"]
    assert len({outcome.id for outcome in outcomes}) == 1


@pytest.mark.slow
def test_many_formats_come_in_at_once_in_order(catalog: Catalog, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for number in range(30):
        file(folder, f"{number:02}.txt", f"第{number}号报告".encode())
        file(folder, f"{number:02}.docx", docx(paragraph(f"第{number}号文件")))
    outcomes = brought(catalog, folder)
    assert list(outcomes) == sorted(f"{number:02}.{kind}" for number in range(30) for kind in ("docx", "txt"))
    assert {outcome.status for outcome in outcomes.values()} == {"added"}


def test_names_from_inside_are_text_only() -> None:
    assert clean("a/../../b\\c\0\u202e.txt") == "a/b/c__.txt"
    assert clean("//") == "_"
    taken: set[str] = set()
    assert [distinct("a.txt", taken) for _ in range(3)] == ["a.txt", "a (2).txt", "a (3).txt"]


def test_a_zip_lends_its_name_to_the_folder() -> None:
    assert File("2022/东街道.zip!/述职/甲.txt", "", b"", "", None).folder == "2022/东街道/述职"
    assert File("甲.txt", "", b"", "", None).folder == ""


def test_what_a_child_says_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    from indexer.ingest import parser_pool
    from indexer.processes import sandbox

    for answer in (
        b"nonsense",
        b"{}",
        json.dumps({"code": "no.such", "evidence": {}}).encode(),
        b'{"code":1,"evidence":2}',
    ):
        monkeypatch.setattr(sandbox, "run", lambda *_, answer=answer: iter([answer]))
        parsed = parser_pool.parse_apart(File("a.docx", "", b"", "", None))
        assert not isinstance(parsed, Report)
        assert parsed.code == "read.crashed"
