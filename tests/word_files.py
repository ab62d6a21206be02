"""Files that only call themselves .doc, and pages saved as one file, built when a test asks."""

from __future__ import annotations

import base64
import quopri

PICTURE = base64.b64encode(bytes(range(256)) * 40).decode()


def word_2003(body: str, more: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="ENCODING" standalone="yes"?><?mso-application progid="Word.Document"?>'
        '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" xmlns:v="urn:v" xmlns:aml="aml"'
        f' xmlns:wx="wx"><w:docPr><w:view w:val="print"/></w:docPr>{more}<w:body><wx:sect>{body}</wx:sect></w:body>'
        "</w:wordDocument>"
    )


def flat(parts: dict[str, str], pictures: str = "") -> bytes:
    listed = "".join(
        f'<pkg:part pkg:name="/{name}"><pkg:xmlData>{xml}</pkg:xmlData></pkg:part>' for name, xml in parts.items()
    )
    return (
        '<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
        f'<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">{listed}{pictures}</pkg:package>'
    ).encode()


def saved(page: str, charset: str, transfer: str, before: str = "MIME-Version: 1.0\r\n", stated: bool = True) -> bytes:
    """A page as Word and browsers save it in one file."""
    raw = page.encode({"gb2312": "gb18030"}.get(charset, charset))
    body = quopri.encodestring(raw) if transfer == "quoted-printable" else base64.encodebytes(raw)
    words = f'; charset="{charset}"' if stated else ""
    return (
        (
            f'{before}Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----=_b"\r\n\r\n'
            "This is a multi-part message.\r\n\r\n------=_b\r\nContent-Type: image/png\r\n"
            f"Content-Transfer-Encoding: base64\r\n\r\n{PICTURE}\r\n------=_b\r\nContent-Location: file:///C:/a.htm\r\n"
            f"Content-Transfer-Encoding: {transfer}\r\nContent-Type: text/html{words}\r\n\r\n"
        ).encode()
        + body
        + b"\r\n------=_b--\r\n"
    )
