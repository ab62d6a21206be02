#!/usr/bin/env bash
# Of an OFD whose pages lie in folders with a number, easyofd keeps one page, and nothing says that there were more.
#
# What: GB/T 33190 lets a document name each page's file freely (BaseLoc of Page) and says that pages come in the order in
# which they are listed. easyofd takes the first number in that path for the page's number and keeps pages by it: of
# Pages/2023/0.xml, Pages/2023/1.xml, Pages/2023/2.xml all three are page 2023, each takes the place of the one before,
# and the last is left. So it is with Pages_1/Page_0/…. Where the numbers differ but do not rise, pages change places.
# No exception is raised and nothing is logged as lost; `to_pdf` draws from the same pages. The usual
# Pages/Page_0/Content.xml is read whole.
#
# Why it matters: OFD is the format in which Chinese offices hand over official documents, and easyofd is the reader that
# Python has for it. Two thirds of a report are missing from what is indexed or converted, and what is left reads well.
#
# Baogao instead: reads the list of pages of the document in its order and opens each path as it is written; a page whose
# file is missing is named as not read.
#
# Exit status: 0 it is still so, 1 it is not, 2 the packages could not be installed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv" || exit 2
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
    easyofd==20260427 || exit 2
cd "$folder"
"$folder/venv/bin/python" -W ignore - <<'PYTHON' 2>"$folder/log.txt" || { cat "$folder/log.txt"; exit 1; }
import contextlib
import io
import sys
import zipfile
from importlib.metadata import version

from easyofd.ofd import OFD

PAGES = ["关于落实一岗双责的报告", "二、存在问题", "三、下一步打算"]
NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def ofd_of(paths: list[str]) -> bytes:
    """A document of three pages, one line each, whose files lie at `paths` below Doc_0."""
    listed = "".join(f'<ofd:Page ID="{10 + i}" BaseLoc="{path}"/>' for i, path in enumerate(paths))
    files = {
        "OFD.xml": f'<ofd:OFD {NAMESPACE} DocType="OFD" Version="1.0"><ofd:DocBody><ofd:DocInfo><ofd:DocID>0</ofd:DocID>'
        "</ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/PublicRes.xml": f'<ofd:Res {NAMESPACE} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="2" FontName="宋体"/>'
        "</ofd:Fonts></ofd:Res>",
        "Doc_0/Document.xml": f"<ofd:Document {NAMESPACE}><ofd:CommonData><ofd:MaxUnitID>99</ofd:MaxUnitID><ofd:PageArea>"
        "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes>"
        f"</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
    }
    for number, (path, text) in enumerate(zip(paths, PAGES, strict=True)):
        steps = " ".join(["5"] * (len(text) - 1))
        files[f"Doc_0/{path}"] = (
            f'<ofd:Page {NAMESPACE}><ofd:Content><ofd:Layer ID="{50 + number}"><ofd:TextObject ID="{60 + number}" '
            f'Boundary="30 30 150 10" Font="2" Size="5"><ofd:TextCode X="0" Y="5" DeltaX="{steps}">{text}'
            "</ofd:TextCode></ofd:TextObject></ofd:Layer></ofd:Content></ofd:Page>"
        )
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        for name, content in files.items():
            packed.writestr(name, HEAD + content)
    return data.getvalue()


# Where the pages lie, and which of PAGES easyofd tells, in its order.
ROWS = [
    (["Pages/Page_0/Content.xml", "Pages/Page_1/Content.xml", "Pages/Page_2/Content.xml"], [0, 1, 2]),
    (["Pages/2023/0.xml", "Pages/2023/1.xml", "Pages/2023/2.xml"], [2]),
    (["Pages_1/Page_0/Content.xml", "Pages_1/Page_1/Content.xml", "Pages_1/Page_2/Content.xml"], [2]),
    (["Pages/Page_2/Content.xml", "Pages/Page_0/Content.xml", "Pages/Page_1/Content.xml"], [1, 2, 0]),
]
print("easyofd", version("easyofd"))
as_stated = True
for paths, told in ROWS:
    reader = OFD()
    with contextlib.redirect_stdout(io.StringIO()):
        reader.read(ofd_of(paths), fmt="binary")
    kept = reader.data[0]["page_info"]
    texts = [line["text"] for number in sorted(kept) for line in kept[number]["text_list"]]
    print(f"{paths}: {texts}", flush=True)
    as_stated &= texts == [PAGES[i] for i in told]
print("\nas stated" if as_stated else "\nno longer as stated")
sys.exit(0 if as_stated else 1)
PYTHON
