"""Scans: recognised in a sandbox, marked as such with each line's confidence; without a recogniser kept and listed."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rapidfuzz.distance import Levenshtein

from archive.catalog import Catalog
from archive.catalog.opening import open_catalog
from archive.errors import ReadError
from archive.model import Report
from archive.readers.ocr import engine, scan, tesseract_lines
from archive.readers.ocr.recognised import Recognised, Sheet
from archive.readers.pages import pdf
from indexer.ingest.parser_pool import File, parse_apart
from indexer.ingest.pipeline import Pipeline, walk
from indexer.ingest.reread import reread, with_pictures
from indexer.processes.ocr import (
    PAGE_SECONDS,
    limits_for,
    pages_to_recognise,
    picture_of,
)
from tests import scans
from tests.hostile_files import noise, zipped
from tests.shared_files import ROOT

needs_recogniser = pytest.mark.skipif(
    engine.available() != "rapidocr" and os.environ.get("CI") != "true", reason="the extra ocr is not installed"
)
pytestmark = pytest.mark.timeout(600)


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    opened = open_catalog(tmp_path / "home")
    yield opened
    opened.close()


def parsed(name: str, data: bytes) -> Report:
    report = parse_apart(File(name, f"/{name}", data, "", None))
    assert isinstance(report, Report), report
    return report


def bare(text: str) -> str:
    return "".join(text.split())


def text_of_page(number: int) -> str:
    pages = pdf.pages_of(scans.law().read_bytes(), scans.LAW)
    return bare("".join(line.text for line in pages.lines if line.page == number))


def accuracy(report: Report, page: int, truth: str) -> float:
    got = bare("".join(passage.text for passage in report.passages if passage.page == page))
    return float(1 - Levenshtein.distance(truth, got) / len(truth))


@needs_recogniser
@pytest.mark.corpus
@pytest.mark.parametrize(
    ("make", "name", "least"),
    [
        pytest.param(
            lambda: scans.worn(scans.law_page(3)),
            "a.jpg",
            0.97,
            id="as an office's scanner makes it: askew, blurred, grey, specks",
            marks=pytest.mark.slow,
        ),
        pytest.param(
            lambda: scans.turned(scans.law_page(3, 1300), 180),
            "a.png",
            0.97,
            id="standing on its head",
            marks=pytest.mark.slow,
        ),
        pytest.param(
            lambda: scans.turned(scans.law_page(3, 1300), 90),
            "a.png",
            0.97,
            id="lying on its side",
            marks=pytest.mark.slow,
        ),
    ],
)
def test_of_a_real_page_the_characters_are_right(make: Callable[[], bytes], name: str, least: float) -> None:
    report = parsed(name, make())
    share = accuracy(report, 1, text_of_page(3).removesuffix("3"))
    assert share >= least
    assert report.notices[0].code == "read.recognised"
    assert all(passage.scan and min(line.confidence for line in passage.scan) > 0.5 for passage in report.passages)


@pytest.mark.slow
@needs_recogniser
@pytest.mark.corpus
def test_a_clean_picture_lines_joined_and_headings_found() -> None:
    report = parsed("a.png", scans.law_page(3))
    assert accuracy(report, 1, text_of_page(3).removesuffix("3")) >= 0.99
    texts = [bare(passage.text) for passage in report.passages]
    assert any(text.startswith("第十六条国务院和省") and text.endswith("国家网络安全技术创新项目。") for text in texts)
    assert {section.number for section in report.sections} >= {"第三章", "第一节", "第二十一条"}
    joined = next(passage for passage in report.passages if bare(passage.text).startswith("第十六条"))
    assert [line.start for line in joined.scan] == sorted({line.start for line in joined.scan})
    assert len(joined.scan) == 4


@pytest.mark.slow
@needs_recogniser
@pytest.mark.corpus
def test_a_pdf_of_pictures_is_read_page_by_page_and_tells_how_far_it_is() -> None:
    told: list[tuple[str, int, int]] = []
    data = scans.scanned_pdf(scans.law_page(3, 1400), scans.law_page(4, 1400), text=b"- 1 -")
    report = parse_apart(File("扫描.pdf", "/扫描.pdf", data, "", None), lambda *step: told.append(step))
    assert isinstance(report, Report)
    assert told == [("扫描.pdf", 0, 2), ("扫描.pdf", 1, 2)]
    assert {passage.page for passage in report.passages} == {1, 2}
    assert accuracy(report, 1, text_of_page(3).removesuffix("3")) > 0.9  # the last paragraph begins on page 1
    assert [(notice.code, notice.evidence["count"]) for notice in report.notices] == [("read.recognised", 2)]


@needs_recogniser
@pytest.mark.corpus
@pytest.mark.slow
def test_each_picture_of_a_tiff_is_a_page() -> None:
    report = parsed("a.tif", scans.two_page_tiff(scans.law_page(3, 1200), scans.law_page(4, 1200)))
    assert {passage.page for passage in report.passages} == {1, 2}


@pytest.mark.slow
@needs_recogniser
@pytest.mark.corpus
def test_scans_in_a_zip_are_found_by_search_at_once(catalog: Catalog, tmp_path: Path) -> None:
    path = tmp_path / "材料.zip"
    path.write_bytes(zipped({"扫描.png": scans.law_page(3, 1400)}))
    [(candidate, outcome)] = Pipeline(catalog, {}).run(walk([path]))
    assert (candidate.source, outcome.status) == ("材料.zip!/扫描.png", "added")
    record = catalog.record(str(outcome.id))
    assert record is not None
    assert any("网络安全技术创新" in passage.text for passage in record.report.passages)
    assert record.report.passages[0].scan  # confidence is kept


@pytest.mark.corpus
def test_without_a_recogniser_a_scan_is_kept_and_listed(catalog: Catalog, tmp_path: Path) -> None:
    path = tmp_path / "扫描.png"
    path.write_bytes(scans.law_page(3, 600))
    [(_, outcome)] = Pipeline(catalog, {}, recognise=False).run(walk([path]))
    assert outcome.error is not None
    assert outcome.error.code == "read.needs_ocr"
    (unread,) = catalog.unread()
    assert catalog.unread_original(unread.location) == path.read_bytes()


@needs_recogniser
@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        pytest.param("a.png", b"\x89PNG\r\n\x1a\n" + noise(500), "read.damaged", id="a picture that is none inside"),
        pytest.param("a.jpg", b"\xff\xd8\xff" + noise(500), "read.damaged", id="a jpg that is none inside"),
        pytest.param("a.tif", b"II*\0" + noise(500), "read.damaged", id="a tiff that is none inside"),
    ],
)
def test_a_broken_picture_has_a_name(name: str, data: bytes, code: str) -> None:
    error = parse_apart(File(name, f"/{name}", data, "", None))
    assert isinstance(error, ReadError)
    assert error.code == code


@needs_recogniser
def test_a_blank_page_has_no_text_and_no_claim() -> None:
    from PIL import Image

    error = parse_apart(File("a.png", "/a.png", scans.saved(Image.new("L", (800, 1100), 255), "PNG"), "", None))
    assert isinstance(error, ReadError)
    assert error.code == "read.empty"


@needs_recogniser
def test_a_picture_of_too_many_pixels_is_refused() -> None:
    from PIL import Image

    error = parse_apart(File("a.png", "/a.png", scans.saved(Image.new("1", (13000, 13000), 1), "PNG"), "", None))
    assert isinstance(error, ReadError)
    assert error.code == "read.too_large"


@needs_recogniser
def test_nothing_is_fetched() -> None:
    """The models are named by their paths in the wheel; a socket of any kind would be an error here."""
    program = (
        "import socket\n"
        "def no(*_, **__): raise AssertionError('a way out')\n"
        "socket.socket.connect = socket.create_connection = socket.getaddrinfo = no\n"
        "from archive.readers.ocr import rapidocr_lines\n"
        "print(rapidocr_lines._engine()._load_det_model() and rapidocr_lines._engine()._load_rec_model() and 'ready')"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.stdout == "ready\n", done.stderr


@pytest.mark.corpus
def test_a_page_is_drawn_in_a_child(monkeypatch: pytest.MonkeyPatch) -> None:
    data = scans.law().read_bytes()
    assert picture_of(data, "a.pdf", 1).startswith(b"\x89PNG")
    for page, bad in ((99, data), (0, data), (1, b"%PDF-1.4 broken")):
        with pytest.raises(ReadError) as caught:
            picture_of(bad, "a.pdf", page)
        assert caught.value.code == "read.no_picture"


@needs_recogniser
@pytest.mark.parametrize(
    ("kind", "suffix"), [pytest.param("PNG", "png", id="png"), ("JPEG", "jpg"), ("TIFF", "tif"), ("BMP", "bmp")]
)
def test_damaged_pictures_are_pictures_or_named_errors(kind: str, suffix: str) -> None:
    from PIL import Image

    random_ = random.Random(kind)
    picture = Image.effect_noise((60, 80), 90).convert("RGB")
    sound = scans.saved(picture, kind)
    for _ in range(int(os.environ.get("FUZZ_INPUTS", "200"))):
        broken = bytearray(sound)
        for _ in range(random_.randint(1, 8)):
            broken[random_.randrange(len(broken))] = random_.randrange(256)
        data = bytes(broken[: random_.randint(1, len(broken))] if random_.random() < 0.3 else broken)
        assert frames_of(data, suffix) in (None, "read.damaged", "read.too_large", "read.too_many_pages")


def frames_of(data: bytes, suffix: str) -> str | None:
    """The code of the error that the pictures end in; None where all are pictures no larger than wanted."""
    from archive.readers.ocr import image_frames

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's own, about tags of tiff
            assert all(max(frame.size) <= 100 for frame in image_frames.pictures(data, f"a.{suffix}", 100))
    except ReadError as error:
        return error.code
    return None


@pytest.mark.slow
@pytest.mark.corpus
@pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")
def test_tesseract_reads_a_real_page() -> None:
    if not tesseract_lines.speaks_chinese():
        pytest.skip("tesseract has no Chinese data")
    [page] = tesseract_lines.sheets(scans.law_page(3), "a.png")
    truth = text_of_page(3).removesuffix("3")
    got = bare("".join(line.text for line in scan.lines_of(page, 1)))
    assert 1 - Levenshtein.distance(truth, got) / len(truth) > 0.9
    assert all(0 <= line.confidence <= 1 for line in page.lines)


def sheet(*lines: tuple[str, float, float, float, float]) -> Sheet:
    return Sheet(
        1000, 1400, tuple(Recognised(text, 0.9, left, top, right, bottom) for text, left, top, right, bottom in lines)
    )


def test_pieces_of_one_line_are_one_and_far_ones_are_two() -> None:
    pieces = sheet(
        ("第一条", 100, 100, 190, 130), ("为了保障网络安全", 220, 102, 460, 131), ("二〇二二年", 800, 99, 950, 130)
    )
    assert [line.text for line in scan.lines_of(pieces, 1)] == ["第一条为了保障网络安全", "二〇二二年"]


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [
        (f"左边这一栏的第{number}行写到了栏的右边", 100, 100 + 40 * number, 480, 128 + 40 * number)
        for number in range(8)
    ]
    right = [
        (f"右边这一栏的第{number}行写到了栏的右边", 520, 101 + 40 * number, 900, 129 + 40 * number)
        for number in range(8)
    ]
    both = [line for pair in zip(left, right, strict=True) for line in pair]
    texts = [
        line.text for line in scan.lines_of(sheet(("通栏的标题一行写满了整个页面的宽度", 100, 20, 900, 60), *both), 1)
    ]
    assert texts == ["通栏的标题一行写满了整个页面的宽度", *(line[0] for line in left), *(line[0] for line in right)]


def test_tesseract_s_table_is_understood() -> None:
    table = "\n".join(
        [
            "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext",
            "1\t1\t0\t0\t0\t0\t0\t0\t1000\t1400\t-1\t",
            "4\t1\t1\t1\t1\t0\t100\t100\t300\t30\t-1\t",
            "5\t1\t1\t1\t1\t1\t100\t100\t90\t30\t96.5\t落实",
            "5\t1\t1\t1\t1\t2\t200\t101\t150\t30\t81.0\t一岗双责",
            "5\t1\t1\t1\t2\t1\t100\t140\t90\t30\t91\t制度",
        ]
    )
    [page] = tesseract_lines.sheets_of(table)
    assert (page.width, page.height) == (1000, 1400)
    assert [(line.text, line.confidence, line.right) for line in page.lines] == [
        ("落实一岗双责", 0.81, 350),
        ("制度", 0.91, 190),
    ]


@needs_recogniser
@pytest.mark.corpus
@pytest.mark.slow
def test_what_came_before_the_recogniser_is_read_on_request(catalog: Catalog, tmp_path: Path) -> None:
    """A text page and a scanned one: first half of it is read, with --retry all, under the same id."""
    mixed = scans.scanned_pdf(scans.law_page(3, 1200), b"", text=b"")
    path = tmp_path / "a.pdf"
    path.write_bytes(mixed)
    [(_, first)] = Pipeline(catalog, {}, recognise=False).run(walk([path]))
    assert first.status == "added"
    assert with_pictures(catalog) == (first.id,)
    [(_, again)] = Pipeline(catalog, {}).run(reread(catalog, with_pictures(catalog)))
    assert (again.status, again.id) == ("updated", first.id)
    assert with_pictures(catalog) == ()
    record = catalog.record(str(again.id))
    assert record is not None
    assert {passage.page for passage in record.report.passages} == {1, 2}
    assert [bool(passage.scan) for passage in record.report.passages][-1] is False


def test_time_grows_with_the_pages() -> None:
    assert [limits_for(name, 3).processor // PAGE_SECONDS for name in ("a.pdf", "a.tif", "a.TIFF")] == [4, 101, 101]
    assert limits_for("a.pdf", 3).wall == PAGE_SECONDS


@pytest.mark.parametrize(
    ("name", "here", "pages"),
    [
        pytest.param("a.pdf", "rapidocr", 7, id="a scan"),
        pytest.param("a.pdf", None, 0, id="no recogniser"),
        pytest.param("a.ofd", "rapidocr", 0, id="pages that nobody draws"),
    ],
)
def test_how_many_pages_wait(monkeypatch: pytest.MonkeyPatch, name: str, here: str | None, pages: int) -> None:
    monkeypatch.setattr(engine, "available", lambda: here)
    assert pages_to_recognise(name, ReadError("read.needs_ocr", name=name, pages=7)) == pages
    assert pages_to_recognise(name, ReadError("read.empty", name=name)) == 0
