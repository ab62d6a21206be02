import json
import sys
from itertools import groupby
from pathlib import Path

from odf.opendocument import OpenDocumentText
from odf.style import ParagraphProperties, Style, TableColumnProperties, TextProperties
from odf.table import Table, TableCell, TableColumn, TableRow
from odf.text import LineBreak, P

report = json.loads(Path("report.json").read_text(encoding="utf-8"))
document = OpenDocumentText()


def style(name, size="16pt", **paragraph):
    made = Style(name=name, family="paragraph")
    made.addElement(ParagraphProperties(lineheight="28pt", **paragraph))
    made.addElement(TextProperties(fontsizeasian=size, fontsize=size, fontfamilyasian="Noto Serif CJK SC"))
    document.automaticstyles.addElement(made)
    return made


PLAIN = style("text", textindent="32pt", textalign="justify")
FLUSH = style("flush")
STYLES = {
    "title": style("title", "22pt", textalign="center"),
    "number": style("number", textalign="center"),
    "addressee": FLUSH,
    "signature": style("signature", textalign="end"),
    "date": style("date", textalign="end"),
}
WIDTHS = []
for number, width in enumerate(("20mm", "45mm", "35mm")):
    WIDTHS.append(Style(name=f"c{number}", family="table-column"))
    WIDTHS[-1].addElement(TableColumnProperties(columnwidth=width))
    document.automaticstyles.addElement(WIDTHS[-1])
for is_row, parts in groupby(report["parts"], key=lambda part: part["kind"] == "row"):
    if is_row:
        table = Table()
        for width in WIDTHS:
            table.addElement(TableColumn(stylename=width))
        for part in parts:
            row = TableRow()
            for text in part["cells"]:
                cell = TableCell()
                cell.addElement(P(text=text, stylename=FLUSH))
                row.addElement(cell)
            table.addElement(row)
        document.text.addElement(table)
        continue
    for part in parts:
        paragraph = P(stylename=STYLES.get(part["kind"], PLAIN))
        if part["kind"] == "title":
            paragraph.addText(report["title"][0])
            paragraph.addElement(LineBreak())
            paragraph.addText(report["title"][1])
        else:
            paragraph.addText(part["text"])
        document.text.addElement(paragraph)
document.save(sys.argv[1])
