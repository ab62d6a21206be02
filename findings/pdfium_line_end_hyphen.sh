#!/usr/bin/env bash
# A hyphen at the end of a printed line is not a hyphen in what pdfium tells.
#
# What: where a line of a PDF ends with "-" after a letter or a Han character and another line follows, pypdfium2 gives
# no hyphen and no line break. `get_text_range` gives one U+FFFE for both, a code that Unicode keeps free of any
# character; `get_text_bounded` gives the control code U+0002. pdfium takes the hyphen for one that a typesetter put
# into a word. After a digit it is kept, and so is the line break. pypdf and pdfminer.six give what is printed.
#
# Why it matters: Chinese is broken between any two characters and its typesetters do not hyphenate, so a hyphen at a
# line's end is part of the name: COVID-19, GB-2312, 沪-苏 通道, 京津冀-长三角. Whoever indexes the text has
# "COVID<U+FFFE>19": neither "COVID-19" nor "COVID19" finds the notice, nor does pdfium's own search, and nobody is
# told. The same words in the middle of a line are found, so the gap does not show in a trial.
#
# Baogao instead: asks pdfium for single characters, takes both codes back to "-", and makes out the ends of lines from
# the places of the characters.
#
# Exit status: 0 it is still so, 1 it is not, 2 the packages could not be installed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv" || exit 2
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
    pypdfium2==5.15.2 pypdf==7.1.0 pdfminer.six==20260107 reportlab==5.1.0 || exit 2
"$folder/venv/bin/python" - <<'PYTHON'
import io
import sys
from importlib.metadata import version

import pypdf
import pypdfium2
from pdfminer.high_level import extract_text
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))


def page_of(lines: list[str]) -> bytes:
    file = io.BytesIO()
    page = canvas.Canvas(file)
    page.setFont("STSong-Light", 12)
    for number, line in enumerate(lines):
        page.drawString(72, 720 - 18 * number, line)
    page.save()
    return file.getvalue()


# The lines as printed, what a reader looks for, whether pdfium's text has lost its hyphen.
ROWS = [
    (["关于做好新型冠状病毒肺炎（COVID-", "19）疫情防控工作的通知"], "COVID-19", True),
    (["推进京津冀-", "长三角算力通道建设"], "京津冀-长三角", True),
    (["做好COVID-19疫情防控工作，", "落实各项措施"], "COVID-19", False),
    (["实施2020-", "2025年行动方案"], "2020-2025", False),
]
for name in ("pypdfium2", "pypdf", "pdfminer.six", "reportlab"):
    print(name, version(name))
as_stated = True
for lines, wanted, loses in ROWS:
    data = page_of(lines)
    text = pypdfium2.PdfDocument(data)[0].get_textpage()
    whole, bounded = text.get_text_range(), text.get_text_bounded()
    by_pdfium = "".join(whole.split())
    by_pypdf = "".join(pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text().split())
    by_pdfminer = "".join(extract_text(io.BytesIO(data)).split())
    print("\nprinted:         ", " / ".join(lines))
    print("get_text_range:  ", whole.replace("\ufffe", "<U+FFFE>").replace("\r\n", " / "))
    print("get_text_bounded:", bounded.replace("\x02", "<U+0002>").replace("\r\n", " / "))
    found_by = f"pdfium {wanted in by_pdfium}, pypdf {wanted in by_pypdf}, pdfminer.six {wanted in by_pdfminer}"
    print(f"{wanted!r} found, line breaks taken out: {found_by}")
    as_stated &= (wanted not in by_pdfium) == loses and ("\ufffe" in whole) == loses and ("\x02" in bounded) == loses
    as_stated &= wanted in by_pypdf and wanted in by_pdfminer
    if loses:
        found = [text.search(word).get_next() for word in (wanted, wanted.replace("-", ""))]
        print("pdfium's own search, with and without the hyphen:", found)
        as_stated &= found == [None, None]
print("\nas stated" if as_stated else "\nno longer as stated")
sys.exit(0 if as_stated else 1)
PYTHON
