"""Old Excel books (BIFF8 in a compound file), books in the XML of Excel 2003, OpenDocument sheets.

Built record by record after [MS-XLS], [MS-CFB] and the standards, by nothing of ours.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

from tests.hostile_files import zipped

SECTOR = 512
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def text(words: str, form: str = "<H") -> bytes:
    """A string of BIFF8: length, flags, characters of two bytes."""
    return struct.pack(form, len(words)) + b"\1" + words.encode("utf-16-le")


def begin(kind: int = 0x10) -> bytes:
    return record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0, 0, 0, 0))


def number(row: int, column: int, value: float, style: int = 0) -> bytes:
    return record(0x0203, struct.pack("<HHHd", row, column, style, value))


def label(row: int, column: int, words: str, style: int = 0) -> bytes:
    return record(0x0204, struct.pack("<HHH", row, column, style) + text(words))


def shared(row: int, column: int, place: int, style: int = 0) -> bytes:
    return record(0x00FD, struct.pack("<HHHI", row, column, style, place))


def merged(*ranges: tuple[int, int, int, int]) -> bytes:
    """First row, last row, first column, last column, from 0."""
    return record(0x00E5, struct.pack("<H", len(ranges)) + b"".join(struct.pack("<HHHH", *one) for one in ranges))


def stream(
    sheets: Sequence[tuple[str, int, bytes]], formats: Sequence[str] = (), texts: bytes = b"", more: bytes = b""
) -> bytes:
    """The stream of a book. `sheets`: name, state (0 shown, 1 hidden), records. Style n has format n, from 1."""
    head = begin(5) + more
    head += b"".join(record(0x041E, struct.pack("<H", 164 + at) + text(code)) for at, code in enumerate(formats))
    head += record(0xE0, struct.pack("<HH16x", 0, 0))
    head += b"".join(record(0xE0, struct.pack("<HH16x", 0, 164 + at)) for at in range(len(formats)))
    listed = sum(4 + 6 + len(text(name, "<B")) for name, _, _ in sheets)
    place = len(head) + listed + len(texts) + 4
    bound = body = b""
    for name, state, records in sheets:
        bound += record(0x85, struct.pack("<IBB", place + len(body), state, 0) + text(name, "<B"))
        body += begin() + records + record(0x0A)
    return head + bound + texts + record(0x0A) + body


def compound(data: bytes, name: str = "Workbook") -> bytes:
    """A compound file with one stream."""
    data = data.ljust(4096, b"\0")
    count = -(-len(data) // SECTOR)
    fat_sectors = -(-(count + 2) // 127)
    chain = [*range(1, count), END, END, *[FAT] * fat_sectors]
    fat = struct.pack(f"<{len(chain)}I", *chain).ljust(fat_sectors * SECTOR, b"\xff")
    header = bytearray(SECTOR)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIIII", header, 44, fat_sectors, count, 0, 4096, END, 0, END, 0, 0)
    places = [count + 1 + at for at in range(fat_sectors)]
    struct.pack_into("<109I", header, 76, *places, *[FREE] * (109 - len(places)))
    entries = entry("Root Entry", 5, 1, END, 0) + entry(name, 2, FREE, 0, len(data))
    return bytes(header) + data.ljust(count * SECTOR, b"\0") + entries.ljust(SECTOR, b"\0") + fat


def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    raw = (name + "\0").encode("utf-16-le")
    return raw.ljust(64, b"\0") + struct.pack("<HBBIII36xII4x", len(raw), kind, 1, FREE, FREE, child, start, size)


def old_book() -> bytes:
    """A small book with one sheet: 单位, 年度; 东街道, 2021."""
    cells = label(0, 0, "单位") + label(0, 1, "年度") + label(1, 0, "东街道") + number(1, 1, 2021)
    return compound(stream([("Sheet1", 0, cells)]))


SPACE = "urn:schemas-microsoft-com:office:spreadsheet"


def xml_book(table: str = "", *, styles: str = "", options: str = "", name: str = "Sheet1") -> bytes:
    """A book in the XML of Excel 2003."""
    rows = table or "".join(
        f'<Row><Cell><Data ss:Type="String">{a}</Data></Cell><Cell><Data ss:Type="String">{b}</Data></Cell></Row>'
        for a, b in (("单位", "年度"), ("东街道", "2021"))
    )
    return (
        f'<?xml version="1.0"?><Workbook xmlns="{SPACE}" xmlns:ss="{SPACE}"'
        f' xmlns:x="urn:schemas-microsoft-com:office:excel"><Styles>{styles}</Styles>'
        f'<Worksheet ss:Name="{name}"><Table>{rows}</Table>{options}</Worksheet></Workbook>'
    ).encode()


OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def open_sheet(table: str = "", *, styles: str = "") -> bytes:
    """An OpenDocument sheet."""
    rows = table or "".join(
        f"<table:table-row><table:table-cell><text:p>{a}</text:p></table:table-cell>"
        f"<table:table-cell><text:p>{b}</text:p></table:table-cell></table:table-row>"
        for a, b in (("单位", "年度"), ("东街道", "2021"))
    )
    spaces = "".join(f' xmlns:{part}="{OFFICE}:{part}:1.0"' for part in ("office", "text", "table", "draw", "style"))
    content = (
        f"<office:document-content{spaces}><office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f'<office:spreadsheet><table:table table:name="Sheet1" table:style-name="t">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": content.encode()})
