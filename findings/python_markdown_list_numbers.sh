#!/usr/bin/env bash
# Python-Markdown throws the numbers of a list away: 5. and 7. are shown as 1. and 2.
#
# What: lines that begin with "5. " and "7. " become <ol> without start, whose items a browser counts 1., 2.; after a
# paragraph in between, 2. and 3. begin again at 1. The written numbers stand nowhere in the HTML. With the extension
# sane_lists the first number is kept as start="5", the second is still counted (6.). markdown-it-py keeps the first, as
# CommonMark says.
#
# Why it matters: in a report the number is part of the paper: 整改台账 lists the items 5 and 7 that are still open, a
# paragraph stands between 1. and 2. of one list. Shown by the default settings they are other items, and a search for
# "7. 调研不深" in the text of that HTML finds nothing.
#
# Baogao instead: keeps the number that is written as text before each item, in the index and on the page.
#
# Exit status: 0 it is still so, 1 it is not, 2 the packages could not be installed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv" || exit 2
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check Markdown==3.9 markdown-it-py==4.3.0 || exit 2
"$folder/venv/bin/python" - <<'PYTHON'
import re
import sys
from collections.abc import Callable
from importlib.metadata import version

import markdown
from markdown_it import MarkdownIt


def shown(page: str) -> list[int]:
    """The numbers that a browser puts before the items (HTML, 4.4.8: from start, or 1, one more each)."""
    numbers: list[int] = []
    for start, items in re.findall(r'<ol(?: start="(\d+)")?>(.*?)</ol>', page, re.DOTALL):
        numbers += range(int(start or 1), int(start or 1) + items.count("<li>"))
    return numbers


READERS: dict[str, Callable[[str], str]] = {
    "Markdown": markdown.markdown,
    "Markdown with sane_lists": lambda text: markdown.markdown(text, extensions=["sane_lists"]),
    "markdown-it-py": MarkdownIt().render,
}
# What is written, the numbers written, those that each reader shows.
ROWS = [
    ("尚未完成的问题\n\n5. 学习不够\n7. 调研不深", [5, 7], [[1, 2], [5, 6], [5, 6]]),
    ("1. 加强学习\n\n工作成效明显。\n\n2. 抓好落实\n3. 改进作风", [1, 2, 3], [[1, 1, 2], [1, 2, 3], [1, 2, 3]]),
]
for name in ("Markdown", "markdown-it-py"):
    print(name, version(name))
as_stated = True
for text, written, expected in ROWS:
    print("\nwritten:", written, repr(text))
    for (name, read), numbers in zip(READERS.items(), expected, strict=True):
        page = read(text)
        print(f"  {name} shows {shown(page)}: {page.strip()!r}")
        as_stated &= shown(page) == numbers
        as_stated &= all(f"{number}. " not in page for number in written)
print("\nas stated" if as_stated else "\nno longer as stated")
sys.exit(0 if as_stated else 1)
PYTHON
