"""What only calls itself .doc: Word 2003 XML, flat packages, pages in one file. The bytes decide, in any encoding."""

from __future__ import annotations

from email.mime.multipart import MIMEMultipart

import pytest

from archive.errors import ReadError
from archive.readers.base import Reading
from archive.readers.markup import html, mht
from archive.readers.office import doc, word_xml
from archive.readers.registry import reader_for
from tests.hostile_files import WORD
from tests.word_files import PICTURE, flat, saved, word_2003


def texts(reading: Reading) -> list[str]:
    return [block.text for block in reading.blocks]


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


LISTS = (
    '<w:lists><w:listDef w:listDefId="3"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:nfc w:val="37"/>'
    '<w:suff w:val="Nothing"/><w:lvlText w:val="%1、"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:lvlText w:val="%2."/></w:lvl>'
    '</w:listDef><w:list w:ilfo="1"><w:ilst w:val="3"/></w:list></w:lists>'
)
STYLES = '<w:styles><w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/></w:style></w:styles>'
ITEM = '<w:listPr><w:ilvl w:val="%d"/><w:ilfo w:val="1"/></w:listPr>'
BODY = (
    p("总则", '<w:pStyle w:val="2"/>')
    + p("甲", ITEM % 0)
    + p("乙", ITEM % 1)
    + p("丙", ITEM % 0)
    + '<w:p><w:r><w:t>留</w:t></w:r><aml:annotation w:type="Word.Deletion"><aml:content><w:r><w:delText>删</w:delText>'
    '</w:r></aml:content></aml:annotation><aml:annotation w:type="Word.Insertion"><aml:content><w:r><w:t>增</w:t></w:r>'
    f'</aml:content></aml:annotation><w:r><w:pict><w:binData w:name="a.png">{PICTURE}</w:binData>'
    '<v:shape style="width:400pt;height:300pt"><v:imagedata src="a.png"/></v:shape></w:pict></w:r></w:p>'
    "<w:p><w:r><w:t>文</w:t></w:r><w:r><w:footnote><w:p><w:r><w:t>注</w:t></w:r></w:p></w:footnote></w:r></w:p>"
    '<w:sectPr><w:hdr w:type="odd"><w:p><w:r><w:t>内部资料</w:t></w:r></w:p></w:hdr></w:sectPr>'
)
SHOWN = ["总则", "一、甲", "1.乙", "二、丙", "留增", "文", "注"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_word_2003_xml(encoding: str) -> None:
    named = {"utf-8-sig": "utf-8", "gb18030": "gb2312"}.get(encoding, encoding)
    data = word_2003(BODY, LISTS + STYLES).replace("ENCODING", named).encode(encoding)
    reading = doc.read(data, "a.doc")
    assert texts(reading) == SHOWN
    assert (reading.blocks[0].kind, reading.blocks[0].level) == ("heading", 2)
    assert reading.apart == ("内部资料",)
    assert [notice.code for notice in reading.notices] == ["read.left_out.pictures"]


def test_a_flat_package() -> None:
    relation = '<Relationships xmlns="r"><Relationship Id="r1" Type="http://x/%s" Target="%s"/></Relationships>'
    parts = {
        "_rels/.rels": relation % ("officeDocument", "word/document.xml"),
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{p("正文")}<w:p><w:r><w:t>见</w:t>'
        '<w:footnoteReference w:id="2"/></w:r></w:p></w:body></w:document>',
        "word/_rels/document.xml.rels": relation % ("footnotes", "footnotes.xml"),
        "word/footnotes.xml": f'<w:footnotes xmlns:w="{WORD}"><w:footnote w:id="2">{p("脚注")}</w:footnote>'
        "</w:footnotes>",
    }
    picture = f'<pkg:part pkg:name="/word/media/a.png"><pkg:binaryData>{PICTURE}</pkg:binaryData></pkg:part>'
    assert texts(doc.read(flat(parts, picture), "a.doc")) == ["正文", "见", "脚注"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"<a>text</a>", "read.wrong_format", id="other XML"),
        pytest.param(b"", "read.empty", id="nothing"),
        pytest.param(flat({"word/other.xml": "<a/>"}), "read.wrong_format", id="a package without a text"),
        pytest.param(flat({"word/document.xml": "<a>"}), "read.damaged", id="broken"),
        pytest.param(b'<!DOCTYPE a [<!ENTITY b "c">]>' + flat({})[21:], "read.has_doctype", id="entities make bombs"),
        pytest.param(flat({"word/document.xml": "<a>" * 300 + "</a>" * 300}), "read.too_deep", id="too deep"),
    ],
)
def test_xml_that_is_not_read(data: bytes, code: str) -> None:
    with pytest.raises(ReadError) as caught:
        word_xml.read(data, "a.doc")
    assert caught.value.code == code


PAGE = (
    "<html><head><meta charset=%s><title>报告</title></head><body><p>网格员配备齐全。</p><p>㐂村镕堤</p></body></html>"
)


@pytest.mark.parametrize("charset", ["gb2312", "utf-8", "gb18030"])
@pytest.mark.parametrize("transfer", ["quoted-printable", "base64"])
@pytest.mark.parametrize(
    "before",
    [
        pytest.param("MIME-Version: 1.0\r\n", id="Word"),
        pytest.param("From: <Saved by Blink>\r\nSubject: =?utf-8?Q?a?=\r\nMIME-Version: 1.0\r\n", id="a browser"),
        pytest.param("\r\n\r\nMIME-Version: 1.0\r\nX-Long: a\r\n b\r\n", id="blank lines first"),
    ],
)
def test_a_page_in_one_file(charset: str, transfer: str, before: str) -> None:
    data = saved(PAGE % charset, charset, transfer, before)
    for name in ("a.mht", "a.MHTML", "a.doc"):
        reading = reader_for(name).read(data, name)
        assert texts(reading) == ["网格员配备齐全。", "㐂村镕堤"]
        assert reading.metadata["title"] == "报告"
        assert reading.notices == ()


def test_a_page_that_states_its_encoding_only_itself() -> None:
    assert texts(mht.read(saved(PAGE % "gbk", "gb18030", "base64", stated=False), "a.mht"))[0] == "网格员配备齐全。"


def test_the_start_is_the_page_and_word_keeps_its_heads_apart() -> None:
    mail = MIMEMultipart("related", boundary="b", start="<root>")
    for identity, location, words in (
        ("frame", "http://x/frame.htm", "框架里的"),
        ("root", "http://x/a.htm", "正文"),
        ("head", "file:///C:/a.files/header.htm", "内部资料"),
        ("none", "http://x/empty.htm", ""),
    ):
        part = MIMEMultipart("related")
        part.set_type("text/html")
        part.set_payload(f"<p>{words}</p>".encode())
        part["Content-ID"], part["Content-Location"] = f"<{identity}>", location
        mail.attach(part)
    reading = mht.read(mail.as_bytes(), "a.mht")
    assert (texts(reading), reading.apart) == (["正文"], ("内部资料",))
    assert [(notice.code, notice.evidence) for notice in reading.notices] == [("read.left_out.parts", {"count": 1})]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b" \r\n", "read.empty", id="nothing"),
        pytest.param(b"Subject: a\r\n\r\nwords", "read.wrong_format", id="a mail without a page"),
        pytest.param(
            b'Content-Type: multipart/related; boundary="b"\r\n\r\n' + b"--b\r\n\r\n\r\n" * 3000,
            "read.too_many_parts",
            id="too many parts",
        ),
    ],
)
def test_files_that_hold_no_page(data: bytes, code: str) -> None:
    with pytest.raises(ReadError) as caught:
        mht.read(data, "a.mht")
    assert caught.value.code == code


@pytest.mark.parametrize(
    "ruby",
    [
        pytest.param("<ruby>圩<rp>(</rp><rt>wéi</rt><rp>)</rp>垸<rp>(</rp><rt>yuàn</rt><rp>)</rp></ruby>", id="closed"),
        pytest.param("<ruby>圩<rt>wéi<rb>垸<rt>yuàn</ruby>", id="without end tags"),
        pytest.param("<ruby>圩垸<rp>（<rt>wéi yuàn<rp>）</ruby>", id="brackets without end tags"),
        pytest.param("<ruby><rb>圩</rb><rb>垸</rb><rtc><rt>wéi</rt><rt>yuàn</rt></rtc></ruby>", id="a container"),
    ],
)
def test_readings_above_characters_are_no_text(ruby: str) -> None:
    assert texts(html.read(f"<p>赴{ruby}查看。</p><p>后</p>".encode(), "a.html")) == ["赴圩垸查看。", "后"]
