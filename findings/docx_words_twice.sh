#!/usr/bin/env bash
# docx2txt and docx2python give the words of a text box twice, and words that were moved at both places.
#
# What: Word and WPS write a text box into mc:AlternateContent two times: as DrawingML for themselves (mc:Choice) and as
# VML for old programs (mc:Fallback). ECMA-376 part 3 lets a reader take one of them. With tracked changes on, words
# that were cut and pasted stand in w:moveFrom, which is no longer text, and in w:moveTo. Both libraries take every w:t
# there is. A deletion they leave out, since its text lies in w:delText, so nobody suspects them. python-docx has
# neither the box nor the moved words; Mammoth has both once.
#
# Why it matters: letterheads of official papers (红头), notes in the margin and figures are text boxes. Counted by these
# texts the head of the office stands twice in each paper, a sentence that went from the problems to the plans still
# stands among the problems, and a paper looks like a copy of itself. Of docx2python duplicate captions were reported as
# issue eighty-six; that boxes and moves are the reason is not said there.
#
# Baogao instead: reads one of the two, and moved words where they are now.
#
# Exit status: 0 it is still so, 1 it is not, 2 the packages could not be installed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv" || exit 2
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
    docx2txt==0.9 docx2python==3.7.1 python-docx==1.2.0 mammoth==1.13.0 || exit 2
"$folder/venv/bin/python" - <<'PYTHON'
import io
import sys
import zipfile
from importlib.metadata import version

import docx
import docx2txt
import mammoth
from docx2python import docx2python

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
NAMES = " ".join(
    f'xmlns:{short}="{name}"'
    for short, name in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": OFFICE,
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "wps": SHAPE,
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)


def paragraph(inside: str) -> str:
    return f"<w:p>{inside}</w:p>"


def run(text: str, tag: str = "t") -> str:
    return f"<w:r><w:{tag}>{text}</w:{tag}></w:r>"


def changed(kind: str, number: int, text: str, tag: str = "t") -> str:
    return f'<w:{kind} w:id="{number}" w:author="甲" w:date="2024-01-01T00:00:00Z">{run(text, tag)}</w:{kind}>'


INSIDE = f"<w:txbxContent>{paragraph(run('东街道办事处文件'))}</w:txbxContent>"
BOX = paragraph(
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><wp:extent cx="1440000" cy="360000"/>'
    f'<wp:docPr id="1" name="文本框 1"/><a:graphic><a:graphicData uri="{SHAPE}"><wps:wsp><wps:cNvSpPr txBox="1"/>'
    f"<wps:spPr/><wps:txbx>{INSIDE}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline>"
    '</w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape style="width:100pt;height:30pt"><v:textbox>'
    f"{INSIDE}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
BODY = (
    BOX
    + paragraph(run("存在问题：") + changed("moveFrom", 2, "责任层层传导。"))
    + paragraph(run("下步打算：") + changed("moveTo", 3, "责任层层传导。"))
    + paragraph(run("全面从严") + changed("del", 4, "治理", "delText") + run("治党。"))
)
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
RELATIONSHIPS = "application/vnd.openxmlformats-package.relationships+xml"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
    f'ContentType="{RELATIONSHIPS}"/><Override PartName="/word/document.xml" ContentType="{TYPE}"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
    "word/document.xml": f"<w:document {NAMES}><w:body>{BODY}<w:sectPr/></w:body></w:document>",
}
file = io.BytesIO()
with zipfile.ZipFile(file, "w") as package:
    for name, xml in PARTS.items():
        package.writestr(name, HEAD + xml)

TEXTS = {
    "docx2txt": docx2txt.process(file),
    "docx2python": docx2python(file).text,
    "python-docx": "\n".join(paragraph.text for paragraph in docx.Document(file).paragraphs),
    "mammoth": mammoth.extract_raw_text(file).value,
}
# What stands once on the page, and how often each of them gives it; what was deleted stands nowhere.
EXPECTED = {
    "东街道办事处文件": (2, 2, 0, 1),
    "责任层层传导": (2, 2, 0, 1),
    "全面从严治党": (1, 1, 1, 1),
    "治理": (0, 0, 0, 0),
}
print(" | ".join(f"{name} {version(name)}" for name in TEXTS))
as_stated = True
for words, expected in EXPECTED.items():
    found = tuple(text.count(words) for text in TEXTS.values())
    print(f"{words}: {found} times")
    as_stated &= found == expected
print("\nas stated" if as_stated else "\nno longer as stated")
sys.exit(0 if as_stated else 1)
PYTHON
