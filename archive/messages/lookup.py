"""Looking up the words for people: the tables of both languages put together, and counting in English.

A code that a table lacks is a bug that a test finds.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

from archive.messages.en.administration import MESSAGES as _ADMINISTRATION_EN
from archive.messages.en.asking import MESSAGES as _ASKING_EN
from archive.messages.en.deeds import MESSAGES as _DEEDS_EN
from archive.messages.en.editing import MESSAGES as _EDITING_EN
from archive.messages.en.frame import MESSAGES as _FRAME_EN
from archive.messages.en.imports import MESSAGES as _IMPORTS_EN
from archive.messages.en.left_out import MESSAGES as _LEFT_OUT_EN
from archive.messages.en.managing import MESSAGES as _MANAGING_EN
from archive.messages.en.overlap import MESSAGES as _OVERLAP_EN
from archive.messages.en.page import MESSAGES as _PAGE_EN
from archive.messages.en.people import MESSAGES as _PEOPLE_EN
from archive.messages.en.proofing import MESSAGES as _PROOFING_EN
from archive.messages.en.reading import MESSAGES as _READING_EN
from archive.messages.en.shared import MESSAGES as _EN
from archive.messages.en.tables import MESSAGES as _TABLES_EN
from archive.messages.en.wordings import MESSAGES as _WORDINGS_EN
from archive.messages.zh.administration import MESSAGES as _ADMINISTRATION_ZH
from archive.messages.zh.asking import MESSAGES as _ASKING_ZH
from archive.messages.zh.deeds import MESSAGES as _DEEDS_ZH
from archive.messages.zh.editing import MESSAGES as _EDITING_ZH
from archive.messages.zh.frame import MESSAGES as _FRAME_ZH
from archive.messages.zh.imports import MESSAGES as _IMPORTS_ZH
from archive.messages.zh.left_out import MESSAGES as _LEFT_OUT_ZH
from archive.messages.zh.managing import MESSAGES as _MANAGING_ZH
from archive.messages.zh.overlap import MESSAGES as _OVERLAP_ZH
from archive.messages.zh.page import MESSAGES as _PAGE_ZH
from archive.messages.zh.people import MESSAGES as _PEOPLE_ZH
from archive.messages.zh.proofing import MESSAGES as _PROOFING_ZH
from archive.messages.zh.reading import MESSAGES as _READING_ZH
from archive.messages.zh.shared import MESSAGES as _ZH
from archive.messages.zh.tables import MESSAGES as _TABLES_ZH
from archive.messages.zh.wordings import MESSAGES as _WORDINGS_ZH

_COUNTED = re.compile(r"\{(\w+):([a-z][a-z ]*)\}")

LANGUAGES: Mapping[str, Mapping[str, str]] = {
    "zh": {
        **_ZH,
        **_ASKING_ZH,
        **_ADMINISTRATION_ZH,
        **_IMPORTS_ZH,
        **_FRAME_ZH,
        **_PAGE_ZH,
        **_TABLES_ZH,
        **_READING_ZH,
        **_LEFT_OUT_ZH,
        **_DEEDS_ZH,
        **_EDITING_ZH,
        **_PROOFING_ZH,
        **_OVERLAP_ZH,
        **_WORDINGS_ZH,
        **_PEOPLE_ZH,
        **_MANAGING_ZH,
    },
    "en": {
        **_EN,
        **_ASKING_EN,
        **_ADMINISTRATION_EN,
        **_IMPORTS_EN,
        **_FRAME_EN,
        **_PAGE_EN,
        **_TABLES_EN,
        **_READING_EN,
        **_LEFT_OUT_EN,
        **_DEEDS_EN,
        **_EDITING_EN,
        **_PROOFING_EN,
        **_OVERLAP_EN,
        **_WORDINGS_EN,
        **_PEOPLE_EN,
        **_MANAGING_EN,
    },
}


def text(code: str, language: str = "zh", /, **evidence: object) -> str:
    """The message of `code` in `language`, with `evidence` filled in. KeyError for an unknown code.

    English counts: of `{n:report}` one is “1 report”, two are “2 reports”. The name of a field is told as people call it.
    """
    table = LANGUAGES[language]
    message = table[code]
    if language == "en" and ":" in message:
        message = _COUNTED.sub(lambda found: _counted(found, evidence), message)
    told = {name: _told(name, value, table) for name, value in evidence.items()}
    return message.format(**told)


def on_page(code: str, language: str = "zh") -> str:
    """The code of the words for a page, which knows no commands: those of the terminal where they are the same."""
    own = f"page.{code}"
    return own if own in LANGUAGES[language] else code


def _told(name: str, value: object, table: Mapping[str, str]) -> object:
    if name == "field":
        return table.get(f"say.field.{value}", value)
    if name == "found" and value == "?":
        return table["read.other_content"]
    return value


def _counted(found: re.Match[str], evidence: Mapping[str, object]) -> str:
    name, noun = found.groups()
    return f"{{{name}}} {noun}{'' if str(evidence.get(name)) == '1' else 's'}"


def language_of_environment(environ: Mapping[str, str] = os.environ) -> str:
    """ "zh" or "en" by BAOGAO_LANG, LC_ALL, LC_MESSAGES, LANG in this order; Chinese where none decides."""
    for name in ("BAOGAO_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environ.get(name, "").lower()
        if value.startswith("zh"):
            return "zh"
        if value.startswith("en"):
            return "en"
    return "zh"
