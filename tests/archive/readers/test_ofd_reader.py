"""OFD (GB/T 33190—2016): what the rendered pages show, in the order of reading; what is not read is named."""

from __future__ import annotations

import time

import pytest

from archive.errors import ReadError
from archive.model import CELL
from archive.readers.base import Reading
from archive.readers.pages import ofd
from tests.ofd_files import SPACE, annotation, column, content, package, text


def shown(*objects: str, **more: object) -> list[str]:
    """The paragraphs of one page of objects."""
    return texts(read(package([content(*objects)], **more)))  # type: ignore[arg-type]


def read(data: bytes) -> Reading:
    return ofd.read(data, "甲.ofd")


def texts(reading: Reading) -> list[str]:
    return [block.text for block in reading.blocks]


def left_out(reading: Reading) -> dict[str, object]:
    return {notice.code.removeprefix("read.left_out."): notice.evidence["count"] for notice in reading.notices}


# templates, chapter 7.7


def test_each_template_of_a_page_is_shown() -> None:
    templates = {
        "7": content(text("东山县水利局文件", 50, 30, 10)),
        "8": content(text("印发", 30, 260), text("抄送：县委办公室。", 30, 250)),
    }
    before = '<ofd:Template TemplateID="7" ZOrder="Background"/><ofd:Template TemplateID="8" ZOrder="Foreground"/>'
    pages = [content(text("请各乡镇落实。", 40, 100), before=before), content(text("附件", 30, 30))]
    assert texts(read(package(pages, templates=templates))) == [
        "东山县水利局文件",
        "请各乡镇落实。",
        "抄送：县委办公室。",
        "印发",
        "附件",
    ]


def test_labels_of_a_template_stand_beside_their_values_on_every_page() -> None:
    template = content(text("许可证号：", 30, 60), text("有效期至：", 30, 80))
    before = '<ofd:Template TemplateID="7"/>'
    pages = [
        content(text("取水〔2022〕3号", 55, 60), text("二〇二五年", 55, 80), before=before),
        content(text("取水〔2022〕4号", 55, 60), text("二〇二六年", 55, 80), before=before),
    ]
    assert texts(read(package(pages, templates={"7": template}))) == [
        "许可证号：取水〔2022〕3号",
        "有效期至：二〇二五年",
        "许可证号：取水〔2022〕4号",
        "有效期至：二〇二六年",
    ]


@pytest.mark.parametrize("place", ["/Shared/T.xml", "../Shared/T.xml", "Shared/T.xml"])
def test_a_template_elsewhere_in_the_package(place: str) -> None:
    common = f'<ofd:TemplatePage ID="7" BaseLoc="{place}"/>'
    page = content(text("正文。", 40, 100), before='<ofd:Template TemplateID="7"/>')
    parts = {"Shared/T.xml": content(text("县委文件", 50, 30, 10)).encode()}
    assert texts(read(package([page], common=common, parts=parts))) == ["县委文件", "正文。"]


def test_a_template_that_is_missing_is_named() -> None:
    page = content(text("正文。", 40, 100), before='<ofd:Template TemplateID="9"/>')
    assert left_out(read(package([page]))) == {"parts": 1}


# graphic units, chapter 13


def test_graphic_units_stand_where_their_objects_place_them() -> None:
    units = {
        "1": text("第二行。", 10, 20),
        "2": '<ofd:CompositeObject ID="5" Boundary="0 30 100 50" ResourceID="1"/>' + text("首行。", 10, 20),
    }
    unit = '<ofd:CompositeObject ID="6" Boundary="30 40 100 100" CTM="2 0 0 2 0 0" ResourceID="2"/>'
    # 首行 at 40 + 2 · 20 = 80 mm, 第二行 at 40 + 2 · (30 + 20) = 140 mm
    assert shown(text("之后。", 30, 150), unit, text("之间。", 30, 110), units=units) == [
        "首行。",
        "之间。",
        "第二行。",
        "之后。",
    ]


def test_a_graphic_unit_that_holds_itself_is_drawn_once() -> None:
    units = {"1": text("公章", 0, 0) + '<ofd:CompositeObject ID="5" Boundary="0 10 9 9" ResourceID="1"/>'}
    reading = read(package([content('<ofd:CompositeObject ID="6" Boundary="30 40 9 9" ResourceID="1"/>')], units=units))
    assert (texts(reading), left_out(reading)) == (["公章"], {"parts": 1})


@pytest.mark.slow
def test_graphic_units_that_multiply_end() -> None:
    unit = '<ofd:CompositeObject ID="5" Boundary="0 0 9 9" ResourceID="{}"/>'
    units = {str(n): unit.format(n + 1) * 20 for n in range(12)} | {"12": text("字", 0, 0)}
    begun = time.process_time()
    with pytest.raises(ReadError) as found:
        read(package([content('<ofd:CompositeObject ID="6" Boundary="0 0 9 9" ResourceID="0"/>')], units=units))
    assert found.value.code == "read.too_many_parts"
    assert time.process_time() - begun < 15  # seconds; all of it would take years


# annotations, chapter 15


def test_annotations_are_drawn_on_their_page() -> None:
    notes = {
        2: annotation(text("已核，", 0, 0), text("同意印发。", 0, 8), boundary="30 200 100 40")
        + annotation(text("撤回", 0, 0), more='Type="Stamp" Visible="false"')
        + annotation(text("只在屏幕上", 0, 0), more='Type="Stamp" Print="false"', boundary="30 250 100 40")
    }
    pages = [content(text("请示。", 40, 40)), content(text("妥否，请批示。", 40, 40)), content(text("附表", 40, 40))]
    reading = read(package(pages, annotations=notes))
    assert [(block.text, block.page) for block in reading.blocks] == [
        ("请示。", 1),
        ("妥否，请批示。", 2),
        ("已核，同意印发。", 2),
        ("只在屏幕上", 2),
        ("附表", 3),
    ]


def test_an_annotation_parts_no_paragraph_of_the_text() -> None:
    long = "为深入贯彻落实县委决策部署现将本单位有关工作情况报告如下请予审议并提出意见" * 4
    lines = [text(long[place : place + 30], 30, 40 + place / 3) for place in range(0, 150, 30)]
    reading = read(package([content(*lines)], annotations={1: annotation(text("阅", 100, 55))}))
    assert texts(reading) == [long[:150], "阅"]


def test_the_watermark_of_an_annotation_is_apart() -> None:
    note = annotation(text("内部资料", 60, 100, 20), more='Type="Watermark"')
    reading = read(package([content(text("正文。", 40, 100))], annotations={1: note}))
    assert (texts(reading), reading.apart) == (["正文。"], ("内部资料",))


def test_remarks_are_counted() -> None:
    note = annotation(text("阅", 30, 200), remark="<ofd:Remark>此处再核</ofd:Remark>")
    assert left_out(read(package([content(text("正文。", 40, 100))], annotations={1: note}))) == {"comments": 1}


# what is seen, chapter 8.5


@pytest.mark.parametrize(
    "hidden",
    [
        pytest.param(text("旧稿", 40, 80, more='Visible="false"'), id="an object"),
        pytest.param(text("旧稿", 40, 80, more='Alpha="0"'), id="wholly transparent"),
        pytest.param(text("旧稿", 40, 80, more='Fill="false"'), id="neither filled nor outlined"),
        pytest.param(text("旧稿", 40, 80, inside='<ofd:FillColor Value="0 0 0" Alpha="0"/>'), id="no colour"),
        pytest.param(
            '<ofd:CompositeObject ID="6" Visible="false" Boundary="0 0 200 200" ResourceID="1"/>', id="a graphic unit"
        ),
        pytest.param(
            '<ofd:CompositeObject ID="6" Alpha="0" Boundary="0 0 200 200" ResourceID="1"/>', id="a transparent unit"
        ),
    ],
)
def test_what_is_not_drawn_is_no_text(hidden: str) -> None:
    assert shown(text("上文。", 40, 60), hidden, text("下文。", 40, 100), units={"1": text("旧稿", 40, 80)}) == [
        "上文。",
        "下文。",
    ]


@pytest.mark.parametrize(
    "seen", ['Visible="true"', 'Alpha="128"', 'Fill="false" Stroke="true"'], ids=["visible", "pale", "outlined"]
)
def test_what_is_drawn_is_text(seen: str) -> None:
    assert shown(text("正文。", 40, 60, more=seen)) == ["正文。"]


@pytest.mark.parametrize("shift", [0, 0.15])
def test_what_is_printed_twice_to_be_bold_is_read_once(shift: float) -> None:
    characters = [text(one, 40 + 6 * at + by, 60) for at, one in enumerate("天天向上") for by in (0, shift)]
    assert shown(*characters) == ["天天向上"]
    assert shown(text("天天向上", 40, 60), text("天天向上", 40 + shift, 60)) == ["天天向上"]
    assert shown(text("天天向上", 40, 60), text("天天向上", 90, 60)) != ["天天向上"], "the second stands elsewhere"


def test_blocks_of_a_page_are_seen_through() -> None:
    assert shown("<ofd:PageBlock><ofd:PageBlock>" + text("内层。", 40, 60) + "</ofd:PageBlock></ofd:PageBlock>") == [
        "内层。"
    ]


def test_the_letters_over_a_scan_are_read_though_they_have_no_colour() -> None:
    picture = '<ofd:ImageObject ID="4" ResourceID="3" Boundary="0 0 210 297" CTM="210 0 0 297 0 0"/>'
    words = "为做好今冬明春农田水利建设现就有关事项通知如下各村要抓紧勘察制定方案落实劳力确保完工"
    layer = [text(words[:28], 40, 60, more='Alpha="0"'), text(words[28:], 30, 70, more='Alpha="0"')]
    assert "".join(shown(picture, *layer)) == words


# the order of reading


def test_lines_go_from_top_to_bottom_and_left_to_right() -> None:
    assert shown(
        text("3.检查。", 30, 90),
        text("落实。", 45, 80),
        text("1.部署。", 30, 70),
        text("2.抓", 30, 80),
    ) == ["1.部署。", "2.抓落实。", "3.检查。"]


def test_a_matrix_and_a_boundary_place_the_words() -> None:
    # as some programs write: letters 15 high made 5, the place of the boundary taken out and put in again
    scaled = (
        '<ofd:TextObject Boundary="115 60 5 5" CTM="0.3333 0 0 0.3333 -115 0" Size="15">'
        '<ofd:TextCode X="345" Y="13">局</ofd:TextCode></ofd:TextObject>'
    )
    assert shown(scaled, text("县水务", 100, 60)) == ["县水务局"]


@pytest.mark.parametrize(
    ("deltas", "right"),
    [
        pytest.param('DeltaX="5 5 5"', ["甲乙丙丁"], id="each"),
        pytest.param('DeltaX="g 3 5"', ["甲乙丙丁"], id="repeated"),
        pytest.param('DeltaX="5 g 2 5"', ["甲乙丙丁"], id="mixed"),
        pytest.param('DeltaX="5 70 5"', ["甲乙", "丙丁"], id="a wide gap"),
        pytest.param('DeltaX="5 -5 5" DeltaY="0 9 0"', ["甲乙", "丙丁"], id="two lines"),
        pytest.param('DeltaX="g 3 16"', ["甲乙丙丁"], id="spread over the line"),
        pytest.param('DeltaX="g 999999999 5"', ["甲乙丙丁"], id="more than letters"),
        pytest.param('DeltaX="g"', ["甲乙丙丁"], id="broken off"),
        pytest.param("", ["甲乙丙丁"], id="none"),
        pytest.param('DeltaY="g 3 5"', ["甲乙丙丁"], id="below each other"),
    ],
)
def test_deltas(deltas: str, right: list[str]) -> None:
    code = f'<ofd:TextCode X="0" Y="4.3" {deltas}>甲乙丙丁</ofd:TextCode>'
    found = shown(f'<ofd:TextObject Boundary="30 60 99 20" Size="5">{code}</ofd:TextObject>')
    assert [piece for block in found for piece in block.split(CELL)] == right


def test_glyphs_leave_the_words_as_they_are() -> None:
    glyphs = '<ofd:CGTransform CodePosition="0" CodeCount="3" GlyphCount="3"><ofd:Glyphs>11 12 13</ofd:Glyphs>'
    assert shown(text("防汛办", 30, 60, inside=glyphs + "</ofd:CGTransform>")) == ["防汛办"]


def test_two_text_codes_of_one_object() -> None:
    codes = (
        '<ofd:TextCode X="0" Y="4.3" DeltaX="g 2 5">上一行</ofd:TextCode>'
        '<ofd:TextCode X="0" Y="14.3" DeltaX="g 2 5">下一行</ofd:TextCode>'
    )
    assert shown(f'<ofd:TextObject Boundary="30 60 99 20" Size="5">{codes}</ofd:TextObject>') == ["上一行", "下一行"]


def test_words_printed_twice_to_look_bold() -> None:
    assert shown(text("通知", 80, 40, 8), text("通知", 80.3, 40, 8), text("各村：", 30, 60)) == ["通知", "各村："]


@pytest.mark.parametrize("small", [text("2", 64, 58.5, 3), text("2", 64, 63.5, 3)], ids=["raised", "lowered"])
def test_small_letters_stay_in_their_line(small: str) -> None:
    assert shown(text("占地十公顷m", 35, 60), small, text("以上。", 67, 60)) == ["占地十公顷m2以上。"]


def test_a_small_line_of_its_own_stays_one() -> None:
    assert shown(text("正文第一句。", 40, 60), text("注一", 40, 250, 3), text("正文第二句。", 40, 75)) == [
        "正文第一句。",
        "正文第二句。",
        "注一",
    ]


def test_two_columns_are_read_one_after_the_other() -> None:
    words = "为深入贯彻落实县委决策部署现将本单位有关工作情况报告如下请予审议并提出意见建议"
    left = [text(words[line : line + 15], 20, 40 + 8 * line) for line in range(12)]
    right = [text(words[-15 - line :][:15], 107, 40 + 8 * line) for line in range(12)]
    (whole,) = shown(*(piece for row in zip(left, right, strict=True) for piece in row))
    assert whole == "".join(words[line : line + 15] for line in range(12)) + "".join(
        words[-15 - line :][:15] for line in range(12)
    )


# vertical text


def test_columns_go_from_right_to_left() -> None:
    words = "凡我乡民均应爱护林木不得擅自砍伐违者由村议事会公议处罚"
    assert shown(*(column(words[place : place + 9], 160 - place, 40) for place in (9, 0, 18))) == [words]


def test_vertical_text_of_single_letters() -> None:
    words = "各村按时上报水情"
    letters = [text(letter, 160 - 12 * (place // 4), 40 + 8 * (place % 4), 8) for place, letter in enumerate(words)]
    assert shown(*letters) == [words]


def test_a_vertical_label_beside_the_text() -> None:
    assert shown(column("装订线", 10, 100, 5), text("第一句。", 30, 90), text("第二句。", 30, 110)) == [
        "第一句。",
        "第二句。",
        "装订线",
    ]


def test_direction_of_reading_without_deltas() -> None:
    downwards = text("竖排文字", 30, 40, more='ReadDirection="90"').replace(' DeltaX="g 3 5"', "")
    assert shown(downwards) == ["竖排文字"]


@pytest.mark.parametrize(
    "matrix", ["0 1 -1 0 150 20", "0 -1 1 0 20 250", "-1 0 0 -1 150 250"], ids=["clockwise", "back", "upside down"]
)
def test_a_page_that_lies_turned_is_read_upright(matrix: str) -> None:
    lines = ("横放的表格说明", "第一行内容。", "第二行内容。")
    assert shown(
        *(
            f'<ofd:TextObject Boundary="0 0 200 280" CTM="{matrix}" Size="5"><ofd:TextCode X="0" Y="{10 * place}" '
            f'DeltaX="g {len(line) - 1} 5">{line}</ofd:TextCode></ofd:TextObject>'
            for place, line in reversed(list(enumerate(lines)))
        )
    ) == list(lines)


def test_what_comes_again_across_the_pages_is_a_watermark() -> None:
    across = (
        '<ofd:TextObject Boundary="50 150 100 100" CTM="0.7 -0.7 0.7 0.7 0 0" Size="20">'
        '<ofd:TextCode X="0" Y="17" DeltaX="g 3 20">{}</ofd:TextCode></ofd:TextObject>'
    )
    first = content(across.format("征求意见"), text("第一页。", 40, 40), across.format("此件作废"))
    reading = read(package([first, content(text("第二页。", 40, 40), across.format("征求意见"))]))
    assert (texts(reading), reading.apart) == (["第一页。", "此件作废", "第二页。"], ("征求意见",))


# tables


def table(*rows: tuple[str, ...], lefts: tuple[float, ...] = (30, 90, 150), top: float = 60) -> list[str]:
    return [
        text(cell, left, top + 12 * line)
        for line, row in enumerate(rows)
        for left, cell in zip(lefts, row, strict=True)
        if cell
    ]


@pytest.mark.parametrize("lefts", [(30, 90, 150), (30, 60, 85), (30, 55, 80)], ids=["wide", "narrow", "close"])
def test_cells_stand_apart(lefts: tuple[float, ...]) -> None:
    rows = (("项目", "金额", "来源"), ("防火道", "三万元", "县拨"), ("瞭望塔", "五万元", "自筹"))
    assert shown(text("经费表", 80, 40, 8), *table(*rows, lefts=lefts), text("合计八万元。", 40, 110)) == [
        "经费表",
        *(CELL.join(row) for row in rows),
        "合计八万元。",
    ]


def test_a_cell_of_two_lines_is_one() -> None:
    second = text("道除草", 90, 78)
    assert shown(*table(("一", "整修干渠支", "已完成"), ("二", "加固堤防", "在建")), second.replace("78", "66.5")) == [
        CELL.join(("一", "整修干渠支道除草", "已完成")),
        CELL.join(("二", "加固堤防", "在建")),
    ]


def test_two_things_on_one_line_are_no_table() -> None:
    lines = shown(text("河政发〔2023〕9号", 30, 60), text("签发人：李四", 150, 60), text("关于护林的报告", 60, 90, 7))
    assert lines == ["河政发〔2023〕9号", "签发人：李四", "关于护林的报告"]


# the package


@pytest.mark.parametrize(
    "places",
    [
        pytest.param(("2023/0.xml", "2023/1.xml", "2023/2.xml"), id="in a folder with a number"),
        pytest.param(("C/Page_2/C.xml", "C/Page_0/C.xml", "C/Page_1/C.xml"), id="numbers that do not rise"),
        pytest.param(("甲.xml", "乙.xml", "丙.xml"), id="no numbers"),
    ],
)
def test_pages_come_in_the_order_of_their_list_wherever_they_lie(places: tuple[str, ...]) -> None:
    """GB/T 33190, 7.6: what a page's file is called says nothing of its place."""
    body = f"<ofd:OFD {SPACE}><ofd:DocBody><ofd:DocRoot>D/D.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    listed = "".join(f'<ofd:Page ID="{9 - n}" BaseLoc="{place}"/>' for n, place in enumerate(places))
    parts = {
        "OFD.xml": body.encode(),
        "D/D.xml": f"<ofd:Document {SPACE}><ofd:Pages>{listed}</ofd:Pages></ofd:Document>".encode(),
        **{
            f"D/{place}": content(text(f"第{n}页。", 40, 40)).encode()
            for n, place in zip("一二三", places, strict=True)
        },
    }
    reading = read(package([], parts=parts))
    assert [(block.text, block.page) for block in reading.blocks] == [("第一页。", 1), ("第二页。", 2), ("第三页。", 3)]


def test_all_documents_of_a_package() -> None:
    body = "<ofd:DocBody><ofd:DocRoot>{}/D.xml</ofd:DocRoot></ofd:DocBody>"
    listed = '<ofd:Pages><ofd:Page ID="1" BaseLoc="P.xml"/></ofd:Pages>'
    parts = {"OFD.xml": f"<ofd:OFD {SPACE}>{body.format('A')}{body.format('B')}</ofd:OFD>".encode()}
    for folder, words in (("A", "正件，"), ("B", "附件一")):
        parts[f"{folder}/D.xml"] = f"<ofd:Document {SPACE}>{listed}</ofd:Document>".encode()
        parts[f"{folder}/P.xml"] = content(text(words, 30, 60)).encode()
    reading = read(package([], parts=parts))
    assert [(block.text, block.page) for block in reading.blocks] == [("正件，", 1), ("附件一", 2)]


def test_the_current_version_is_read() -> None:
    versions = (
        '<ofd:Versions><ofd:Version ID="1" Index="1" BaseLoc="V1.xml"/>'
        '<ofd:Version ID="2" Index="2" Current="true" BaseLoc="Doc_0/V2.xml"/></ofd:Versions>'
    )
    root = "<ofd:DocRoot>Doc_0/D.xml</ofd:DocRoot>"
    parts = {
        "OFD.xml": f"<ofd:OFD {SPACE}><ofd:DocBody>{root}{versions}</ofd:DocBody></ofd:OFD>".encode(),
        "Doc_0/V2.xml": f"<ofd:DocVersion {SPACE}><ofd:DocRoot>D2.xml</ofd:DocRoot></ofd:DocVersion>".encode(),
        "Doc_0/D2.xml": (
            f'<ofd:Document {SPACE}><ofd:Pages><ofd:Page ID="1" BaseLoc="P2.xml"/></ofd:Pages></ofd:Document>'
        ).encode(),
        "Doc_0/P2.xml": content(text("改定稿", 30, 60)).encode(),
    }
    assert texts(read(package([content(text("初稿", 30, 60))], parts=parts))) == ["改定稿"]


def test_outlines_and_bookmarks_are_no_text() -> None:
    outline = '<ofd:Outlines><ofd:OutlineElem Title="目录项"/></ofd:Outlines><ofd:Bookmarks><ofd:Bookmark Name="书签"/>'
    page = content(text("正文。", 40, 60))
    assert texts(read(package([page], document=outline + "</ofd:Bookmarks>"))) == ["正文。"]


@pytest.mark.parametrize(
    ("document", "parts", "right"),
    [
        pytest.param(
            "<ofd:Attachments>Attachs/A.xml</ofd:Attachments>",
            {
                "Doc_0/Attachs/A.xml": '<ofd:Attachment ID="1" Name="明细"><ofd:FileLoc>a.xls</ofd:FileLoc>'
                '</ofd:Attachment><ofd:Attachment ID="2"><ofd:FileLoc>b.xml</ofd:FileLoc></ofd:Attachment>'
            },
            {"embedded_files": 2},
            id="attachments",
        ),
        pytest.param(
            "<ofd:Extensions>Ext.xml</ofd:Extensions>",
            {"Doc_0/Ext.xml": "<ofd:Extension><ofd:Data>审签意见：同意</ofd:Data></ofd:Extension>"},
            {"parts": 1},
            id="an extension with words",
        ),
        pytest.param(
            "<ofd:Extensions>Ext.xml</ofd:Extensions>",
            {
                "Doc_0/Ext.xml": "<ofd:Extension><ofd:ExtendData>E1.xml</ofd:ExtendData></ofd:Extension>",
                "Doc_0/E1.xml": "<ofd:Data>审签意见：同意</ofd:Data>",
            },
            {"parts": 1},
            id="a part of an extension",
        ),
        pytest.param(
            "<ofd:CustomTags>Tags.xml</ofd:CustomTags>",
            {
                "Doc_0/Tags.xml": '<ofd:CustomTag TypeID="1"><ofd:FileLoc>T1.xml</ofd:FileLoc></ofd:CustomTag>',
                "Doc_0/T1.xml": '<ofd:ObjectRef PageRef="1">12</ofd:ObjectRef>',
            },
            {},
            id="tags that only refer",
        ),
    ],
)
def test_what_is_beside_the_pages_is_named(document: str, parts: dict[str, str], right: dict[str, int]) -> None:
    made = {name: f"<ofd:Root {SPACE}>{part}</ofd:Root>".encode() for name, part in parts.items()}
    assert left_out(read(package([content(text("正文。", 40, 60))], document=document, parts=made))) == right


def picture(width: float, height: float, resource: int = 3) -> str:
    return f'<ofd:ImageObject ID="4" ResourceID="{resource}" Boundary="0 0 {width} {height}" CTM="1 0 0 1 0 0"/>'


@pytest.mark.parametrize(
    ("objects", "right"),
    [
        pytest.param([text("正文。", 40, 260), picture(150, 100)], {"pictures": 1}, id="a large picture"),
        pytest.param([text("正文。", 40, 260), picture(20, 20)], {}, id="a small one"),
        pytest.param(
            [text("密", 40, 60) + text("\ue123\ue124", 45, 60), text("正文" * 9, 40, 90)],
            {"characters": 2},
            id="own codes",
        ),
    ],
)
def test_what_a_page_holds_beside_text_is_named(objects: list[str], right: dict[str, int]) -> None:
    assert left_out(read(package([content(*objects)]))) == right


def test_pages_that_are_pictures() -> None:
    pages = [content(text("正文。", 40, 60)), content(picture(210, 297), text("— 2 —", 90, 280))]
    (notice,) = read(package(pages)).notices
    assert (notice.code, notice.evidence) == ("read.pages_without_text", {"count": 1, "pages": "2"})


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(package([content(picture(210, 297))]), "read.needs_ocr", id="only a picture"),
        pytest.param(package([content("<ofd:PathObject/>" * 200)]), "read.needs_ocr", id="letters as outlines"),
        pytest.param(package([content("<ofd:PathObject/>" * 9)]), "read.empty", id="a frame"),
        pytest.param(package([content(text("\ue001\ue002\ue003", 30, 30))]), "read.unreadable_text_layer", id="codes"),
        pytest.param(package([content()], parts={"Encryptions.xml": b"<a/>"}), "import.encrypted", id="encrypted"),
        pytest.param(
            package([content("<ofd:PageBlock>" * 300 + "</ofd:PageBlock>" * 300)]), "read.too_deep", id="too deep"
        ),
    ],
)
def test_states(data: bytes, code: str) -> None:
    with pytest.raises(ReadError) as found:
        read(data)
    assert found.value.code == code


@pytest.mark.parametrize("here", ["page", "document"])
def test_the_box_of_a_page_or_of_the_document_tells_its_margins(here: str) -> None:
    area = "{}<ofd:PhysicalBox>0 0 210 148</ofd:PhysicalBox>{}"
    page = content(
        text("正文。", 40, 60),
        text("— 1 —", 90, 138),
        area="" if here == "document" else area.format("<ofd:Area>", "</ofd:Area>"),
    )
    common = area.format("<ofd:PageArea>", "</ofd:PageArea>")
    assert texts(read(package([page], common=common if here == "document" else ""))) == ["正文。"]
