#!/usr/bin/env bash
# The 一、 and （一） that Word counts become 1. and 1. in what converters give, or nothing at all.
#
# What: in a .docx whose headings are numbered by Word itself (numFmt chineseCounting, level texts "%1、" and "（%2）",
# as the templates of offices have it) the page shows 一、 （一） （二） 二、. pandoc, MarkItDown and Mammoth give a
# decimal list 1. 1. 2. 2.; python-docx gives no number. pandoc keeps Roman numerals of the same list, so it reads the
# format and has no form for this one. None of them says that the printed number is gone.
#
# Why it matters: 一、 and （一） are the skeleton of an official report: they are quoted (见第二部分第（一）项), they
# tell the level of a heading, and two levels with the same "1." cannot be told from each other. Who indexes what these
# tools give finds neither "二、存在的问题" nor "（二）抓好落实", though both stand on the page.
#
# Baogao instead: counts the numbers by the definitions of numbering.xml (ECMA-376 part 1, 17.9) and puts them where
# Word prints them.
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
from docx.oxml.ns import nsdecls, qn
from markitdown import MarkItDown

LINES = [(0, "履行责任情况"), (1, "加强学习"), (1, "抓好落实"), (0, "存在的问题")]
PRINTED = {
    "chineseCounting": ["一、履行责任情况", "（一）加强学习", "（二）抓好落实", "二、存在的问题"],
    "upperRoman": ["I、履行责任情况", "（I）加强学习", "（II）抓好落实", "II、存在的问题"],
}


def written(number_format: str) -> str:
    """A Word file with these lines as a list of two levels, numbered by Word."""
    document = docx.Document()
    numbering = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{number_format}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for level, text in enumerate(("%1、", "（%2）"))
    )
    kinds = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    numbering.find(qn("w:num")).addprevious(parse_xml(kinds))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="91"><w:abstractNumId w:val="90"/></w:num>'))
    for level, text in LINES:
        properties = document.add_paragraph(text)._p.get_or_add_pPr()
        properties.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="91"/></w:numPr>'))
    document.save("report.docx")
    return "report.docx"


def lines_of(text: str) -> list[str]:
    return [re.sub(r"\s+", "", line) for line in text.splitlines() if line.strip()]


for name in ("python-docx", "mammoth", "markitdown", "pypandoc_binary"):
    print(name, version(name))
print("pandoc", pypandoc.get_pandoc_version())
as_stated = True
for number_format, printed in PRINTED.items():
    file = written(number_format)
    with open(file, "rb") as opened:
        by_mammoth = html.unescape(mammoth.convert_to_html(opened).value)
    given = {
        "python-docx": [paragraph.text for paragraph in docx.Document(file).paragraphs],
        "MarkItDown": lines_of(MarkItDown().convert(file).text_content),
        "pandoc": lines_of(pypandoc.convert_file(file, "plain")),
    }
    print(f"\n{number_format}, printed:", printed)
    for name, lines in given.items():
        print(f"  {name}:", lines)
    print("  Mammoth:", by_mammoth)
    decimal = ["1.履行责任情况", "1.加强学习", "2.抓好落实", "2.存在的问题"]
    roman = ["I.履行责任情况", "I.加强学习", "II.抓好落实", "II.存在的问题"]
    as_stated &= given["python-docx"] == [text for _, text in LINES]
    as_stated &= given["MarkItDown"] == decimal and "<ol><li>" in by_mammoth and "一" not in by_mammoth
    as_stated &= given["pandoc"] == (roman if number_format == "upperRoman" else decimal)
print("\nas stated" if as_stated else "\nno longer as stated")
sys.exit(0 if as_stated else 1)
PYTHON
