"""What a file that calls itself .doc is: the name says little, the bytes decide.

Offices save Word 2003 XML, flat packages and web pages in one file (MHT) under this name, and Word opens them by their
content.
"""

from __future__ import annotations

import re

_HEAD = 16_384
"""Bytes that are looked at."""
_SIGNATURES = ((b"PK\x03\x04", "office.docx"), (b"{\\rt", "office.rtf"), (b"%PDF", "pages.pdf"))
_WORD_XML = (
    b"http://schemas.microsoft.com/office/word/2003/wordml",
    b"http://schemas.microsoft.com/office/2006/xmlPackage",
)
_MAIL_HEADER = re.compile(rb"[A-Za-z][A-Za-z-]{1,40}:[ \t]")
_PAGE_IN_A_MAIL = re.compile(rb"^content-type:\s*(?:multipart/related|multipart/alternative|text/html)\b", re.I | re.M)


def kind_of(data: bytes) -> str | None:
    """The module below `archive.readers` that reads such bytes; None for what has no mark of its own."""
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf \r\n\t")
    for mark, module in _SIGNATURES:
        if head.startswith(mark):
            return module
    if is_word_xml(head):
        return "office.word_xml"
    if head.startswith(b"<"):
        return "markup.html"
    if _MAIL_HEADER.match(head) and _PAGE_IN_A_MAIL.search(head):
        return "markup.mht"
    return None


def is_word_xml(head: bytes) -> bool:
    """Whether a file that begins so is Word 2003 XML or a package written as one XML file, in UTF-8 or UTF-16."""
    plain = head[:_HEAD].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t")
    return plain.startswith(b"<") and any(mark in plain for mark in _WORD_XML)
