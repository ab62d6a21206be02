"""Mails as Chinese programs send them: charsets that are not what they say, names in every way, winmail.dat."""

from __future__ import annotations

import base64
import contextlib
import struct
from collections.abc import Mapping
from email.message import EmailMessage
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import ReadError
from archive.ingest import ingest
from archive.readers.containers import eml
from archive.readers.containers.mail_words import header_words
from archive.readers.containers.rtf_compression import inflated
from archive.readers.containers.tnef import SIGNATURE, TnefError, winmail

SUBJECT = "关于镕江春灌用水的通知"
WORDS = "明日开闸放水，请各村看护渠口。"


def members(raw: bytes) -> dict[str, str]:
    """Name to what its reader finds in it, or the code of the error that stands for it."""
    return {one.name: one.error.code if one.error else said(one.name, one.data) for one in eml.members(raw, "a.eml")}


def said(name: str, data: bytes) -> str:
    if name.endswith((".txt", ".html", ".rtf")):
        return "".join(ingest(data, name).texts)
    return repr(data)


def mail(subject: bytes, body: bytes, *headers: bytes) -> bytes:
    return b"\r\n".join((b"From: a@x.invalid", b"Subject: " + subject, b"MIME-Version: 1.0", *headers, b"", body))


def part(kind: str, body: bytes | str, *headers: str) -> bytes:
    raw = body.encode() if isinstance(body, str) else body
    return "\r\n".join((f"Content-Type: {kind}", *headers, "", "")).encode() + raw


def mixed(*parts: bytes, kind: str = "mixed") -> bytes:
    mark = f"B{sum(map(len, parts))}"  # none of what is inside has the same
    inside = b"".join(f"--{mark}\r\n".encode() + one + b"\r\n" for one in parts) + f"--{mark}--\r\n".encode()
    return mail(b"s", inside, f'Content-Type: multipart/{kind}; boundary="{mark}"'.encode())


def word(text: str, charset: str, codec: str = "") -> str:
    return f"=?{charset}?B?{base64.b64encode(text.encode(codec or charset)).decode()}?="


@pytest.mark.parametrize(
    ("charset", "codec"),
    [
        pytest.param("utf-8", "utf-8", id="as declared"),
        pytest.param("gb2312", "gb18030", id="GB2312 for all of GB18030: 镕 is not in it"),
        pytest.param("GB_2312-80", "gbk", id="its long name"),
        pytest.param("x-gbk", "gbk", id="a name of no standard"),
        pytest.param("us-ascii", "utf-8", id="US-ASCII with UTF-8"),
        pytest.param("us-ascii", "gbk", id="US-ASCII with GBK"),
        pytest.param("iso-8859-1", "gbk", id="Latin 1, which fits any bytes"),
        pytest.param("windows-1252", "utf-8", id="its sister"),
        pytest.param("utf-8", "gbk", id="UTF-8 with GBK"),
        pytest.param("gbk", "gbk", id="GBK"),
        pytest.param("no-such-charset", "gb18030", id="a charset that nobody knows"),
        pytest.param("", "gb18030", id="nothing declared"),
    ],
)
def test_a_body_is_read_by_what_its_bytes_are(charset: str, codec: str) -> None:
    stated = f"; charset={charset}" if charset else ""
    raw = mail(b"s", f"{SUBJECT}\r\n{WORDS}".encode(codec), f"Content-Type: text/plain{stated}".encode())
    assert members(raw) == {"s.txt": SUBJECT + WORDS}


def test_a_latin_mail_stays_latin() -> None:
    raw = mail(b"s", "Fünf Grüße aus Köln\r\n".encode("latin-1"), b"Content-Type: text/plain; charset=iso-8859-1")
    assert members(raw) == {"s.txt": "Fünf Grüße aus Köln"}


def test_what_no_charset_fits_is_told_and_not_guessed() -> None:
    raw = mail(b"s", "好".encode() * 9 + b"\xff\xff", b"Content-Type: text/plain; charset=utf-8")
    (one,) = eml.members(raw, "a.eml")
    with pytest.raises(ReadError) as told:
        ingest(one.data, one.name)
    assert told.value.code == "read.undecodable"


GB = SUBJECT.encode("gb18030")
CUT = f"=?gb2312?B?{base64.b64encode(GB[:5]).decode()}?=\r\n =?gb2312?B?{base64.b64encode(GB[5:]).decode()}?="


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(SUBJECT.encode(), id="raw UTF-8 (RFC 6532)"),
        pytest.param(GB, id="raw GB18030"),
        pytest.param(word(SUBJECT, "utf-8").encode(), id="encoded"),
        pytest.param(word(SUBJECT, "gb2312", "gb18030").encode(), id="declared GB2312"),
        pytest.param(CUT.encode(), id="a character cut between two encoded words"),
        pytest.param(word(SUBJECT[:4], "utf-8").encode() + SUBJECT[4:].encode(), id="half encoded, half raw"),
        pytest.param(
            f"{word(SUBJECT[:4], 'utf-8')}\r\n\t{word(SUBJECT[4:], 'gbk')}".encode(), id="two charsets, folded"
        ),
        pytest.param(f"=?UTF-8*zh?Q?{quote(SUBJECT).replace('%', '=')}?=".encode(), id="with a language (RFC 2231)"),
    ],
)
def test_a_subject_is_read_however_it_stands(subject: bytes) -> None:
    assert members(mail(subject, WORDS.encode(), b"Content-Type: text/plain; charset=utf-8")) == {
        f"{SUBJECT}.txt": WORDS
    }


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"))), st.integers(1, 40))
def test_encoded_words_say_what_was_encoded(text: str, size: int) -> None:
    """However the bytes are cut into words: the plain way is to decode them in one."""
    raw = text.encode()
    pieces = [raw[at : at + size] for at in range(0, len(raw), size)]
    words = "\r\n ".join(f"=?utf-8?B?{base64.b64encode(piece).decode()}?=" for piece in pieces)
    assert header_words(words) == text.replace("\r", "").replace("\n", "")


NAME = "镕江 自查报告.txt"


@pytest.mark.parametrize(
    "disposition",
    [
        pytest.param(f'filename="{word(NAME, "utf-8")}"'.encode(), id="encoded word"),
        pytest.param(f"filename*=utf-8''{quote(NAME)}".encode(), id="RFC 2231"),
        pytest.param(f"filename*=gb2312''{quote(NAME.encode('gb18030'))}".encode(), id="RFC 2231 in GB2312"),
        pytest.param(
            f"filename*0*=utf-8''{quote(NAME[:4])};\r\n filename*1*={quote(NAME[4:])}".encode(), id="RFC 2231 in two"
        ),
        pytest.param(f'filename="{NAME}"'.encode(), id="raw UTF-8"),
        pytest.param(f'filename="{NAME}"'.encode("gb18030"), id="raw GB18030"),
    ],
)
def test_an_attachment_has_its_name(disposition: bytes) -> None:
    body = b"Content-Type: application/octet-stream\r\nContent-Disposition: attachment; " + disposition
    assert members(mixed(part("text/plain; charset=utf-8", WORDS), body + b"\r\n\r\n" + WORDS.encode())) == {
        "s.txt": WORDS,
        NAME: WORDS,
    }


PAGE = f'<html><head><meta charset="gb2312"><style>{"p{}" * 200}</style></head><body><p>{WORDS}</p></body></html>'


@pytest.mark.parametrize(
    ("parts", "kind", "wanted"),
    [
        pytest.param(
            [part("text/html; charset=gb2312", PAGE.encode("gbk"))], "mixed", {"s.html": WORDS}, id="only a page"
        ),
        pytest.param(
            [part("text/html; charset=utf-8", PAGE)],
            "mixed",
            {"s.html": WORDS},
            id="the mail says another encoding than the page in it: the mail's holds",
        ),
        pytest.param(
            [part("text/plain; charset=utf-8", WORDS), part("text/html; charset=utf-8", PAGE)],
            "alternative",
            {"s.txt": WORDS},
            id="two forms of the same",
        ),
        pytest.param(
            [part("text/plain; charset=utf-8", "请看网页。"), part("text/html; charset=utf-8", PAGE)],
            "alternative",
            {"s.html": WORDS},
            id="a plain text that only says that there is a page",
        ),
        pytest.param(
            [part("text/plain; charset=utf-8", SUBJECT), part("text/html; charset=utf-8", PAGE)],
            "mixed",
            {"s.txt": SUBJECT, "s.html": WORDS},
            id="one after the other, not two forms",
        ),
        pytest.param(
            [part("text/plain; charset=utf-8", WORDS), part("application/pdf", b"x"), part("image/png", b"y")],
            "related",
            {"s.txt": WORDS, "application.pdf": "b'x'", "image.png": "b'y'"},
            id="parts without a name are there all the same",
        ),
    ],
)
def test_of_the_parts_nothing_is_lost(parts: list[bytes], kind: str, wanted: Mapping[str, str]) -> None:
    assert members(mixed(*parts, kind=kind)) == wanted


def test_a_mail_in_a_mail_is_one_of_its_own() -> None:
    inner = mail(SUBJECT.encode("gbk"), WORDS.encode("gbk"), b"Content-Type: text/plain; charset=gbk")
    outer = mixed(part("text/plain; charset=utf-8", "转发。"), part("message/rfc822", inner))
    assert members(outer) == {"s.txt": "转发。", f"{SUBJECT}.eml!/{SUBJECT}.txt": WORDS}
    encoded = part("message/rfc822", base64.encodebytes(inner), "Content-Transfer-Encoding: base64")
    assert members(mixed(encoded)) == {f"{SUBJECT}.eml!/{SUBJECT}.txt": WORDS}


def test_mails_in_mails_end_somewhere() -> None:
    raw = mail(b"s", WORDS.encode(), b"Content-Type: text/plain; charset=utf-8")
    for _ in range(6):
        raw = mixed(part("message/rfc822", raw))
    assert list(members(raw).values()) == ["read.too_deep"]


# winmail.dat


def attribute(level: int, tag: int, value: bytes) -> bytes:
    return struct.pack("<BII", level, tag, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)


def properties(*each: tuple[int, int, bytes]) -> bytes:
    return struct.pack("<I", len(each)) + b"".join(
        struct.pack("<HHII", kind, identity, 1, len(value)) + value + bytes(-len(value) % 4)
        for kind, identity, value in each
    )


RTF = rb"{\rtf1\ansi\ansicpg936 " + WORDS.encode("gbk").hex(" ").replace(" ", r"\'").join((r"\'", "}")).encode()
STORED = struct.pack("<II4sI", len(RTF) + 12, len(RTF), b"MELA", 0) + RTF


def wrapped(*attributes: bytes) -> bytes:
    return SIGNATURE + b"\1\0" + b"".join(attributes)


def attachment(name: bytes, data: bytes, *more: bytes) -> bytes:
    return b"".join(
        (attribute(2, 0x69002, bytes(14)), attribute(2, 0x18010, name + b"\0"), attribute(2, 0x6800F, data), *more)
    )


LONG_NAME = attribute(2, 0x69005, properties((0x1F, 0x3707, f"{NAME}\0".encode("utf-16-le"))))


def with_winmail(data: bytes, words: str = "") -> bytes:
    encoded = part(
        'application/ms-tnef; name="winmail.dat"', base64.encodebytes(data), "Content-Transfer-Encoding: base64"
    )
    return mixed(*([part("text/plain; charset=utf-8", words)] if words else []), encoded)


@pytest.mark.parametrize(
    ("data", "words", "wanted"),
    [
        pytest.param(
            wrapped(attachment("自查.txt".encode("gbk"), WORDS.encode("gbk"))),
            "请见附件。",
            {"s.txt": "请见附件。", "自查.txt": WORDS},
            id="an attachment by its short name",
        ),
        pytest.param(
            wrapped(attachment(b"ZICHA~1.TXT", WORDS.encode(), LONG_NAME), attachment(b"b.bin", b"x")),
            "请见附件。",
            {"s.txt": "请见附件。", NAME: WORDS, "b.bin": "b'x'"},
            id="two, one by its long name",
        ),
        pytest.param(
            wrapped(attribute(1, 0x69003, properties((0x1F, 0x1000, WORDS.encode("utf-16-le"))))),
            "",
            {"s.txt": WORDS},
            id="the mail's own text, plain",
        ),
        pytest.param(
            wrapped(attribute(1, 0x69003, properties((0x102, 0x1009, STORED)))), "", {"s.rtf": WORDS}, id="as rtf"
        ),
        pytest.param(
            wrapped(attribute(1, 0x69003, properties((0x102, 0x1013, f"<p>{WORDS}</p>".encode())))),
            "",
            {"s.html": WORDS},
            id="as a page",
        ),
        pytest.param(
            wrapped(attribute(1, 0x69003, properties((0x102, 0x1009, STORED)))),
            WORDS,
            {"s.txt": WORDS},
            id="said by the mail already",
        ),
        pytest.param(b"no such thing", WORDS, {"s.txt": WORDS, "winmail.dat": "read.damaged"}, id="damaged: told"),
        pytest.param(
            wrapped(attachment(b"a.txt", WORDS.encode()))[:-9],
            WORDS,
            {"s.txt": WORDS, "winmail.dat": "read.damaged"},
            id="cut off: told",
        ),
    ],
)
def test_winmail_dat_is_opened(data: bytes, words: str, wanted: Mapping[str, str]) -> None:
    assert members(with_winmail(data, words)) == wanted


def test_compressed_rtf_is_that_of_its_standard() -> None:
    """The example of [MS-OXRTFCP] 4.1.1."""
    example = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
    )
    assert inflated(example, 1000) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    assert len(inflated(example, 7)) == 7


@given(st.binary(max_size=400))
def test_any_bytes_in_a_winmail_dat_are_an_account_or_an_error(data: bytes) -> None:
    with contextlib.suppress(TnefError):
        winmail(wrapped(attribute(1, 0x69003, data), data), 1000)
    inflated(struct.pack("<II4sI", 0, 999, b"LZFu", 0) + data, 999)


def test_an_outlook_message_says_what_to_do() -> None:
    with pytest.raises(ReadError) as told:
        ingest(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "来信.msg")
    assert told.value.code == "import.outlook_message"
    assert ".eml" in told.value.message("zh")


def test_what_the_standard_library_makes_comes_back() -> None:
    made = EmailMessage()
    made["Subject"] = SUBJECT
    made.set_content(WORDS)
    made.add_alternative(PAGE, subtype="html")
    made.add_attachment(WORDS.encode(), maintype="text", subtype="plain", filename=NAME)
    assert members(made.as_bytes()) == {f"{SUBJECT}.txt": WORDS, NAME: WORDS}
