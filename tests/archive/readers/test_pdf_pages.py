"""What a reader sees on a page of a pdf: turned, set downwards, behind and upon the text, drawn in another order."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archive.errors import ReadError
from archive.readers.pages import pdf, pypdf_pages
from archive.readers.pages.page_lines import Pages, Printed
from archive.readers.pages.text_layer import set_aside_damaged
from tests.hostile_files import stream
from tests.printed_pages import FIRST, drawn, lines, printed, text_string

TITLE = "关于石门镇河道清淤情况的报告"
BODY = "全镇完成河道清淤八公里，拆除阻水坝体三处，沿线群众反映良好，各项任务均按期完成。"


def texts(data: bytes) -> list[str]:
    return [block.text for block in pdf.read(data, "a.pdf").blocks]


def told(data: bytes) -> dict[str, object]:
    return {
        notice.code.removeprefix("read.left_out."): notice.evidence["count"]
        for notice in pdf.read(data, "a.pdf").notices
    }


@pytest.mark.parametrize(
    ("before", "after", "read"),
    [
        pytest.param("各村普遍开展H1N1-", "7疫苗接种情况登记", "H1N1-7疫苗", id="behind a figure"),
        pytest.param("本县按照ISO-", "IEC标准重新编目造册", "ISO-IEC标准", id="behind a letter"),
        pytest.param("石门镇-", "柳林镇公路按期通车", "石门镇-柳林镇公路", id="behind Han"),
    ],
)
def test_a_hyphen_at_a_lines_end_stays(before: str, after: str, read: str) -> None:
    first = BODY[: 26 - len(before)] + before
    (text,) = texts(printed(lines([(first, 2), (after + BODY[: 28 - len(after)], 0), ("特此说明。", 0)])))
    assert read in text
    assert text.isprintable()


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize(
    "turn", ["1 0 0 1", "0 1 -1 0", "-1 0 0 -1", "0 -1 1 0"], ids=["upright", "up", "on its head", "down"]
)
def test_text_is_read_along_its_lines_however_it_is_turned(rotate: int, turn: str) -> None:
    rows = [(TITLE, 4.0), ("县水务局：", 0.0), (BODY[:26], 2.0), (BODY[26:], 0.0)]
    a, b, c, d = map(int, turn.split())
    content = b""
    for row, (text, indent) in enumerate(rows):
        along, across = 72 + 16 * indent - 300, 400 - 28 * row - 400
        content += drawn(text, 300 + a * along + c * across, 400 + b * along + d * across, 16, turn)
    data = printed(content, page=b"/Rotate %d" % rotate)
    assert texts(data) == [TITLE, "县水务局：", BODY]


def down(text: str, right: float, top: float, length: int) -> bytes:
    """Characters below each other, the columns from the right."""
    return b"".join(
        drawn(character, right - 30 * (place // length), top - 18 * (place % length))
        for place, character in enumerate(text)
    )


@pytest.mark.parametrize("length", [13, 17, 20])
def test_text_set_downwards_goes_on_in_the_next_column(length: int) -> None:
    assert texts(printed(down(BODY, 480, 740, length))) == [BODY]


@pytest.mark.parametrize(
    "mark",
    [
        pytest.param(drawn("内部资料", 120, 300, 60, "0.7 0.7 -0.7 0.7"), id="slanting"),
        pytest.param(drawn("内部资料", 120, 640, 14, "0.94 0.34 -0.34 0.94"), id="slanting and small"),
        pytest.param(b"0.85 g\n" + drawn("内部资料", 120, 690, 48) + b"0 g\n", id="pale and level"),
        pytest.param(drawn("内部资料", 100, 640, 90), id="huge, under two lines"),
    ],
)
@pytest.mark.parametrize("first", [True, False], ids=["drawn first", "drawn last"])
def test_a_watermark_is_of_no_sentence_and_kept_apart(mark: bytes, first: bool) -> None:
    text = drawn(TITLE, 150, 780, 20) + lines([("县水务局：", 0), (BODY[:26], 2), (BODY[26:], 0)], top=720)
    read = pdf.read(printed(mark + text if first else text + mark), "a.pdf")
    assert [block.text for block in read.blocks] == [TITLE, "县水务局：", BODY]
    assert read.apart == ("内部资料",)


def test_a_large_title_and_a_pale_banner_are_no_watermarks() -> None:
    banner = b"0.8 g\n" + drawn("石门镇文件", 180, 760, 40) + b"0 g\n"
    assert texts(printed(banner + lines([(BODY[:26], 2), (BODY[26:], 0)])))[0] == "石门镇文件"


def test_the_round_words_of_a_seal_are_kept_apart() -> None:
    seal = (
        drawn("石", 300, 200, 16, "0.77 0.64 -0.64 0.77")
        + drawn("门", 320, 215)
        + drawn("镇", 340, 212, 16, "0.77 -0.64 0.64 0.77")
    )
    read = pdf.read(printed(lines([(BODY[:26], 2), (BODY[26:], 0)]) + seal), "a.pdf")
    assert [block.text for block in read.blocks] == [BODY]
    assert read.apart == ("石门镇",)


def test_turned_words_beside_the_text_part_no_paragraph_of_two_pages() -> None:
    side = drawn("装订线", 30, 300, 16, "0 1 -1 0")
    first = lines([(TITLE, 4), (BODY[:26], 2)], top=720) + side
    assert texts(printed(first, lines([(BODY[26:], 0)], top=760))) == [TITLE, BODY, "装订线"]


@pytest.mark.parametrize("order", [(2, 0, 1), (1, 2, 0), (2, 1, 0)])
def test_what_is_drawn_in_another_order_is_read_from_the_top(order: tuple[int, ...]) -> None:
    parts = [
        drawn(TITLE, 150, 780, 20),
        lines([("一、主要做法", 2), ("清淤八公里。", 2)], top=700),
        lines([("二、存在的问题", 2), ("台账不全。", 2)], top=560),
    ]
    read = texts(printed(b"".join(parts[number] for number in order)))
    assert read == [TITLE, "一、主要做法", "清淤八公里。", "二、存在的问题", "台账不全。"]


def test_every_second_line_drawn_later_stands_in_its_place() -> None:
    rows = [(BODY[:26], 2.0), (BODY[26:] + BODY[:12], 0.0), (BODY[12:], 0.0)]
    whole = [drawn(text, 72 + 16 * indent, 700 - 28 * row) for row, (text, indent) in enumerate(rows)]
    assert texts(printed(whole[0] + whole[2] + whole[1])) == [BODY + BODY]


def test_values_drawn_later_stand_behind_their_labels() -> None:
    labels = lines([("填报单位：", 0), ("填报日期：", 0)])
    values = lines([("石门镇", 0), ("2023年9月1日", 0)], left=170)
    assert texts(printed(labels + values)) == ["填报单位：石门镇", "填报日期：2023年9月1日"]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(
            b"".join(
                drawn(one, 72 + 16 * at + shift, 700)
                for at, one in enumerate("天天落实一岗双责")
                for shift in (0, 0.33)
            ),
            id="each character twice",
        ),
        pytest.param(b"".join(drawn("天天落实一岗双责", 72 + shift, 700) for shift in (0, 0.4)), id="the line twice"),
        pytest.param(b"".join(drawn("天天落实一岗双责", 72, 700) for _ in range(2)), id="upon itself"),
        pytest.param(b"".join(drawn("天天落实一岗双责", 72 + n / 3, 700) for n in range(4)), id="four times"),
    ],
)
@pytest.mark.parametrize("by", [pdf.read, pypdf_pages.pages_of])
def test_what_is_printed_twice_to_be_bold_is_read_once(content: bytes, by: Callable[[bytes, str], object]) -> None:
    found = by(printed(content + drawn("正文天天读。", 72, 660)), "甲.pdf")
    read = [line.text for line in found.lines] if isinstance(found, Pages) else texts(printed(content))
    assert "".join(read).startswith("天天落实一岗双责")
    assert "".join(read).count("岗") == 1


def test_the_same_words_elsewhere_on_the_page_are_read_each_time() -> None:
    rows = [("一岗双责", 0.0), ("一岗双责", 0.0), ("一岗双责", 6.0)]
    for found in (
        texts(printed(lines(rows))),
        [line.text for line in pypdf_pages.pages_of(printed(lines(rows)), "甲.pdf").lines],
    ):
        assert "".join(found).count("一岗双责") == 3


def widget(entries: bytes, bottom: int = 690) -> bytes:
    return b"<</Type/Annot/Subtype/Widget/T(f%d)/Rect[180 %d 480 %d]/F 4%s>>" % (bottom, bottom, bottom + 24, entries)


def annotated(*annotations: bytes, content: bytes = b"", **more: bytes) -> bytes:
    listed = b" ".join(b"%d 0 R" % (FIRST + number) for number in range(len(annotations)))
    form = b"/AcroForm<</Fields[%s]/NeedAppearances true>>" % listed
    content = content or lines([("登记内容如下：", 0)], top=740)
    return printed(content, objects=annotations, page=b"/Annots[%s]" % listed, catalog=form + more.get("catalog", b""))


def appearance(text: str) -> bytes:
    body = drawn(text, 4, 6, 14)
    entries = b"/Type/XObject/Subtype/Form/BBox[0 0 300 24]/Resources<</Font<</F1 3 0 R>>>>"
    return stream(body, entries)


@pytest.mark.parametrize(
    ("annotation", "read"),
    [
        pytest.param(widget(b"/FT/Tx/V" + text_string("石门镇水利站")), "石门镇水利站", id="text"),
        pytest.param(
            widget(b"/FT/Ch/Ff 131072/V(b)/Opt[[(a)%s][(b)%s]]" % (text_string("东村"), text_string("西村"))),
            "西村",
            id="a choice, by its label",
        ),
        pytest.param(widget(b"/FT/Btn/V/Yes/AS/Yes"), "☑", id="a ticked box"),
        pytest.param(
            b"<</Type/Annot/Subtype/FreeText/Rect[180 600 480 630]/F 4/DA(/F1 12 Tf)/Contents%s>>"
            % text_string("同意，请尽快办理。"),
            "同意，请尽快办理。",
            id="free text",
        ),
    ],
)
def test_values_and_free_texts_are_read(annotation: bytes, read: str) -> None:
    assert texts(annotated(annotation)) == ["登记内容如下：", read]


@pytest.mark.parametrize("kind", [b"FreeText", b"Stamp", b"Widget"])
def test_what_has_an_appearance_is_read_from_it(kind: bytes) -> None:
    field = b"/FT/Tx/T(a)/V(other)" if kind == b"Widget" else b""
    look = b"<</Type/Annot/Subtype/%s%s/Rect[180 600 480 624]/F 4/AP<</N %d 0 R>>>>" % (kind, field, FIRST + 1)
    form = b"/AcroForm<</Fields[%d 0 R]>>" % FIRST
    data = printed(
        lines([(TITLE, 0)]),
        objects=[look, appearance("已经审核")],
        page=b"/Annots[%d 0 R]" % FIRST,
        catalog=form,
    )
    assert texts(data) == [TITLE, "已经审核"]


@pytest.mark.parametrize(
    "annotation",
    [
        pytest.param(widget(b"/FT/Btn/AS/Off"), id="an empty box"),
        pytest.param(widget(b"/FT/Tx/V(hidden)").replace(b"/F 4", b"/F 2"), id="hidden"),
        pytest.param(b"<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/Contents(a link)>>", id="a link"),
    ],
)
def test_what_nobody_sees_is_not_read(annotation: bytes) -> None:
    data = annotated(annotation)
    assert texts(data) == ["登记内容如下："]
    assert told(data) == {}


@pytest.mark.parametrize(
    ("annotation", "kind"),
    [
        pytest.param(b"<</Type/Annot/Subtype/Text/Rect[9 9 29 29]/Contents(see here)>>", "comments", id="a note"),
        pytest.param(b"<</Type/Annot/Subtype/Highlight/Rect[9 9 29 29]/Contents(why)>>", "comments", id="of a marking"),
        pytest.param(b"<</Type/Annot/Subtype/FileAttachment/Rect[9 9 29 29]>>", "embedded_files", id="a pinned file"),
        pytest.param(widget(b"/FT/Tx/Ff 8192/V(secret)"), "form_fields", id="a password"),
    ],
)
def test_what_is_not_read_is_named(annotation: bytes, kind: str) -> None:
    data = annotated(annotation)
    assert told(data) == {kind: 1}
    assert texts(data) == ["登记内容如下："]


def test_attached_files_are_named() -> None:
    names = b"/Names<</EmbeddedFiles<</Names[(a)%d 0 R]>>>>" % FIRST
    file = b"<</Type/Filespec/F(a.txt)/EF<</F %d 0 R>>>>" % (FIRST + 1)
    data = printed(lines([(TITLE, 0)]), objects=[file, stream(b"a", b"/Type/EmbeddedFile")], catalog=names)
    assert told(data) == {"embedded_files": 1}


def layered(state: bytes, content: bytes, resources: bytes, *objects: bytes) -> bytes:
    group = b"<</Type/OCG/Name%s>>" % text_string("旧稿")
    properties = b"/OCProperties<</OCGs[%d 0 R]/D<<%s>>>>" % (FIRST, state % FIRST)
    return printed(content, objects=[group, *objects], resources=resources, catalog=properties)


MARKED = b"/OC /L BDC\n" + drawn("作废的一段。", 72, 600) + b"EMC\n" + drawn(TITLE, 72, 740)


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        pytest.param(b"/OFF[%d 0 R]", False, id="off"),
        pytest.param(b"/BaseState/OFF/ON[]%%%d\n", False, id="all off"),
        pytest.param(b"/ON[%d 0 R]", True, id="on"),
    ],
)
def test_a_layer_that_is_off_is_not_read(state: bytes, shown: bool) -> None:
    marked = layered(state, MARKED, b"/Properties<</L %d 0 R>>" % FIRST)
    form = stream(
        drawn("作废的一段。", 72, 600),
        b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/OC %d 0 R/Resources<</Font<</F1 3 0 R>>>>" % FIRST,
    )
    drawn_form = layered(state, drawn(TITLE, 72, 740) + b"/X Do", b"/XObject<</X %d 0 R>>" % (FIRST + 1), form)
    for data in (marked, drawn_form):
        assert texts(data) == ([TITLE, "作废的一段。"] if shown else [TITLE])


def test_text_that_is_drawn_invisible_is_read() -> None:
    """The layer of text over a scan."""
    assert texts(printed(b"3 Tr\n" + lines([(TITLE, 0)]))) == [TITLE]


@pytest.mark.parametrize("keep", ["low", "high", "mixed"])
def test_a_text_layer_with_a_damaged_map_is_never_taken_as_text(keep: str) -> None:
    text = (BODY + "（一）保障供水；（二）巡查河道：每月一次，") * 6

    def broken(place: int, character: str) -> str:
        code = ord(character)
        high, low = chr(code >> 8), chr(code & 0xFF)
        if keep == "mixed":
            return (low if place % 2 else high) if character in "，（）：；" else character
        return low if keep == "low" else high

    damaged = "".join(broken(place, character) for place, character in enumerate(text))
    rows = [(damaged[start : start + 26], 0.0) for start in range(0, len(damaged), 26)]
    with pytest.raises(ReadError) as raised:
        pdf.read(printed(lines(rows, top=800, pitch=20)), "a.pdf")
    assert raised.value.code == "read.unreadable_text_layer"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Ø 加强领导，压实责任，逐级负责\nØ 严格督查，逐项销号\nØ 强化保障\nü 完成", id="bullets"),
        pytest.param("落实（luò shí）责任，压（yā）实到人，（ān）安全第一", id="readings of characters"),
        pytest.param("温度为25±2°，面积3×4米，增长·下降", id="signs"),
        pytest.param("他的résumé与Müller先生的文章都已收到，René回信", id="names"),
    ],
)
def test_other_letters_among_han_are_text(text: str) -> None:
    pages = Pages([Printed(line, 1, 72, 500, 700 - 20 * row, 16) for row, line in enumerate(text.split("\n") * 3)])
    set_aside_damaged(pages)
    assert not pages.damaged


def test_a_list_of_names_is_text() -> None:
    rows = [
        (f"{place} {surname}{given}，护林员", 0.0)
        for place, (surname, given) in enumerate(zip("赵钱孙李周吴郑王", "甲乙丙丁戊己庚辛", strict=True))
    ]
    assert len(texts(printed(lines(rows * 3, top=800, pitch=24)))) >= 24


def test_han_that_no_text_has_are_no_text() -> None:
    """A map that leads each character to another: real Han, and nonsense."""
    shifted = "".join(chr(ord(character) + 0x1B3) if character >= "\u4e00" else character for character in BODY * 16)
    rows = [Printed(shifted[at : at + 28], 1, 72, 520, 800 - 20 * at / 28, 16) for at in range(0, len(shifted), 28)]
    pages = Pages(rows)
    set_aside_damaged(pages)
    assert pages.damaged == [1]


def test_a_page_with_a_damaged_font_is_a_picture_and_the_others_are_read() -> None:
    damaged = "".join(
        "ÿ" if character in "，（）。" else character for character in BODY + "（一）保障，（二）巡查。" * 3
    )
    bad = lines([(damaged[start : start + 26], 0.0) for start in range(0, len(damaged), 26)])
    good = lines([(BODY[:26], 2), (BODY[26:], 0)] * 12, top=800)
    data = printed(good, bad, good)
    assert told(data) == {"read.pages_without_text": 1}
    assert texts(data) == [BODY] * 24


def test_without_pdfium_values_and_free_texts_are_read_too() -> None:
    free = b"<</Type/Annot/Subtype/FreeText/Rect[9 9 99 29]/Contents%s>>" % text_string("同意办理。")
    note = b"<</Type/Annot/Subtype/Text/Rect[9 9 29 29]/Contents(why)>>"
    data = annotated(widget(b"/FT/Tx/V" + text_string("石门镇水利站")), free, note)
    pages = pypdf_pages.pages_of(data, "a.pdf")
    assert [line.text for line in pages.lines][-2:] == ["石门镇水利站", "同意办理。"]
    assert pages.left_out["comments"] == 1
