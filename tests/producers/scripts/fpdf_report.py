import json
import sys
from itertools import groupby
from pathlib import Path

from fpdf import FPDF

report = json.loads(Path("report.json").read_text(encoding="utf-8"))
pdf = FPDF(format="A4")
pdf.set_margins(26, 30)
pdf.set_auto_page_break(True, 30)
pdf.add_page()
pdf.add_font("song", fname=sys.argv[2], collection_font_number=2)
pdf.set_font("song", size=16)
for is_row, parts in groupby(report["parts"], key=lambda part: part["kind"] == "row"):
    if is_row:
        with pdf.table(width=90, col_widths=(16, 42, 30), line_height=9, first_row_as_headings=False) as table:
            for part in parts:
                table.row(part["cells"])
        continue
    for part in parts:
        kind = part["kind"]
        text = "\n".join(report["title"]) if kind == "title" else part["text"]
        pdf.set_font_size(22 if kind == "title" else 16)
        align = {"title": "C", "number": "C", "signature": "R", "date": "R"}.get(kind, "L")
        indent = "" if kind in ("title", "number", "signature", "date", "addressee") else "\u3000\u3000"
        pdf.multi_cell(0, 10, indent + text, align=align, new_x="LMARGIN", new_y="NEXT", wrapmode="CHAR")
pdf.output(sys.argv[1])
