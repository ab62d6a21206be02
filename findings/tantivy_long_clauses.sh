#!/usr/bin/env bash
# tantivy's default text field does not keep a clause of fourteen Han characters at all, and shorter ones only whole.
#
# What: the default tokenizer cuts at what is neither letter nor digit and drops tokens of forty bytes and more. A Han
# character is a letter of three bytes, so everything between two marks is one token, and from the fourteenth character
# on there is none. 一岗双责 is found where it stands alone between two commas, not in 履行一岗双责; the clause
# 各级领导干部要切实履行一岗双责的责任 is not even found by itself, letter for letter. Nothing is raised or logged, the
# document is there and is found by its other clauses.
#
# Why it matters: clauses of official reports have ten to thirty characters, so most of the text is in no index, and a
# trial with a few short sentences finds them all. The raw index is small and quick, which looks like a success.
#
# Baogao instead: keeps the place of every character. In its bench tantivy gets a field of pairs of characters.
#
# Exit status: 0 it is still so, 1 it is not, 2 the packages could not be installed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv" || exit 2
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check tantivy==0.26.0 || exit 2
"$folder/venv/bin/python" - <<'PYTHON'
import sys
from importlib.metadata import version

import tantivy

THIRTEEN, FOURTEEN = "层层传导压力推动工作见成效", "层层传导责任压力推动工作见效"
TEXTS = [
    "各级领导干部要切实履行一岗双责的责任，落实到位。",
    "履行一岗双责。",
    "加强领导，一岗双责，层层落实。",
    f"{THIRTEEN}。",
    f"{FOURTEEN}。",
]
# What is asked, and the numbers of TEXTS that tantivy finds.
ROWS = [
    ("一岗双责", [2]),
    ('"一岗双责"', [2]),
    ("履行一岗双责", [1]),
    ("各级领导干部要切实履行一岗双责的责任", []),
    ("落实到位", [0]),
    (THIRTEEN, [3]),
    (FOURTEEN, []),
]
builder = tantivy.SchemaBuilder()
builder.add_text_field("text")
builder.add_unsigned_field("number", stored=True)
index = tantivy.Index(builder.build())
writer = index.writer()
for number, text in enumerate(TEXTS):
    writer.add_document(tantivy.Document(text=text, number=number))
writer.commit()
index.reload()
searcher = index.searcher()

print("tantivy", version("tantivy"))
as_stated = (len(THIRTEEN), len(FOURTEEN)) == (13, 14)
for asked, expected in ROWS:
    hits = searcher.search(index.parse_query(asked, ["text"]), 10).hits
    found = sorted(searcher.doc(address)["number"][0] for _, address in hits)
    stands_in = [number for number, text in enumerate(TEXTS) if asked.strip('"') in text]
    print(f"{asked} ({len(asked)}): found in {found}, stands in {stands_in}")
    as_stated &= found == expected
print("\nas stated" if as_stated else "\nno longer as stated")
sys.exit(0 if as_stated else 1)
PYTHON
