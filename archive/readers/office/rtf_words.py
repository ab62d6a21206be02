"""What the words of an RTF mean: destinations that are no text, characters that have a name, code pages.

After the RTF specification 1.9.1.
"""

from __future__ import annotations

import codecs
from collections.abc import Mapping

UNSEEN = frozenset(
    {b"fonttbl", b"colortbl", b"stylesheet", b"info", b"themedata", b"datastore"}
    | {b"listtable", b"listoverridetable", b"rsidtbl", b"generator", b"xmlnstbl", b"latentstyles", b"filetbl"}
    | {b"atnid", b"atnauthor", b"revtbl", b"bkmkstart", b"bkmkend", b"colorschememapping", b"nonshppict"}
    | {b"pgdsctbl", b"mmathPr", b"template", b"userprops", b"wgrffmtfilter", b"objdata", b"do", b"pn", b"falt"}
    | {b"shprslt", b"nonesttables", b"mmathPict", b"formfield", b"datafield"}
)
APART = frozenset({b"header", b"headerl", b"headerr", b"headerf", b"footer", b"footerl", b"footerr", b"footerf"})
SHOWN_STARRED = frozenset(
    {b"shptxt", b"shpinst", b"shppict", b"fldinst", b"annotation", b"objclass", b"moMath", b"formfield"}
)
CHARACTERS: Mapping[bytes, str] = {
    b"tab": "\t",
    b"line": "\n",
    b"emdash": "—",
    b"endash": "–",
    b"bullet": "•",
    b"emspace": "\u2003",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"enspace": "\u2002",
}
ENCODINGS = frozenset({b"uc", b"ansicpg", b"fcharset", b"f"})
SYMBOLS = {b"\\": "\\", b"{": "{", b"}": "}", b"~": " ", b"_": "-", b"-": ""}
CHARSETS = {134: "gb18030", 136: "big5", 128: "cp932", 129: "cp949", 0: "cp1252", 204: "cp1251", 161: "cp1253"}


def codec_of(page: int) -> str | None:
    """The codec of a Windows code page; 936 is read as the larger GB18030."""
    named = {936: "gb18030", 65001: "utf-8", 10008: "gb18030"}.get(page, f"cp{page}")
    try:
        return codecs.lookup(named).name
    except LookupError:
        return None
