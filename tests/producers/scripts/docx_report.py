import json
import sys
from itertools import groupby
from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

report = json.loads(Path("report.json").read_text(encoding="utf-8"))
document = Document()
normal = document.styles["Normal"]
normal.font.name, normal.font.size = "Noto Serif CJK SC", Pt(16)
normal.element.rPr.rFonts.set(qn("w:eastAsia"), "Noto Serif CJK SC")
section = document.sections[0]
section.page_width, section.page_height = Mm(210), Mm(297)
section.left_margin = section.right_margin = Mm(26)
for is_row, parts in groupby(report["parts"], key=lambda part: part["kind"] == "row"):
    if is_row:
        rows = list(parts)
        table = document.add_table(rows=len(rows), cols=3, style="Table Grid")
        table.autofit = False
        for row, part in zip(table.rows, rows, strict=True):
            for cell, text, width in zip(row.cells, part["cells"], (18, 45, 35), strict=True):
                cell.text, cell.width = text, Mm(width)
        continue
    for part in parts:
        kind = part["kind"]
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.line_spacing = Pt(28)
        paragraph.paragraph_format.space_after = Pt(0)
        run = paragraph.add_run(report["title"][0] if kind == "title" else part["text"])
        if kind == "title":
            run.add_break()
            run.add_text(report["title"][1])
            run.font.size, run.bold = Pt(22), True
        run.bold = kind in ("title", "heading")
        if kind in ("title", "number"):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif kind in ("signature", "date"):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        elif kind != "addressee":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
            paragraph.paragraph_format.first_line_indent = Pt(32)
document.save(sys.argv[1])
