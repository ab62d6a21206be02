#!/usr/bin/env bash
# A heading that is made bold by printing it twice has each character twice in what PDF readers give.
#
# What: where a font has no bold face, programs make one: each character is drawn a second time, a third of a point to
# the right. The page shows 落实一岗双责 once. pdfminer.six and pdfplumber give 落落实实一一岗岗双双责责, pypdf gives
# each character twice, one to a line; drawn as a whole line twice, the line stands twice. pypdfium2 sees that the second
# lies upon the first and gives it once. pdfplumber has `dedupe_chars` for it, which is not what it does unasked, and
# which has to be told how far apart.
#
# Why it matters: Chinese fonts mostly come with one weight (仿宋, 楷体, 小标宋), and official documents set exactly
# titles and headings bold. The words by which a report is found, its title and the names of its parts, are spoilt, while
# the body reads well; a search for the heading finds nothing, and a table of contents made from it is doubled letters.
#
# Baogao instead: asks pdfium first, and holds what it gives in a test.
#
# Exit status: 0 it is still so, 1 it is not, 2 the packages could not be installed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv" || exit 2
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
    pypdf==7.1.0 pypdfium2==5.15.2 pdfminer.six==20251230 pdfplumber==0.11.9 reportlab==5.1.0 || exit 2
"$folder/venv/bin/python" - <<'PYTHON'
import io
import sys
from importlib.metadata import version

import pdfplumber
import pypdf
import pypdfium2
from pdfminer.high_level import extract_text
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

TEXT, SIZE, SHIFT = "落实一岗双责", 16, 0.33
DOUBLED = "".join(character * 2 for character in TEXT)
pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))


def pdf_of(pieces: list[str], times: int) -> bytes:
    """One line whose `pieces` are drawn so many times, each a third of a point beside the one before."""
    data = io.BytesIO()
    canvas = Canvas(data)
    canvas.setFont("STSong-Light", SIZE)
    left = 72.0
    for piece in pieces:
        for time in range(times):
            canvas.drawString(left + time * SHIFT, 700, piece)
        left += SIZE * len(piece)
    canvas.save()
    return data.getvalue()


def read(data: bytes) -> dict[str, str]:
    """What each reader gives by its defaults, without white space."""
    with pdfplumber.open(io.BytesIO(data)) as opened:
        page = opened.pages[0]
        by_plumber, deduplicated = page.extract_text(), page.dedupe_chars().extract_text()
    texts = {
        "pypdf": pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text(),
        "pdfminer.six": extract_text(io.BytesIO(data)),
        "pdfplumber": by_plumber,
        "pdfplumber, dedupe_chars": deduplicated,
        "pypdfium2": pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range(),
    }
    return {name: "".join(text.split()) for name, text in texts.items()}


for name in ("pypdf", "pypdfium2", "pdfminer.six", "pdfplumber"):
    print(name, version(name))
once, each_twice, line_twice = read(pdf_of([TEXT], 1)), read(pdf_of(list(TEXT), 2)), read(pdf_of([TEXT], 2))
print("printed once:", once)
print("each character twice:", each_twice)
print("the line twice:", line_twice)
as_stated = set(once.values()) == {TEXT}
as_stated &= each_twice["pypdfium2"] == line_twice["pypdfium2"] == each_twice["pdfplumber, dedupe_chars"] == TEXT
as_stated &= each_twice["pypdf"] == each_twice["pdfminer.six"] == each_twice["pdfplumber"] == DOUBLED
as_stated &= line_twice["pypdf"] == line_twice["pdfminer.six"] == TEXT * 2
print("\nas stated" if as_stated else "\nno longer as stated")
sys.exit(0 if as_stated else 1)
PYTHON
