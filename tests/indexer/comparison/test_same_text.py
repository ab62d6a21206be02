"""The same text in two formats gives the same answer: random phrases are counted in both."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from archive.ingest import ingest
from archive.text.fold import fold
from tests.shared_files import shared

PHRASES = 500
pytestmark = pytest.mark.corpus


def folded(path: Path) -> list[str]:
    return [fold(passage.text).text for passage in ingest(path.read_bytes(), path.name).passages]


def agreement(one: Path, other: Path, *, more_is_right: bool = False) -> float:
    """The share of random phrases of `one` that are counted alike in both, or no less often in the other."""
    first, second = folded(one), folded(other)
    random_ = random.Random(20)
    long = [text for text in first if len(text) >= 12]
    same = 0
    for _ in range(PHRASES):
        text = random_.choice(long)
        length = random_.randint(4, 12)
        start = random_.randrange(len(text) - length + 1)
        phrase = text[start : start + length]
        here, there = (sum(text.count(phrase) for text in texts) for texts in (first, second))
        same += here <= there if more_is_right else here == there
    return same / PHRASES


@pytest.mark.parametrize(
    ("one", "other", "least"),
    [
        pytest.param("docx_民法典.docx", "pdf_民法典.pdf", 0.995, id="a law as Word and pdf"),
        pytest.param("pdf_民法典.pdf", "docx_民法典.docx", 0.995, id="and phrases of the pdf in the Word file"),
        pytest.param("gbk_乡村振兴战略的意见.txt", "utf8-bom_乡村振兴战略的意见.txt", 1.0, id="GBK and UTF-8"),
        pytest.param(
            "utf16le-bom_乡村振兴战略的意见.txt", "utf8-bom_乡村振兴战略的意见.txt", 1.0, id="UTF-16 and UTF-8"
        ),
        pytest.param(
            "gb18030_国务院_2022_政府工作报告.txt",
            "../gov-reports/国务院_2022_政府工作报告_另一版本_CRLF.txt",
            1.0,
            id="GB18030 and UTF-8",
        ),
    ],
)
def test_two_files_of_one_text_agree(one: str, other: str, least: float) -> None:
    folder = shared("corpus", "formats")
    assert agreement(folder / one, folder / other) >= least


def test_saved_pages_lose_nothing_of_their_texts() -> None:
    """A page says more than its text: a table of 发文机关, 成文日期 … stands above it."""
    folder = shared("corpus", "policies")
    texts = {path.stem: path for path in folder.rglob("*.txt")}
    pairs = [(page, texts[page.stem]) for page in sorted(folder.rglob("*.html")) if page.stem in texts]
    assert len(pairs) > 10
    shares = {page.stem: agreement(text, page, more_is_right=True) for page, text in pairs}
    assert set(shares.values()) == {1.0}, shares
