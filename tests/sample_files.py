"""Sound files of every format, built when a test asks: the same short report, as far as a format can hold it."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from email.message import EmailMessage

import openpyxl

from tests import ofd_files
from tests.hostile_files import WORD, docx, docx_parts, paragraph, text_pdf, zipped
from tests.old_books import old_book, open_sheet, xml_book
from tests.word_files import flat, saved, word_2003

TITLE = "关于2021年工作情况的报告"
LINES = (TITLE, "各位代表：", "现报告如下，请予审议。", "一是落实“一岗双责”制度。")
OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def word() -> bytes:
    """A Word file with a heading, a list, a table, a note."""
    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    table = "".join(f"<w:tr><w:tc>{paragraph(a)}</w:tc><w:tc>{paragraph(b)}</w:tc></w:tr>" for a, b in ("甲乙", "丙丁"))
    note = '<w:p><w:r><w:t>有注</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    body = "".join(map(paragraph, LINES)) + paragraph("总体要求", number) + f"<w:tbl>{table}</w:tbl>{note}"
    numbering = (
        f'<w:numbering xmlns:w="{WORD}"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    notes = f'<w:footnotes xmlns:w="{WORD}"><w:footnote w:id="2">{paragraph("脚注")}</w:footnote></w:footnotes>'
    return docx(body, numbering=numbering, footnotes=notes)


def excel(rows: Sequence[Sequence[object]] = (("单位", "年度"), ("东街道", 2021)), title: str = "报送情况") -> bytes:
    """An Excel file of one sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def opendocument(body: str = "", styles: str = "") -> bytes:
    """An OpenDocument text."""
    inside = body or "".join(f"<text:p>{line}</text:p>" for line in LINES)
    content = (
        f'<office:document-content xmlns:office="{OFFICE}:office:1.0" xmlns:text="{OFFICE}:text:1.0"'
        f' xmlns:table="{OFFICE}:table:1.0" xmlns:draw="{OFFICE}:drawing:1.0" xmlns:style="{OFFICE}:style:1.0">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{inside}</office:text></office:body></office:document-content>"
    )
    return zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": content.encode()})


def ofd(pages: Sequence[Sequence[tuple[float, float, str]]] = ()) -> bytes:
    """An OFD; each page is a list of lines: left and top in millimetres, and the text, five millimetres a character."""
    wanted = pages or [[(30, 30 + 10 * place, line) for place, line in enumerate(LINES)]]
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/P{n}.xml"/>' for n in range(len(wanted)))
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    parts = {
        "OFD.xml": f"<ofd:OFD {space}><ofd:DocBody><ofd:DocRoot>Doc_0/D.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/D.xml": f"<ofd:Document {space}><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
    }
    for number, lines in enumerate(wanted):
        texts = "".join(
            f'<ofd:TextObject Boundary="{left} {top} {5 * len(text)} 5" Size="5"><ofd:TextCode>{text}</ofd:TextCode>'
            "</ofd:TextObject>"
            for left, top, text in lines
        )
        parts[f"Doc_0/Pages/P{number}.xml"] = (
            f"<ofd:Page {space}><ofd:Area><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:Area><ofd:Content>"
            f"<ofd:Layer>{texts}</ofd:Layer></ofd:Content></ofd:Page>"
        )
    return zipped({name: part.encode() for name, part in parts.items()})


def ofd_of_all_kinds() -> bytes:
    """An OFD with a template, a graphic unit, an annotation, vertical text and a table."""
    lines = [ofd_files.text(line, 30, 60 + 10 * place) for place, line in enumerate(LINES)]
    table = [ofd_files.text("甲乙丙丁"[n], 30 + 60 * (n % 2), 120 + 12 * (n // 2)) for n in range(4)]
    unit = '<ofd:CompositeObject ID="6" Boundary="20 20 170 20" CTM="1 0 0 1 0 0" ResourceID="1"/>'
    page = ofd_files.content(unit, *lines, *table, before='<ofd:Template TemplateID="7" ZOrder="Background"/>')
    return ofd_files.package(
        [page, ofd_files.content(ofd_files.column("竖排的", 160, 40), ofd_files.column("附页", 148, 40))],
        templates={"7": ofd_files.content(ofd_files.text("县政发〔2021〕3号", 80, 50))},
        units={"1": ofd_files.text("县政府文件", 40, 0, 10)},
        annotations={1: ofd_files.annotation(ofd_files.text("同意印发", 0, 0), boundary="30 230 99 20")},
    )


def rich_text(body: bytes = b"") -> bytes:
    """An RTF as Word writes it in China: GBK bytes and Unicode side by side."""
    lines = b"".join(line.encode("gb18030").replace(b"\\", b"\\\\") + b"\\par\n" for line in LINES)
    head = b"{\\rtf1\\ansi\\ansicpg936\\deff0{\\fonttbl{\\f0\\fcharset134 SimSun;}{\\f1\\fcharset0 Arial;}}\\f0\\pard "
    return head + (body or lines) + b"}"


def mail(*attached: tuple[str, bytes], text: str = "附上报告，请查收。") -> bytes:
    """A mail with files attached."""
    message = EmailMessage()
    message["Subject"] = "报送材料"
    message["From"] = "a@example.org"
    message.set_content(text)
    for name, data in attached:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


LONG_CELL = f'<Cell><Data ss:Type="String">{"2021 " * 400}东街道</Data></Cell>'
"""Of a book in XML: most damage hits the words and leaves XML."""
PLAIN = "\n".join(LINES).encode()

SAMPLES: Mapping[str, Callable[[], bytes]] = {
    ".txt": lambda: PLAIN,
    ".md": lambda: b"# " + "\n\n".join(LINES).encode() + b"\n\n- a\n- b\n\n|a|b|\n|-|-|\n|c|d|\n",
    ".html": lambda: (
        "".join(f"<p>{line}</p>" for line in LINES).encode() + b"<table><tr><td>a<td>b</table><ol><li>c</ol>"
    ),
    ".docx": word,
    ".pdf": text_pdf,
    ".xlsx": excel,
    ".xls": old_book,
    ".xml": lambda: xml_book(f"<Row>{LONG_CELL * 8}</Row>" * 8).decode().encode("ascii", "xmlcharrefreplace"),
    ".ods": open_sheet,
    ".csv": lambda: "单位,年度\n东街道,2021\n".encode(),
    ".odt": opendocument,
    ".ofd": ofd_of_all_kinds,
    ".rtf": rich_text,
    ".zip": lambda: zipped({"甲.txt": PLAIN, "乙.docx": word()}),
    ".mht": lambda: saved("".join(f"<p>{line}</p>" for line in LINES), "gb2312", "quoted-printable"),
    ".doc": lambda: word_2003("".join(map(paragraph, LINES))).replace("ENCODING", "utf-8").encode(),
    ".wps": lambda: flat(
        {"word/document.xml": docx_parts("".join(map(paragraph, LINES)))["word/document.xml"].decode()}
    ),
    ".eml": lambda: mail(("甲.txt", PLAIN)),
}
