"""Pdfs that nobody should send (cases 20–37 of the list): a named error, a state, or the text; the service goes on.

Each is built here and parsed in a sandbox, as an import does: pdfium aborts its process when memory runs out.
"""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tests import hostile_files as build
from tests.archive.readers.test_hostile_word import outcome as outcome_of
from tests.hostile_files import CATALOG, FONT, PAGES, flate, page_pdf, pdf, stream, text_pdf, zeros
from tests.shared_files import ROOT

GOOD = text_pdf()
STOPPED = frozenset({"read.crashed", "read.too_slow", "read.out_of_memory", "read.too_large", "read.damaged"})


def outcome(data: bytes) -> str:
    return outcome_of(data, "报告.pdf")


def with_password() -> bytes:
    """23: encrypted for a password (the numbers need not be right: no password opens it)."""
    sound = text_pdf()
    encrypt = b"/Encrypt<</Filter/Standard/V 1/R 2/Length 40/P -4/O<%s>/U<%s>>>/ID[<00><00>]" % (b"41" * 32, b"42" * 32)
    return sound.replace(b"/Root 1 0 R", b"/Root 1 0 R" + encrypt)


def operators() -> bytes:
    """26: four million text operators."""
    return page_pdf(zeros(64 << 20, b"BT /F1 9 Tf (a) Tj ET "), b"/Filter/FlateDecode")


def page_tree_loop() -> bytes:
    return pdf(CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 1>>")


def many_pages() -> bytes:
    """28: 200,000 pages that are one object."""
    kids = b"<</Type/Pages/Count 200000/Kids[%s]>>" % (b"3 0 R " * 200_000)
    return pdf(CATALOG, kids, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 5 0 R>>", FONT, stream(b""))


def counted_wrongly() -> bytes:
    return text_pdf().replace(b"/Count 1>>", b"/Count 2147483647>>")


def table_to_itself() -> bytes:
    """30: the table of places says that the one before it is itself."""
    sound = text_pdf()
    start = re.search(rb"startxref\n(\d+)", sound)
    assert start is not None
    return sound.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %s" % start[1])


def form(calls: bytes, own: bytes = b"") -> bytes:
    resources = b"/Resources<</XObject<<%s>>>>" % own if own else b""
    return stream(calls, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]" + resources)


def form_calls_itself() -> bytes:
    own = b"/A 6 0 R"
    return page_pdf(b"/A Do", b"", form(b"/A Do", own), resources=b"/XObject<<%s>>" % own)


def many_calls() -> bytes:
    """34: forms that call forms: 10^8 calls."""
    font = b"<</Font<</F1 4 0 R>>>>"
    forms = [
        stream(
            b"/A Do " * 10 if depth < 7 else b"BT /F1 9 Tf (a) Tj ET",
            b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources"
            + (b"<</XObject<</A %d 0 R>>>>" % (7 + depth) if depth < 7 else font),
        )
        for depth in range(8)
    ]
    return page_pdf(b"/A Do " * 10, b"", *forms, resources=b"/XObject<</A 6 0 R>>")


def picture_only() -> bytes:
    """35: a page that is a picture."""
    image = stream(
        b"\x80" * 64, b"/Type/XObject/Subtype/Image/Width 8/Height 8/ColorSpace/DeviceGray/BitsPerComponent 8"
    )
    return page_pdf(b"500 0 0 700 40 40 cm /I Do", b"", image, resources=b"/XObject<</I 6 0 R>>")


def garbled() -> bytes:
    """36: a font whose map leads to private characters."""
    mapping = stream(
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <00><FF>"
        b" endcodespacerange 1 beginbfrange <20><7E><E020> endbfrange endcmap end end"
    )
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 4 0 R>>>>/Contents 5 0 R>>"
    return pdf(CATALOG, PAGES, page, font, stream(b"BT /F1 12 Tf 72 700 Td (Work report) Tj ET"), mapping)


def active() -> bytes:
    """37: a script at opening, a file inside, a program to launch."""
    catalog = (
        b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>/AA<</WC<</S/Launch/F(calc)>>>>"
        b"/Names<</EmbeddedFiles<</Names[(a.exe)<</Type/Filespec/F(a.exe)/EF<</F 6 0 R>>>>]>>>>>>"
    )
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 4 0 R>>>>/Contents 5 0 R>>"
    content = stream(b"BT /F1 12 Tf 72 700 Td (Work report) Tj ET")
    return pdf(catalog, PAGES, page, FONT, content, stream(b"MZ", b"/Type/EmbeddedFile"))


CASES = [
    pytest.param(lambda: b"", {"read.empty"}, id="20 empty"),
    pytest.param(lambda: b"%PDF-1.4" + build.noise(5000), {"read.damaged"}, id="21 noise behind a signature"),
    pytest.param(lambda: GOOD[: len(GOOD) * 2 // 3], {"read.damaged", "read.empty"}, id="22 first two thirds"),
    pytest.param(with_password, {"import.encrypted"}, id="23 a password"),
    pytest.param(
        lambda: page_pdf(zeros(1 << 30), b"/Filter/FlateDecode"),
        STOPPED | {"read.empty"},
        id="24 1 GB in one stream",
        marks=pytest.mark.slow,
    ),
    pytest.param(
        lambda: page_pdf(*flate(zeros(100 << 20), 1)[:1], b"/Filter[/FlateDecode/FlateDecode]"),
        STOPPED | {"read.empty"},
        id="25 deflated twice",
    ),
    pytest.param(operators, STOPPED, id="26 millions of operators"),
    pytest.param(page_tree_loop, {"read.damaged", "read.empty"}, id="27 a loop of pages"),
    pytest.param(many_pages, {"read.too_many_pages"}, id="28 200,000 pages"),
    pytest.param(counted_wrongly, {"Work report of the year", "read.too_many_pages"}, id="29 a wrong count"),
    pytest.param(table_to_itself, {"Work report of the year", "read.damaged"}, id="30 a table before itself"),
    pytest.param(lambda: page_pdf(b"[" * 200_000), {"read.empty"}, id="31 nested arrays in the content"),
    pytest.param(
        lambda: pdf(CATALOG, PAGES, b"<</Type/Page/Parent 2 0 R/X%s>>" % (b"[" * 100_000)),
        {"read.damaged", "read.empty"},
        id="32 nested arrays in an object",
    ),
    pytest.param(form_calls_itself, {"read.empty"}, id="33 a form that calls itself"),
    pytest.param(many_calls, STOPPED, id="34 10^8 calls"),
    pytest.param(
        picture_only,
        {"read.needs_ocr", "read.empty"},
        id="35 a scan (empty, where one can look)",
        marks=pytest.mark.slow,
    ),
    pytest.param(garbled, {"read.unreadable_text_layer"}, id="36 private characters"),
    pytest.param(active, {"Work report"}, id="37 scripts and files inside"),
]


@pytest.mark.parametrize(("make", "expected"), CASES)
def test_hostile_pdf(make: build.Build, expected: set[str]) -> None:
    assert outcome(make()) in expected
    assert outcome(GOOD) == "Work report of the year", "the service goes on"


@pytest.mark.slow
def test_22_a_cut_pdf_is_read_or_refused_but_never_empty_and_sound() -> None:
    cuts = {outcome(GOOD[: len(GOOD) * tenth // 10]) for tenth in range(1, 10)}
    assert cuts <= {"read.damaged", "read.empty", "Work report of the year"}


def test_pdfium_never_runs_in_the_process_that_imports() -> None:
    program = (
        "import sys; from tests.archive.readers.test_hostile_pdf import GOOD, outcome\n"
        "if __name__ == '__main__':\n"
        "    assert outcome(GOOD) == 'Work report of the year'\n"
        "    print([name for name in ('pypdfium2', 'pypdf') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == "[]\n", done.stderr
