#!/usr/bin/env bash
# lxml ends a page labelled gb2312 at its first character that GB 2312 lacks; BeautifulSoup with lxml gives no text.
#
# What: pages of offices are labelled gb2312 and hold what GBK has: 镕, ㎡, ⅰ. The Encoding Standard of the WHATWG takes
# the label for GBK, and browsers show them whole. lxml (libxml2 with libiconv) takes it by the letter: the text ends
# where the first such character stands, nothing is raised, and only `error_log` knows of “Invalid bytes”. BeautifulSoup
# with the parser "lxml" is left with an empty page. The label gbk does the same to a page with a rare character in four
# bytes (𬱖). In pages that hold nothing but GB 2312 the bytes of — and · become U+2015 and U+30FB.
#
# Why it matters: one name or one unit of area, and whatever follows in the page is in no index: a report that ends in
# its third paragraph looks like a short report. A name with its dot (阿沛·阿旺晋美) is not found as people type it. Of
# nokogiri, with the same library below, it was reported in its issue one thousand one hundred and seventy-seven.
#
# Baogao instead: decodes such pages as GB 18030 before anything is parsed, and folds the dots and dashes.
#
# Exit status: 0 it is still so, 1 it is not, 2 the packages could not be installed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv" || exit 2
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
    lxml==6.1.3 beautifulsoup4==4.15.0 w3lib==2.5.0 || exit 2
"$folder/venv/bin/python" - <<'PYTHON'
import sys
from importlib.metadata import version

import lxml.etree
import lxml.html
from bs4 import BeautifulSoup
from w3lib.encoding import html_to_unicode

# The label, the encoding, what the page says, and what lxml and BeautifulSoup with lxml read of it.
ROWS = [
    ("gb2312", "gbk", "县志记朱镕基同志视察。全县落实一岗双责。", "县志记朱", ""),
    ("gb2312", "gbk", "新建厂房500㎡。全县落实一岗双责。", "新建厂房500", ""),
    ("gbk", "gb18030", "书记李𬱖报告。全县落实一岗双责。", "书记李", ""),
    ("gb18030", "gb18030", "书记李𬱖报告。全县落实一岗双责。", None, None),
    ("gbk", "gbk", "县志记朱镕基同志视察。全县落实一岗双责。", None, None),
    ("gb2312", "gbk", "阿沛·阿旺晋美——自治区主席", "阿沛・阿旺晋美――自治区主席", "阿沛・阿旺晋美――自治区主席"),
    ("gbk", "gbk", "阿沛·阿旺晋美——自治区主席", None, None),
]

print("lxml", version("lxml"), "with libxml2", ".".join(map(str, lxml.etree.LIBXML_VERSION)))
print("beautifulsoup4", version("beautifulsoup4"), "| w3lib", version("w3lib"))
as_stated = True
for label, encoding, text, by_lxml, by_soup in ROWS:
    head = f'<head><meta http-equiv="Content-Type" content="text/html; charset={label}"></head>'
    page = f"<html>{head}<body><p>{text}</p></body></html>".encode(encoding)
    read = lxml.html.fromstring(page).text_content()
    soup = BeautifulSoup(page, "lxml").get_text()
    _, other = html_to_unicode(None, page)  # a second reader, which goes by the standard
    print(f"\ncharset={label}: {text}\n  lxml: {read!r}\n  BeautifulSoup with lxml: {soup!r}")
    print("  w3lib:", "all of it" if text in other else other)
    as_stated &= read == (text if by_lxml is None else by_lxml)
    as_stated &= soup == (text if by_soup is None else by_soup)
    as_stated &= text in other
print("\nas stated" if as_stated else "\nno longer as stated")
sys.exit(0 if as_stated else 1)
PYTHON
