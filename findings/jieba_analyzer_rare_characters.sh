#!/usr/bin/env bash
# The analyzer for Whoosh that jieba ships leaves rare names and the zero of Chinese years out of the index.
#
# What: `jieba.analyse.ChineseAnalyzer` keeps a token of one character only if it lies between U+4E00 and U+9FD5, and
# jieba never makes a longer word with a character outside of that range. So 〇 (U+3007) and every character of the
# extensions, 䶮 (U+4DAE) as well as 𬱖 (U+2CC56), is dropped, in the text and in the query: 何䶮江 is stored as 何
# and 江, a search for 䶮 is an empty query, and 二〇三五年 is stored as 二 and 三五年 without its zero. The user's
# dictionary does not help: `add_word("二〇三五年")` is accepted, and the word is never cut. rjieba cuts these alike.
#
# Why it matters: 〇 stands in the date of nearly every official document until 2012 and in its number; the general table
# of 2013 lists characters of the extensions because people and places bear them. A deputy mayor is in the paper and not
# in the index; nothing says that a character was passed over.
#
# Baogao instead: finds wordings by the places of all characters, whatever jieba cuts; jieba's words only rank, and
# stand apart from what was found exactly.
#
# Exit status: 0 it is still so, 1 it is not, 2 the packages could not be installed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv" || exit 2
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
    jieba==0.42.1 Whoosh==2.7.4 rjieba==0.2.2 'setuptools<81' || exit 2
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
import logging
import sys
from importlib.metadata import version

import jieba
import rjieba
from jieba.analyse import ChineseAnalyzer
from whoosh.fields import ID, TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.qparser import QueryParser

jieba.setLogLevel(logging.ERROR)
TEXTS = ["副市长何䶮江带队检查", "副市长何江带队检查", "到二〇三五年基本建成"]
# A query, what Whoosh finds for it, and what a reader finds: numbers of TEXTS.
ROWS = [
    ("䶮", [], [0]),
    ("何䶮江", [0], [0]),
    ("何江", [1], [1]),
    ("〇", [], [2]),
    ("检查", [0, 1], [0, 1]),
]
TOKENS = [
    ("何䶮江", ["何", "江"]),
    ("二〇三五年", ["二", "三五", "五年", "三五年"]),
    ("王𬱖", ["王"]),
]


def cut(text: str) -> list[str]:
    """What the analyzer makes of a text."""
    return [token.text for token in ChineseAnalyzer()(text)]


for name in ("jieba", "Whoosh", "rjieba"):
    print(name, version(name))
as_stated = True
for text, expected in TOKENS:
    print(f"{text}: jieba cuts {jieba.lcut(text)}, the analyzer keeps {cut(text)}")
    as_stated &= cut(text) == expected and rjieba.cut(text) == jieba.lcut(text)

index = RamStorage().create_index(Schema(number=ID(stored=True), text=TEXT(analyzer=ChineseAnalyzer())))
writer = index.writer()
for number, text in enumerate(TEXTS):
    writer.add_document(number=str(number), text=text)
writer.commit()
with index.searcher() as searcher:
    for query, found_there, stands_in in ROWS:
        parsed = QueryParser("text", index.schema).parse(query)
        found = sorted(int(hit["number"]) for hit in searcher.search(parsed, limit=None))
        print(f"{query}: asked as {parsed}, found in {found}, stands in {stands_in}")
        as_stated &= found == found_there and stands_in == [i for i, text in enumerate(TEXTS) if query in text]

jieba.add_word("二〇三五年", freq=10**7)
print("with 二〇三五年 in the dictionary:", jieba.lcut("到二〇三五年基本建成"))
as_stated &= "二〇三五年" not in jieba.lcut("到二〇三五年基本建成")
print("\nas stated" if as_stated else "\nno longer as stated")
sys.exit(0 if as_stated else 1)
PYTHON
