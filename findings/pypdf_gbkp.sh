#!/usr/bin/env bash
# pypdf gives Korean syllables for Chinese text in one of the encodings that the PDF standard names.
#
# What: ISO 32000-1, table 118 has seven pairs of encodings for simplified Chinese that a PDF may use by name alone.
# pypdf reads six of them; for GBKp-EUC-H and GBKp-EUC-V (GBK, with letters of half width) it takes each two bytes for
# a UTF-16 code. 国务院 becomes 맺컱풺. The text is valid Unicode without a single U+FFFD, no exception is raised, only
# the log says that the encoding is "not implemented yet". pypdfium2 and pdfminer.six read the same file.
#
# Why it matters: a program that takes text for good when it has letters files a document that nobody will ever find,
# and a language check calls it Korean. Fonts named without being embedded are usual in official documents of the years
# when each machine had the same few Chinese fonts.
#
# Baogao instead: asks pdfium first, which knows the encoding. pypdf serves only on machines for which pdfium has no
# wheel and for files that pdfium refuses.
#
# Exit status: 0 it is still so, 1 it is not, 2 the packages could not be installed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv" || exit 2
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
    pypdf==7.1.0 pypdfium2==5.15.2 pdfminer.six==20260107 || exit 2
"$folder/venv/bin/python" - <<'PYTHON'
import io
import sys
from importlib.metadata import version

import pypdf
import pypdfium2
from pdfminer.high_level import extract_text

TEXT = "国务院关于2022年工作的通知"


def pdf_of(encoding: str, code: bytes) -> bytes:
    """One page that prints `code` in a Chinese font that the reader's program must have."""
    drawing = b"BT /F1 16 Tf 72 700 Td <%s> Tj ET" % code.hex().encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawing), drawing),
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light-%s/Encoding/%s/DescendantFonts[6 0 R]>>"
        % (encoding.encode(), encoding.encode()),
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/FontDescriptor 7 0 R/DW 1000"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>>>",
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0"
        b"/Ascent 880/Descent -120/CapHeight 880/StemV 93>>",
    ]
    data, places = b"%PDF-1.5\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, table, len(objects) + 1, len(data))
    )


# The seven of the standard, with the codec of Python that writes them, and whether pypdf reads them.
ROWS = [
    ("GB-EUC", "gb2312", True),
    ("GBpc-EUC", "gb2312", True),
    ("GBK-EUC", "gbk", True),
    ("GBKp-EUC", "gbk", False),
    ("GBK2K", "gb18030", True),
    ("UniGB-UCS2", "utf-16-be", True),
    ("UniGB-UTF16", "utf-16-be", True),
]
for name in ("pypdf", "pypdfium2", "pdfminer.six"):
    print(name, version(name))
as_stated = True
for stem, codec, reads in ROWS:
    for direction in "HV":
        data = pdf_of(f"{stem}-{direction}", TEXT.encode(codec))
        by_pypdf = pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text().strip()
        by_pdfium = "".join(pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range().split())
        by_pdfminer = "".join(extract_text(io.BytesIO(data)).split())
        print(f"{stem}-{direction}: pypdf {by_pypdf} | pdfium {by_pdfium} | pdfminer.six {by_pdfminer}", flush=True)
        as_stated &= (by_pypdf == TEXT) == reads and by_pdfium == by_pdfminer == TEXT
        as_stated &= reads or by_pypdf == TEXT.encode(codec).decode("utf-16-be", "replace")
print("\nas stated" if as_stated else "\nno longer as stated")
sys.exit(0 if as_stated else 1)
PYTHON
