#!/usr/bin/env bash
# OpenCC makes 破坯土地 of 破坏土地, and what it makes of a wording is not in what it makes of the text around it.
#
# What: from left to right the longest entry of its phrases wins, wherever words end. “坏土” (traditional for 坯土) is an
# entry, so t2s turns 破坏土地资源, which is simplified already, into 破坯土地资源; 破坏 alone it leaves. tw2s turns 著 into 着
# unless a phrase says otherwise: 隨著 becomes 随着, but 隨著作業 becomes 随著作业, for “著作” is an entry. And since most
# entries are traditional, 成效顯著 becomes 成效显著, while 成效显著 becomes 成效显着. Nothing is raised.
#
# Why it matters: an archive holds papers in both scripts and converts all of them and each question, so that one finds
# the other. Whoever asks for 破坏 then misses the laws on 破坏土地资源, whoever asks for 显著 the papers with 顯著, and
# what is shown has a wrong character. That the single character 坏 became 坯 was reported as issue one thousand three
# hundred and ninety of OpenCC and mended; the phrase remains.
#
# Baogao instead: folds character by character, so a piece of a text always folds to a piece of the folded text, and
# shows the paper as it stands. 著 and 着 stay two characters.
#
# Exit status: 0 it is still so, 1 it is not, 2 the packages could not be installed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv" || exit 2
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check OpenCC==1.4.2 || exit 2
"$folder/venv/bin/python" - <<'PYTHON'
import sys
from importlib.metadata import version

from opencc import OpenCC

# The configuration, a text and what becomes of it, a question whose characters stand in it and what becomes of that.
ROWS = [
    ("t2s", "严重破坏土地资源", "严重破坯土地资源", "破坏", "破坏"),
    ("t2s", "严重破坏土地资源", "严重破坯土地资源", "破坏土地", "破坯土地"),
    ("t2s", "嚴重破壞土地資源", "严重破坏土地资源", "破坏土地", "破坯土地"),
    ("t2s", "毁坏土木工程设施", "毁坯土木工程设施", "毁坏", "毁坏"),
    ("tw2s", "隨著作業流程優化", "随著作业流程优化", "隨著", "随着"),
    ("tw2s", "成效顯著", "成效显著", "显著", "显着"),
    ("tw2s", "在显著位置公示", "在显着位置公示", "顯著", "显著"),
    ("tw2s", "著作權法", "著作权法", "著作权", "著作权"),
]
print("OpenCC", version("OpenCC"))
as_stated = True
for configuration, text, converted, asked, question in ROWS:
    convert = OpenCC(configuration).convert
    as_stated &= (convert(text), convert(asked)) == (converted, question)
    found = "found" if convert(asked) in convert(text) else "not found"
    print(f"{configuration}: {text} becomes {convert(text)}; asked for {asked} ({convert(asked)}): {found}")
print("\nas stated" if as_stated else "\nno longer as stated")
sys.exit(0 if as_stated else 1)
PYTHON
