import json
import sys
from itertools import groupby
from pathlib import Path

from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
report = json.loads(Path("report.json").read_text(encoding="utf-8"))
plain = ParagraphStyle("text", fontName="STSong-Light", fontSize=16, leading=28, firstLineIndent=32, wordWrap="CJK")
flush = ParagraphStyle("flush", plain, firstLineIndent=0)
STYLES = {
    "title": ParagraphStyle("title", flush, fontSize=22, leading=34, alignment=TA_CENTER),
    "number": ParagraphStyle("number", flush, alignment=TA_CENTER),
    "addressee": flush,
    "signature": ParagraphStyle("right", flush, alignment=TA_RIGHT),
    "date": ParagraphStyle("right", flush, alignment=TA_RIGHT),
}
story = []
for is_row, parts in groupby(report["parts"], key=lambda part: part["kind"] == "row"):
    if is_row:
        cells = [[Paragraph(cell, flush) for cell in part["cells"]] for part in parts]
        story.append(
            Table(cells, colWidths=(50, 130, 90), style=TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black")]))
        )
        continue
    for part in parts:
        text = "<br/>".join(report["title"]) if part["kind"] == "title" else part["text"]
        story.append(Paragraph(text, STYLES.get(part["kind"], plain)))
SimpleDocTemplate(sys.argv[1], pagesize=A4, leftMargin=74, rightMargin=74, topMargin=85, bottomMargin=85).build(story)
