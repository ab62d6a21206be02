#!/usr/bin/env bash
# openpyxl reads the built-in dates of a Chinese Excel as plain numbers.
#
# What: a sheet may name its number format by number alone. ECMA-376 part 1, 18.8.30 lists for zh-cn the numbers 27–36
# and 50–58: all are dates or times, 31 is yyyy"年"m"月"d"日", 57 yyyy"年"m"月". Their codes are implied, not written into
# the file. openpyxl knows the numbers to 49 without 27–36; for the rest it reports the format "General", `is_date`
# False and the value 44850. With the same code written out, or with the number 14, it gives the date.
#
# Why it matters: these are the dates that people choose in Chinese office programs. A list of documents shows
# 2022年10月16日 on the screen; what is read is 44850. Nobody finds the row by its date, years cannot be told, and no
# warning is given. The number of the format is lost too: the cell says "General", like every count beside it.
#
# Baogao instead: reads the cells of xlsx and xls itself, with the table of the standard for zh-cn, and the text is what
# the sheet shows: 2022年10月16日.
#
# Exit status: 0 it is still so, 1 it is not, 2 the packages could not be installed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv" || exit 2
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
    openpyxl==3.1.5 python-calamine==0.9.1 || exit 2
"$folder/venv/bin/python" - <<'PYTHON'
import datetime
import io
import sys
import zipfile
from importlib.metadata import version

import openpyxl
import python_calamine

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
CHINESE = [*range(27, 37), *range(50, 59)]
WRITTEN_OUT = 164  # the first number that a file may give to a code of its own
FORMATS = [*CHINESE, 14, WRITTEN_OUT]
STYLES = (
    f'<styleSheet {MAIN}><numFmts count="1"><numFmt numFmtId="{WRITTEN_OUT}" '
    'formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts>'
    '<fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    f'<cellXfs count="{len(FORMATS) + 1}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    + "".join(
        f'<xf numFmtId="{number}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        for number in FORMATS
    )
    + '</cellXfs><cellStyles count="1"><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
ROWS = "".join(f'<row r="{row}"><c r="A{row}" s="{row}"><v>44850</v></c></row>' for row in range(1, len(FORMATS) + 1))
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{TYPE}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets><sheet name="收文登记" sheetId="1" r:id="rId1"/>'
    "</sheets></workbook>",
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": STYLES,
    "xl/worksheets/sheet1.xml": f"<worksheet {MAIN}><sheetData>{ROWS}</sheetData></worksheet>",
}
file = io.BytesIO()
with zipfile.ZipFile(file, "w") as package:
    for name, xml in PARTS.items():
        package.writestr(name, HEAD + xml)

print("openpyxl", version("openpyxl"), "| python-calamine", version("python-calamine"))
print("numFmtId | openpyxl: value, number_format, is_date | python-calamine")
cells = [row[0] for row in openpyxl.load_workbook(file, data_only=True).active.iter_rows()]
file.seek(0)
others = [row[0] for row in python_calamine.CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()]
as_stated = len(cells) == len(others) == len(FORMATS)
for number, cell, other in zip(FORMATS, cells, others, strict=True):
    print(f"{number:8} | {cell.value}, {cell.number_format}, {cell.is_date} | {other}")
    if number in CHINESE:
        as_stated &= (cell.value, cell.number_format, cell.is_date) == (44850, "General", False)
    else:
        as_stated &= cell.value == datetime.datetime(2022, 10, 16) and cell.is_date
    as_stated &= isinstance(other, datetime.date)  # a second reader takes every one for a date
print("\nas stated" if as_stated else "\nno longer as stated")
sys.exit(0 if as_stated else 1)
PYTHON
