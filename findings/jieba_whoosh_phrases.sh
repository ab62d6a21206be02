#!/usr/bin/env bash
# The analyzer for Whoosh that jieba ships does not find phrases that are there.
#
# What: `jieba.analyse.ChineseAnalyzer` gives Whoosh the place of a word's first character as the word's position.
# Whoosh counts positions in words: a phrase is found where each word stands one position behind the word before it. A
# word of two characters puts the next one two behind, so a quotation of two words never matches, even where the text
# is that quotation. Besides, one word of a query becomes several (人民代表大会: 人民, 代表, 大会 and the whole), which a
# phrase query then wants one behind the other.
# Without quotation marks all those words are wanted, and a query may be cut otherwise than the text was: 国务院令 is
# a word when it stands alone, but not in 中华人民共和国国务院令, and that finds nothing either.
#
# Why it matters: this is the way to search Chinese with Whoosh that tutorials show. People who look for the exact
# wording of an official text type it in quotation marks and read "0 results", which says that no document has it.
#
# Baogao instead: finds by pairs of characters and settles on the text itself whether a wording stands there. The words
# of jieba rank and suggest; they never decide what is found.
#
# Exit status: 0 it is still so, 1 it is not, 2 the packages could not be installed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv" || exit 2
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
    jieba==0.42.1 whoosh-reloaded==2.7.5 || exit 2
TMPDIR=$folder "$folder/venv/bin/python" -W ignore - <<'PYTHON'
import logging
import sys
from importlib.metadata import version

import jieba
from jieba.analyse.analyzer import ChineseAnalyzer
from whoosh.fields import TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.qparser import QueryParser

jieba.setLogLevel(logging.ERROR)
TEXTS = [
    "坚持和完善人民代表大会制度",
    "全国人民代表大会常务委员会关于修改预算法的决定",
    "中国农业发展银行年度报告",
    "中华人民共和国国务院令",
]
# The wording, and how many texts Whoosh finds: as a phrase in quotation marks, and without them.
ROWS = [
    ("人民代表大会", 0, 1),
    ("人民代表大会制度", 0, 1),
    ("中国农业", 0, 1),
    ("修改预算法", 0, 1),
    ("国务院令", 0, 0),
    ("代表大会", 0, 0),
]
index = RamStorage().create_index(Schema(text=TEXT(stored=True, analyzer=ChineseAnalyzer())))
writer = index.writer()
for text in TEXTS:
    writer.add_document(text=text)
writer.commit()
parser = QueryParser("text", index.schema)
print("jieba", version("jieba"), "| whoosh-reloaded", version("whoosh-reloaded"))
tokens = ChineseAnalyzer()("中国农业发展银行年度报告", positions=True)
print("words and positions of 中国农业发展银行年度报告:", " ".join(f"{token.text}@{token.pos}" for token in tokens))
as_stated = True
with index.searcher() as searcher:
    for wording, as_phrase, as_words in ROWS:
        there = sum(wording in text for text in TEXTS)
        phrase, words = parser.parse(f'"{wording}"'), parser.parse(wording)
        found = len(searcher.search(phrase)), len(searcher.search(words))
        print(f"{wording}: in {there} texts; found in quotation marks {found[0]}, without {found[1]}; query {phrase}")
        as_stated &= there > 0 and found == (as_phrase, as_words)
print("\nas stated" if as_stated else "\nno longer as stated")
sys.exit(0 if as_stated else 1)
PYTHON
