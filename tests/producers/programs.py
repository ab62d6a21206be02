"""The programs that write the report, each in a folder of its own: what it needs, and how it is run."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.producers import markup

FONT = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc")
SCRIPTS = Path(__file__).with_name("scripts")
PYPI = ("weasyprint", "typst", "reportlab", "fpdf2", "python-docx", "odfpy")
NPM = ("pdfkit", "pdfmake", "docx", "exceljs")
_SECONDS = 180


@dataclass(frozen=True, slots=True)
class Tools:
    """Where the libraries were put: the Python that has those of PyPI, the folder with those of npm."""

    python: Path
    modules: Path


Write = Callable[[Tools, Path], Path]


@dataclass(frozen=True, slots=True)
class Producer:
    """`name` in the table; `needs` are the programs that must be on PATH; `write` makes the file in a folder."""

    name: str
    needs: tuple[str, ...]
    write: Write

    def make(self, tools: Tools, folder: Path) -> Path:
        """The file that it writes. Raises MissingError."""
        absent = [program for program in self.needs if not shutil.which(program)]
        made = folder if absent else self.write(tools, folder)
        if absent or not made.exists():
            raise MissingError(f"no {absent[0]} on this machine" if absent else "it wrote nothing")
        return made


class MissingError(Exception):
    """A program or library is not on this machine, or wrote nothing."""


def run(command: Sequence[str | Path], folder: Path) -> None:
    """Raises MissingError with the last line that it said."""
    done = subprocess.run(
        list(map(str, command)), cwd=folder, capture_output=True, text=True, timeout=_SECONDS, check=False
    )
    if done.returncode:
        raise MissingError((done.stderr.strip().splitlines() or ["?"])[-1][:100])


def _html(folder: Path, *, indented: bool = True) -> Path:
    page = folder / "report.html"
    page.write_text(markup.html(indented=indented), encoding="utf-8")
    return page


def _chromium(indented: bool) -> Write:
    def write(_: Tools, folder: Path) -> Path:
        program = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))))
        page, made = _html(folder, indented=indented), folder / "report.pdf"
        options = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
        run([program, *options, f"--user-data-dir={folder}", f"--print-to-pdf={made}", page.as_uri()], folder)
        return made

    return write


def _wkhtmltopdf(_: Tools, folder: Path) -> Path:
    run(["wkhtmltopdf", "-q", _html(folder), folder / "report.pdf"], folder)
    return folder / "report.pdf"


def _script(name: str, suffix: str) -> Write:
    """A script beside this file: Python or JavaScript, given the report as JSON, the font, and where to write."""

    def write(tools: Tools, folder: Path) -> Path:
        (folder / "report.json").write_text(markup.as_json(), encoding="utf-8")
        _html(folder)
        (folder / "report.typ").write_text(markup.typst(), encoding="utf-8")
        script = folder / f"write{Path(name).suffix}"
        shutil.copy(SCRIPTS / name, script)
        if script.suffix == ".js":
            (folder / "node_modules").symlink_to(tools.modules)
        made = folder / f"report{suffix}"
        run(["node" if script.suffix == ".js" else tools.python, script, made, FONT], folder)
        return made

    return write


def _office(name: str, suffix: str) -> Write:
    """A text document that LibreOffice prints."""

    def write(tools: Tools, folder: Path) -> Path:
        made = _script(name, suffix)(tools, folder)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        run(["soffice", profile, "--headless", "--convert-to", "pdf", made, "--outdir", folder], folder)
        return folder / "report.pdf"

    return write


def _distilled(first: Write) -> Write:
    """What Ghostscript makes of another program's pdf."""

    def write(tools: Tools, folder: Path) -> Path:
        made = folder / "distilled.pdf"
        run(["gs", "-q", "-dBATCH", "-dNOPAUSE", "-sDEVICE=pdfwrite", f"-o{made}", first(tools, folder)], folder)
        return made

    return write


PRODUCERS = (
    Producer("Chromium, indents", ("chromium",), _chromium(indented=True)),
    Producer("Chromium, gaps", ("chromium",), _chromium(indented=False)),
    Producer("wkhtmltopdf", ("wkhtmltopdf",), _wkhtmltopdf),
    Producer("WeasyPrint", (), _script("weasyprint_report.py", ".pdf")),
    Producer("Typst", (), _script("typst_report.py", ".pdf")),
    Producer("ReportLab", (), _script("reportlab_report.py", ".pdf")),
    Producer("fpdf2", (), _script("fpdf_report.py", ".pdf")),
    Producer("pdfkit (npm)", ("node",), _script("pdfkit_report.js", ".pdf")),
    Producer("pdfmake (npm)", ("node",), _script("pdfmake_report.js", ".pdf")),
    Producer("LibreOffice, of python-docx", ("soffice",), _office("docx_report.py", ".docx")),
    Producer("LibreOffice, of odfpy", ("soffice",), _office("odf_report.py", ".odt")),
    Producer("Ghostscript, of Chromium", ("gs", "chromium"), _distilled(_chromium(indented=True))),
    Producer("Ghostscript, of Typst", ("gs",), _distilled(_script("typst_report.py", ".pdf"))),
    Producer("Ghostscript, of WeasyPrint", ("gs",), _distilled(_script("weasyprint_report.py", ".pdf"))),
    Producer("python-docx", (), _script("docx_report.py", ".docx")),
    Producer("odfpy", (), _script("odf_report.py", ".odt")),
    Producer("docx (npm)", ("node",), _script("docx_report.js", ".docx")),
    Producer("exceljs (npm)", ("node",), _script("exceljs_report.js", ".xlsx")),
)
