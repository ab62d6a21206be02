#!/usr/bin/env bash
# A character with its pronunciation above it, and the number of a simple field, are missing from what readers of Word give.
#
# What: Word's phonetic guide (w:ruby) holds the character itself in w:rubyBase; a simple field (w:fldSimple) holds the
# result that is printed. python-docx, Mammoth, MarkItDown and pandoc all leave both out, without a warning: the name
# 王彧 with yù above its second character becomes 王, and 见第三部分, whose 三 is a cross reference, becomes 见第部分.
# python-docx alone also leaves out words of a tracked insertion, of a content control and of a smart tag.
#
# Why it matters: pronunciations stand above exactly those characters that few can read, mostly in people's and places'
# names, so a name is cut and cannot be found; a report whose cross references have no number quotes a part that is not
# told. The text that is left reads well, so nobody notices.
#
# Baogao instead: reads the base of a ruby as text, the result of each field, and what an insertion, a control or a tag
# holds (ECMA-376 part 1, 17.3.3.25, 17.16.19).
#
# Exit status: 0 it is still so, 1 it is not, 2 the packages could not be installed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv" || exit 2
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
    python-docx==1.2.0 mammoth==1.13.0 'markitdown[docx]==0.1.3' pypandoc_binary==1.15 || exit 2
cd "$folder"
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
import html
import re
import sys
from importlib.metadata import version

import docx
import mammoth
import pypandoc
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from markitdown import MarkItDown

ALL, ONE = {"python-docx", "Mammoth", "MarkItDown", "pandoc"}, {"python-docx"}
RUN = "<w:r><w:t>{}</w:t></w:r>"
RUBY = f"<w:r><w:ruby><w:rubyPr/><w:rt>{RUN.format('yù')}</w:rt><w:rubyBase>{RUN.format('彧')}</w:rubyBase></w:ruby></w:r>"
INSERTED = '<w:ins w:id="1" w:author="a" w:date="2024-01-01T00:00:00Z">{}</w:ins>'
# What stands before, the element in the middle, what stands after, what is printed, and who has lost the middle.
ROWS = [
    ("ruby", "王", RUBY, "同志", "王彧同志", ALL),
    ("simple field", "见第", f'<w:fldSimple w:instr=" REF part ">{RUN.format("三")}</w:fldSimple>', "部分", "见第三部分", ALL),
    ("insertion", "落实", INSERTED.format(RUN.format("主体")), "责任", "落实主体责任", ONE),
    ("content control", "年度", f"<w:sdt><w:sdtContent>{RUN.format('2024')}</w:sdtContent></w:sdt>", "年", "年度2024年", ONE),
    ("smart tag", "由", f'<w:smartTag w:uri="u" w:element="e">{RUN.format("农业局")}</w:smartTag>', "报送", "由农业局报送", ONE),
]


def with_namespace(xml: str) -> str:
    """The element with the namespace of its prefix."""
    return re.sub(r"^<(w:\w+)", rf"<\1 {nsdecls('w')}", xml)


document = docx.Document()
for _, before, middle, after, _, _ in ROWS:
    paragraph = document.add_paragraph(before)
    paragraph._p.append(parse_xml(with_namespace(middle)))
    paragraph.add_run(after)
document.save("report.docx")

for name in ("python-docx", "mammoth", "markitdown", "pypandoc_binary"):
    print(name, version(name))
print("pandoc", pypandoc.get_pandoc_version())
with open("report.docx", "rb") as opened:
    paragraphs = re.findall("<p>(.*?)</p>", html.unescape(mammoth.convert_to_html(opened).value))
given = {
    "python-docx": [paragraph.text for paragraph in docx.Document("report.docx").paragraphs],
    "Mammoth": [re.sub("<[^>]+>", "", text) for text in paragraphs],
    "MarkItDown": MarkItDown().convert("report.docx").text_content.split("\n\n"),
    "pandoc": pypandoc.convert_file("report.docx", "plain", extra_args=["--wrap=none"]).strip().split("\n\n"),
}
as_stated = True
for number, (what, before, _, after, printed, losers) in enumerate(ROWS):
    print(f"\n{what}, printed: {printed}")
    for name, texts in given.items():
        print(f"  {name}: {texts[number]}")
        as_stated &= texts[number] == (before + after if name in losers else printed)
print("\nas stated" if as_stated else "\nno longer as stated")
sys.exit(0 if as_stated else 1)
PYTHON
