"""python -m bench.fidelity: reads the open corpus' documents and made ones, and says what is lost, added, moved.

Prints a table and writes it between the marks of docs/formats.md. Without LibreOffice or pdftotext their rows are
missing, and the table says so.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path

from archive.errors import ReadError
from archive.ingest import ingest
from archive.readers.editions import edition_for
from bench.fidelity.compared import Differences, differences, total
from bench.fidelity.opinions import made, office, opinions
from bench.machine import ROOT

FORMATS = ROOT.parent / "shared" / "corpus" / "formats"
PAGE = ROOT / "docs" / "formats.md"
BEGIN, END = "<!-- fidelity -->", "<!-- /fidelity -->"
ROWS = [["序号", "单位", "完成情况"], *([str(n), f"第{n}街道办事处", f"已整改{n * 3}个问题"] for n in range(1, 40))]

Row = tuple[str, str, int, Differences]


def main() -> None:
    """Measure, print, write."""
    rows = [*corpus(), *written()]
    table = "\n".join(table_of(rows))
    print(table)
    page = PAGE.read_text(encoding="utf-8")
    if BEGIN in page:
        before, _, rest = page.partition(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}\n\n{table}\n\n{END}{rest.partition(END)[2]}", encoding="utf-8")


def corpus() -> Iterator[Row]:
    """The corpus' documents by format, beside each second opinion."""
    found: dict[tuple[str, str], list[Differences]] = {}
    for path in sorted(FORMATS.glob("*.*")):
        if path.suffix == ".md":
            continue
        passages = read(path)
        for who, other, paragraphs in opinions(path) if passages is not None else ():
            print(f"{path.name} beside {who}", file=sys.stderr)
            one = differences(passages or [], other, paragraphs=paragraphs)
            found.setdefault((path.suffix[1:], who), []).append(one)
    for (form, who), each in sorted(found.items()):
        yield form, who, len(each), total(each)


def written() -> Iterator[Row]:
    """Made documents beside what was put into them: forty paragraphs of real papers and a table of forty rows."""
    text = next(FORMATS.glob("gbk_*.txt")).read_bytes().decode("gbk")
    paragraphs = [line.strip() for line in text.splitlines() if line.strip()][:40]
    rows = ["".join(row) for row in ROWS]
    with tempfile.TemporaryDirectory() as name:
        for path in made(Path(name), paragraphs, ROWS):
            passages = read(path)
            sheet = path.suffix in (".xlsx", ".xls", ".ods", ".csv")
            if passages is not None:
                wanted = rows if sheet else [*paragraphs, *rows]
                yield f"{path.suffix[1:]}, made", "what was put in", 1, differences(passages, wanted)


def read(path: Path) -> list[str] | None:
    """Our passages; None where the file is refused, which is told."""
    try:
        return list(ingest(path.read_bytes(), path.name).texts)
    except ReadError as error:
        print(error.message("en"), file=sys.stderr)
        return None


def table_of(rows: list[Row]) -> Iterator[str]:
    """In Markdown."""
    yield "| format (edition of its reader) | beside | files | characters | lost | added | moved | split | joined |"
    yield "| --- | --- | --: | --: | --: | --: | --: | --: | --: |"
    for form, who, files, found in rows:
        edition = edition_for(f"x.{form.partition(',')[0]}")
        figures = " | ".join("–" if figure is None else f"{figure:,}" for figure in astuple(found))
        yield f"| {form} ({edition}) | {who} | {files} | {figures} |"
    if office() is None:
        yield "\nLibreOffice is not installed here: its rows and most made files are missing."


if __name__ == "__main__":
    main()
