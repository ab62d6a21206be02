#!/usr/bin/env bash
# Bold that ends with a Chinese mark stays two asterisks, or turns inside out, in every reader of CommonMark.
#
# What: CommonMark lets ** close only where it is right-flanking: after punctuation only if white space or punctuation
# follows. Chinese has no spaces, and its headings in the line end with 。 or ：, so **（一）加强领导。**局党组… keeps
# its asterisks. With two such stretches in one paragraph the closing ** of the first and the opening ** of the second
# make a pair: what stood between the bold words is bold, the bold words are not. markdown-it-py, mistune, marko and
# commonmark agree; Python-Markdown, which asks only for what stands inside, reads all of it as it was meant.
#
# Why it matters: a heading in the line, bold up to its full stop, is the most common bold there is in reports. A tool
# that takes headings from <strong>, or shows the report, has asterisks in the text: the wording 落实“一岗双责”制度 is
# cut by them and is not found, and an emphasis is shown that the paper does not have.
#
# Baogao instead: renders with Python-Markdown and indexes the text of what it gives.
#
# Exit status: 0 it is still so, 1 it is not, 2 the packages could not be installed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv" || exit 2
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
    Markdown==3.9 markdown-it-py==4.3.0 mistune==3.4.0 marko==2.2.4 commonmark==0.9.2 || exit 2
"$folder/venv/bin/python" - <<'PYTHON'
import re
import sys
from importlib.metadata import version

import commonmark
import markdown
import marko
import mistune
from markdown_it import MarkdownIt

READERS = {
    "Markdown": markdown.markdown,
    "markdown-it-py": MarkdownIt().render,
    "mistune": mistune.html,
    "marko": marko.convert,
    "commonmark": commonmark.commonmark,
}
# What is written, what is meant to be bold, what the readers of CommonMark make bold.
ROWS = [
    ("压实**主体责任**各项措施", ["主体责任"], ["主体责任"]),
    ("**（一）加强领导。**局党组每月研究", ["（一）加强领导。"], []),
    ("落实**“一岗双责”**制度", ["“一岗双责”"], []),
    ("**“一岗双责”**落实到位；**“两个责任”。**逐级压实", ["“一岗双责”", "“两个责任”。"], ["落实到位；"]),
]
for name in READERS:
    print(name, version(name))
as_stated = True
for written, meant, common in ROWS:
    print("\nwritten:", written)
    for name, read in READERS.items():
        shown = read(written).strip()
        bold = re.findall("<strong>(.*?)</strong>", shown)
        print(f"  {name}: {shown}")
        as_stated &= bold == (meant if name == "Markdown" else common)
        as_stated &= ("**" in shown) == (name != "Markdown" and meant != common)
print("\nas stated" if as_stated else "\nno longer as stated")
sys.exit(0 if as_stated else 1)
PYTHON
