"""Second opinions on documents: LibreOffice, pdftotext, python-docx, Python's own codecs. Each may be missing."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

import docx
import pypdf

SECONDS = 180
_WRITER = (".docx", ".doc", ".odt", ".rtf", ".html")


def office() -> str | None:
    """LibreOffice's program, where it is installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def converted(path: Path, kind: str, folder: Path) -> Path | None:
    """The file as LibreOffice writes it in another format; None where it is missing or cannot."""
    program = office()
    if program is None:
        return None
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = [program, profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(path)]
    subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
    made = folder / f"{path.stem}.{kind.partition(':')[0]}"
    return made if made.exists() else None


def opinions(path: Path) -> Iterator[tuple[str, list[str], bool]]:
    """Who, its paragraphs, and whether they are paragraphs (else printed lines)."""
    suffix = path.suffix.lower()
    if suffix == ".docx":
        with suppress(KeyError):  # it cannot open a file whose part is named and missing, as one of the corpus
            yield "python-docx", list(_docx(path)), True
    if suffix in _WRITER:
        lines = _by_office(path)
        if lines is not None:
            yield "LibreOffice", lines, False  # a line for each cell of a table
    if suffix == ".pdf":
        yield "pypdf", [page.extract_text() for page in pypdf.PdfReader(path).pages], False
        lines = _by_pdftotext(path)
        if lines is not None:
            yield "pdftotext", lines, False
    if suffix == ".txt":
        codec = next(codec for begin, codec in CODECS.items() if path.name.startswith(begin))
        yield f"Python ({codec})", path.read_bytes().decode(codec).splitlines(), False


CODECS: Mapping[str, str] = {"gb18030": "gb18030", "gbk": "gbk", "utf16": "utf-16", "utf8": "utf-8-sig", "": "utf-8"}
"""How the names of the corpus' texts begin, and their codec."""


def _docx(path: Path) -> Iterator[str]:
    """Paragraphs, and rows of tables, in order; python-docx knows no automatic numbers, notes and text boxes."""
    for item in docx.Document(str(path)).iter_inner_content():
        rows = getattr(item, "rows", None)
        if rows is None:
            yield cast("Any", item).text
        else:
            for row in rows:
                yield "".join(cell.text for cell in dict.fromkeys(row.cells))


def _by_office(path: Path) -> list[str] | None:
    with tempfile.TemporaryDirectory() as name:
        made = converted(path, "txt:Text (encoded):UTF8", Path(name))
        return made.read_text(encoding="utf-8-sig").splitlines() if made else None


def _by_pdftotext(path: Path) -> list[str] | None:
    program = shutil.which("pdftotext")
    if program is None:
        return None
    done = subprocess.run([program, "-enc", "UTF-8", str(path), "-"], capture_output=True, timeout=SECONDS, check=True)
    return done.stdout.decode("utf-8", "replace").splitlines()


def made(folder: Path, paragraphs: list[str], rows: list[list[str]]) -> Iterator[Path]:
    """Files of every format that hold just these paragraphs and, after them, these rows."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    table = document.add_table(len(rows), len(rows[0]))
    for place, row in enumerate(rows):
        for column, cell in enumerate(row):
            table.cell(place, column).text = cell
    path = folder / "made.docx"
    document.save(str(path))
    yield path
    for kind in ("odt", "doc", "rtf", "pdf", "html"):
        other = converted(path, kind, folder)
        if other is not None:
            yield other
    yield from _sheets(folder, rows)


def _sheets(folder: Path, rows: list[list[str]]) -> Iterator[Path]:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    path = folder / "made.xlsx"
    book.save(path)
    yield path
    for kind in ("xls", "ods", "csv:Text - txt - csv (StarCalc):44,34,76"):
        other = converted(path, kind, folder)
        if other is not None:
            yield other
