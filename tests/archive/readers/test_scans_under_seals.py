"""A seal over text: no stroke is swallowed in silence, red letters stay, and nothing under red ink is certain."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from archive.ingest import ingest_scan
from archive.model import Report
from archive.readers.left_out import PARTLY_READ
from archive.readers.ocr import engine
from archive.readers.ocr.image_frames import red_ink
from archive.readers.ocr.recognised import Recognised
from archive.readers.ocr.under_seals import SURE_AT_MOST, believed
from tests import scans

FONT = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc")
needs_recogniser = pytest.mark.skipif(
    engine.available() != "rapidocr" or not FONT.exists(), reason="the extra ocr or a Chinese font is not installed"
)
INK, RED = (20, 20, 20), (214, 24, 28)
LINES = ["全年召开专题会议十三次，走访群众二十一户。", "整改问题一百三十五个，办结率百分之九十三。", "河湾镇人民政府"]

Draw = Callable[[ImageDraw.ImageDraw], None]


def page(*marks: Draw, lines: Sequence[str] = LINES, heading: str = "") -> Image.Image:
    """A page with `lines` in black, `heading` in red above; what `marks` draw lies over all of it, as a seal does."""
    picture = Image.new("RGB", (1100, 700), "white")
    pen = ImageDraw.Draw(picture)
    font = ImageFont.truetype(str(FONT), 40)
    if heading:
        pen.text((250, 60), heading, font=ImageFont.truetype(str(FONT), 60), fill=RED)
    for number, line in enumerate(lines):
        pen.text((80, 220 + 90 * number), line, font=font, fill=INK)
    over = Image.new("RGB", picture.size, "white")
    for mark in marks:
        mark(ImageDraw.Draw(over))
    return ImageChops.multiply(picture, over)  # stamped ink lets what is printed shine through


def ring(x: int, y: int, size: int = 130, width: int = 9) -> Draw:
    return lambda pen: pen.ellipse((x - size, y - size, x + size, y + size), outline=RED, width=width)


def square(x: int, y: int, size: int = 90) -> Draw:
    return lambda pen: pen.rectangle((x - size, y - size, x + size, y + size), outline=RED, width=8)


def star(x: int, y: int, size: int = 34) -> Draw:
    return lambda pen: pen.regular_polygon((x, y, size), 3, fill=RED)


def faint(x: int, y: int) -> Draw:
    return lambda pen: pen.ellipse((x - 130, y - 130, x + 130, y + 130), outline=(236, 120, 118), width=10)


def parsed(picture: Image.Image, *, jpg: bool = False) -> Report:
    if jpg:
        picture = picture.filter(ImageFilter.GaussianBlur(0.6))
        dice = random.Random(5)
        for _ in range(400):
            picture.putpixel((dice.randrange(picture.width), dice.randrange(picture.height)), (90, 90, 90))
    data = scans.saved(picture, "JPEG", quality=80) if jpg else scans.saved(picture, "PNG")
    steps = ingest_scan(data, "a.jpg" if jpg else "a.png")
    try:
        while True:
            next(steps)
    except StopIteration as end:
        report: Report = end.value
        return report


def text(report: Report) -> str:
    return "".join(report.texts).replace(",", "，").replace(" ", "")


def under_seals(report: Report) -> list[object]:
    return [notice.evidence["count"] for notice in report.notices if notice.code == "read.under_seal"]


@needs_recogniser
@pytest.mark.parametrize(
    "marks",
    [
        pytest.param((ring(425, 240),), id="a ring through both ends of 十三次"),
        pytest.param((ring(320, 300, 150),), id="a larger one through two lines"),
        pytest.param((ring(430, 330), star(430, 330)), id="with a star on a number"),
        pytest.param((square(430, 260),), id="a person's square seal"),
        pytest.param((faint(420, 250),), id="a faint one"),
        pytest.param((ring(200, 400), ring(500, 240)), id="two"),
    ],
)
@pytest.mark.parametrize(
    "jpg", [pytest.param(False, id="drawn"), pytest.param(True, id="scanned", marks=pytest.mark.slow)]
)
def test_what_is_under_a_seal_is_read_and_is_not_certain(marks: tuple[Draw, ...], *, jpg: bool) -> None:
    report = parsed(page(*marks), jpg=jpg)
    for line in LINES:
        assert line.rstrip("。") in text(report)
    crossed = [line for passage in report.passages for line in passage.scan if line.confidence <= SURE_AT_MOST]
    assert crossed, "no number under a seal is shown as certain"
    assert sum(map(int, map(str, under_seals(report)))) >= 1
    assert {notice.code for notice in report.notices} <= PARTLY_READ


@needs_recogniser
def test_letters_in_red_are_text() -> None:
    """The red head of an official paper, and a figure that somebody printed in red."""
    report = parsed(page(ring(425, 240), heading="河湾镇人民政府文件"))
    assert "河湾镇人民政府文件" in text(report)
    assert LINES[0].rstrip("。") in text(report)
    red = page(lambda pen: pen.text((480, 560), "一千三百元", font=ImageFont.truetype(str(FONT), 40), fill=RED))
    ImageDraw.Draw(red).text((80, 560), "本季度共支出经费", font=ImageFont.truetype(str(FONT), 40), fill=INK)
    assert "本季度共支出经费一千三百元" in text(parsed(red))
    assert under_seals(parsed(red)) == []


@needs_recogniser
def test_a_page_without_red_is_read_once_and_nothing_is_said() -> None:
    report = parsed(page())
    assert under_seals(report) == []
    assert all(line.confidence > SURE_AT_MOST for passage in report.passages for line in passage.scan)
    assert not red_ink(page())


def test_red_far_from_print_needs_no_second_look() -> None:
    """A red head and its rule, on most papers: they are not across the text."""
    plain = Image.new("RGB", (600, 600), "white")
    pen = ImageDraw.Draw(plain)
    pen.rectangle((50, 50, 500, 60), fill=RED)
    pen.rectangle((50, 300, 500, 320), fill=INK)
    assert red_ink(plain)
    assert not red_ink(plain).near_print
    pen.ellipse((100, 250, 200, 350), outline=RED, width=5)
    assert red_ink(plain).near_print


def test_red_goes_and_what_is_under_it_stays() -> None:
    picture = page(ring(425, 240))
    white = red_ink(picture).without()
    assert not red_ink(white)
    before, after = picture.convert("L"), white.convert("L")
    dark = [place for place, value in enumerate(page().convert("L").tobytes()) if value < 60]
    assert all(after.tobytes()[place] < 100 for place in dark[::97])
    assert before.size == after.size


class Ink:
    """Red in the given boxes; what goes through is said beside."""

    def __init__(self, *through: float) -> None:
        self._through = through

    def touches(self, box: tuple[float, float, float, float]) -> bool:
        return box[1] in self._through

    goes_through = touches


def at(top: float, words: str, confidence: float = 0.98) -> Recognised:
    return Recognised(words, confidence, 10, top, 200, top + 30)


@pytest.mark.parametrize(
    ("coloured", "plain", "wanted"),
    [
        pytest.param([at(0, "十次")], [at(1, "十三次")], [("十三次", True)], id="a line under the seal: without red"),
        pytest.param(
            [at(0, "十次"), at(100, "走访户")],
            [Recognised("十三次，走访户", 0.9, 10, 1, 400, 131)],
            [("十三次，走访户", True)],
            id="a line that the seal cut in two",
        ),
        pytest.param(
            [at(100, "走访户")],
            [Recognised("十三次，走访户", 0.9, 10, 101, 400, 131)],
            [("十三次，走访户", False)],
            id="of which one half was not seen at all",
        ),
        pytest.param([at(100, "红头")], [], [("红头", False)], id="red letters: only with red"),
        pytest.param([], [at(0, "十三次")], [("十三次", True)], id="a line that the seal hid whole"),
        pytest.param([at(100, "支出13元")], [at(101, "支出元")], [("支出13元", False)], id="red letters in a line"),
        pytest.param([at(0, "印章的字")], [], [("印章的字", True)], id="the seal's own letters are doubtful"),
    ],
)
def test_which_reading_is_believed(
    coloured: list[Recognised], plain: list[Recognised], wanted: list[tuple[str, bool]]
) -> None:
    found = believed(coloured, plain, Ink(0, 1))
    assert [(line.text, line.under_seal) for line in found] == wanted
    assert all(line.confidence <= SURE_AT_MOST for line in found if line.under_seal)
