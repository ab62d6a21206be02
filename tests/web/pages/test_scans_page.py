"""A scan on the page: its badge, its pictures, its text put right by hand and searched at once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive.catalog import Arrival
from archive.ingest import ingest
from archive.model import Passage, Report, ScanLine
from tests.hostile_files import text_pdf
from tests.sample_files import LINES, PLAIN
from tests.served import Served, served
from tests.shared_files import SEEDS
from web import template_filters

WRONG = LINES[3].replace("一岗双责", "一冈双责")


def scan() -> Report:
    """As if recognised on two pages, the last line with doubt; the line after the title is text of the file."""
    read = ingest(PLAIN, "a.txt")
    texts = [LINES[0], LINES[1], LINES[2], WRONG]
    passages = tuple(
        Passage(
            number,
            text,
            page=1 + number // 4,
            scan=() if number == 2 else (ScanLine(0, 0.99 if number < 4 else 0.71, 1 + number // 4),),
        )
        for number, text in enumerate(texts, 1)
    )
    return replace(read, passages=passages, sections=(), format="pdf")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path / "home", SEEDS / sorted(path.name for path in SEEDS.glob("*.txt"))[0]) as opened:
        data = text_pdf()
        opened.workspace.catalog.add(
            [Arrival("/x/扫描件.pdf", "扫描件.pdf", data, hashlib.sha256(data).hexdigest(), scan())]
        )
        opened.workspace.catch_up()
        yield opened


def page_of(archive: Served, address: str) -> str:
    answer = archive.client.get(address)
    assert answer.status_code == 200, answer.text
    return answer.text


def corrected(archive: Served, address: str, **typed: str) -> tuple[int, str]:
    client = archive.client
    form = client.get(address).text
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    answer = client.post(address, data={**hidden, **typed}, follow_redirects=True)
    return answer.status_code, answer.text


def test_the_report_says_that_it_was_recognised(archive: Served) -> None:
    name = archive.id_of("扫描件")
    page = page_of(archive, f"/reports/{name}")
    assert "扫描识别，请对照原图" in page
    assert f"/reports/{name}/pages/1.png?version=1" in page
    assert f"/reports/{name}/pages/2.png?version=1" in page
    other = archive.id_of(".txt")
    assert "扫描识别" not in page_of(archive, f"/reports/{other}")
    twin = archive.client.get(f"/reports/{name}.json").json
    assert twin is not None
    assert twin["passages"][3]["scan"] == [{"start": 0, "confidence": 0.71, "page": 2}]
    assert "scan" not in twin["passages"][1]


def test_a_hit_in_a_scan_says_so(archive: Served) -> None:
    assert page_of(archive, f"/search?q=“{WRONG}”").count("扫描识别，请对照原图") == 1
    assert "扫描识别" not in page_of(archive, "/search?q=一岗双责")


def test_pictures_are_called_so_among_the_formats(archive: Served) -> None:
    with archive.app.test_request_context("/"):
        assert template_filters.value("format", "picture") == "图片"
        assert template_filters.value("format", "pdf") == "pdf"


def test_a_page_is_a_picture_and_what_is_none_is_not_found(archive: Served) -> None:
    name = archive.id_of("扫描件")
    picture = archive.client.get(f"/reports/{name}/pages/1.png?version=1")
    assert (picture.status_code, picture.mimetype, picture.data[:4]) == (200, "image/png", b"\x89PNG")
    assert archive.client.get(f"/reports/{name}/pages/2.png").status_code == 404  # the file has one page only
    assert archive.client.get(f"/reports/{name}/pages/9.png").status_code == 404
    assert "max-age" in picture.headers["Cache-Control"]
    lasting = archive.client.get(f"/reports/{name}/pages/1.png").headers["Cache-Control"]
    assert "max-age" not in lasting, "the current version may be another one tomorrow"
    assert archive.client.get("/reports/nobody/pages/1.png").status_code == 404
    other = archive.id_of(".txt")
    assert archive.client.get(f"/reports/{other}/pages/1.png").status_code == 404
    assert archive.client.get(f"/reports/{other}/scan").status_code == 404


def test_only_recognised_text_can_be_changed_and_doubt_is_shown(archive: Served) -> None:
    name = archive.id_of("扫描件")
    first = page_of(archive, f"/reports/{name}/scan")
    assert 'name="t1"' in first
    assert 'name="t2"' not in first
    assert LINES[1] in first
    assert 'name="t4"' not in first
    second = page_of(archive, f"/reports/{name}/scan?page=2")
    assert "识别可信度低" in second
    assert "识别可信度 71%" in second
    assert WRONG in second


def test_what_is_put_right_is_found_at_once(archive: Served) -> None:
    name = archive.id_of("扫描件")
    address = f"/reports/{name}/scan?page=2"
    found = archive.client.get("/search.json?q=一冈双责").json
    assert found is not None
    assert found["total_reports"] == 1
    status, page = corrected(archive, address, t4=LINES[3] + "\r\n")
    assert status == 200
    assert "已保存" in page
    assert WRONG in page  # what was recognised is still told
    for query, reports in (("“一冈双责”", 0), (f"“{LINES[3]}”", 1)):
        found = archive.client.get("/search.json", query_string={"q": query}).json
        assert found is not None
        assert found["total_reports"] == reports, query


@pytest.mark.parametrize(
    ("typed", "status", "words"),
    [
        pytest.param({"t4": "  "}, 400, "不能为空", id="nothing left"),
        pytest.param({"t4": "别的", "version": "7"}, 409, "新版本", id="an older page"),
        pytest.param({"t4": WRONG}, 200, "没有改动", id="nothing changed"),
        pytest.param({"t2": "别的"}, 200, "没有改动", id="text that the file says itself"),
        pytest.param({"t4": "别的", "csrf_token": "x"}, 400, "", id="another site's form"),
    ],
)
def test_what_cannot_be_kept_is_not(archive: Served, typed: dict[str, str], status: int, words: str) -> None:
    name = archive.id_of("扫描件")
    answered, page = corrected(archive, f"/reports/{name}/scan?page=2", **typed)
    assert (answered, words in page) == (status, True)
    record = archive.workspace.catalog.record(name)
    assert record is not None
    assert (record.version, record.report.passages[3].text) == (1, WRONG)


def test_script_in_recognised_text_stays_text(archive: Served) -> None:
    name = archive.id_of("扫描件")
    _, page = corrected(archive, f"/reports/{name}/scan?page=2", t4="<script>alert(1)</script></textarea>")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
