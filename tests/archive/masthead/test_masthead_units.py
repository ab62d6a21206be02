"""Who issued a paper, who reports, to whom, and the paper's number; ranks and masks name nobody."""

from __future__ import annotations

import pytest

from tests.masthead_texts import BODY, SIGNED, read

UNITS = [
    pytest.param("受青山县人民政府委托，我向大会作工作报告。" + BODY, "青山县人民政府", id="on whose behalf"),
    pytest.param("受中共中央委托，我代表国务院作政府工作报告。" + BODY, "国务院", id="who asked is not who reports"),
    pytest.param("根据青山县教育局的决定，我校开展了自查。现将自查情况报告如下：" + BODY, None, id="who decided"),
    pytest.param("我们深受青山县教育局关怀，现将工作情况报告如下：" + BODY, None, id="who cared"),
    pytest.param("某县教育局2022年工作总结" + BODY, None, id="a mask of 某 before a name"),
    pytest.param("市人民政府2022年工作总结" + BODY, None, id="a rank in the title"),
    pytest.param("工作报告\n县委：" + BODY + "\n区委办公室\n2022年12月30日", None, id="a rank beside the date"),
    pytest.param(
        "青山县统计局\n青山县2022年统计公报\n2022年，全县发展良好。", "青山县统计局", id="above a title of its own"
    ),
    pytest.param("城关镇党委书记李国强2022年度述职报告" + BODY, "城关镇党委", id="the post in the title"),
    pytest.param(
        "青山县人民法院工作报告\n青山县人民法院院长 王建国\n各位代表：" + BODY, "青山县人民法院", id="a court"
    ),
    pytest.param("2022年度述职报告\n区委书记 李国强\n各位领导：" + BODY, None, id="a post that only says a rank"),
    pytest.param("青山县教育局关于某事的报告\n县政府：" + BODY, "青山县教育局", id="in the title, before 关于"),
    pytest.param("中共中央 国务院关于某事的意见" + BODY, "中共中央、国务院", id="joint, with a blank"),
    pytest.param("国务院、中央军委关于某事的批复\n某部：" + BODY, "国务院、中央军委", id="joint"),
    pytest.param("东街道党工委2023年工作总结" + BODY, "东街道党工委", id="in the title, before the year"),
    pytest.param("中共东街道工作委员会\n2023年抓党建工作述职报告" + BODY, "中共东街道工作委员会", id="half a title"),
    pytest.param("某项工作报告\n现在，我代表国务院作报告。" + BODY, "国务院", id="in the speaker's sentence"),
    pytest.param(
        "根据中共中央的决定，我代表国务院作政府工作报告。" + BODY, "国务院", id="who agreed is not who reports"
    ),
    pytest.param(
        "关于某事的决议\n（2022年3月11日日照市第十三届人民代表大会第五次会议通过）\n会议认为，很好。",
        "日照市人民代表大会",
        id="in the line of passing",
    ),
    pytest.param(
        "某某办法\n2022年6月6日 中华人民共和国国家安全部令第2号公布\n第一条 为了某事。",
        "国家安全部",
        id="in the order that published it",
    ),
    pytest.param("关于某事的报告\n县委：" + BODY + SIGNED, "青山县教育局", id="beside the date"),
    pytest.param(
        "关于某事的报告\n县委：" + BODY + "\n青山县教育局\n青山县财政局\n2023年7月5日",
        "青山县教育局、青山县财政局",
        id="joint signatures",
    ),
    pytest.param("青山县教育局文件\n关于某事的报告\n县委：" + BODY, "青山县教育局", id="the red head"),
    pytest.param("2023年述职报告\n东街道党工委书记 张三\n区委：" + BODY, "东街道党工委", id="the reporter's post"),
    pytest.param(
        "政府工作报告\n——2023年1月5日在青山县第十届人民代表大会第二次会议上\n各位代表：" + BODY,
        "青山县人民政府",
        id="the congress it is given to",
    ),
    pytest.param("2022年工作总结\n现将2022年来区委常委会工作情况报告如下。" + BODY, None, id="only a rank"),
    pytest.param("xxx街道党工委2022年工作总结" + BODY, None, id="a mask of x"),
    pytest.param("**区委2022年工作总结" + BODY + "\n**区委\n2022年12月30日", None, id="a mask of stars"),
    pytest.param("某某镇2022年工作总结" + BODY, None, id="a mask of 某"),
    pytest.param("万载县2015年统计公报" + BODY, None, id="a county is what it is about"),
    pytest.param("我局2022年工作总结" + BODY, None, id="we"),
]


@pytest.mark.parametrize(("text", "unit"), UNITS)
def test_unit(text: str, unit: str | None) -> None:
    assert read(text).unit == unit


NUMBERS = [
    pytest.param("国发〔2018〕39号\n关于某事的意见\n各局：" + BODY, "国发〔2018〕39号", id="on a line of its own"),
    pytest.param(
        "青教发[2023]15号  签发人：张三\n关于某事的报告\n县委：" + BODY,
        "青教发〔2023〕15号",
        id="other brackets, a signer beside",
    ),
    pytest.param("关于某事的意见\n根据国发〔2018〕39号文件精神，现通知。" + BODY, None, id="a cited paper"),
    pytest.param("索引号：000014349/2018-00206\n关于某事的意见\n各局：" + BODY, None, id="a site's index"),
    pytest.param("某发〔****〕*号\n关于某事的意见\n各局：" + BODY, None, id="masked"),
]


@pytest.mark.parametrize(("text", "number"), NUMBERS)
def test_number(text: str, number: str | None) -> None:
    assert read(text).number == number


PERSONS = [
    pytest.param("城关镇党委书记李国强2022年度述职报告" + BODY, "李国强", id="with the post in the title"),
    pytest.param(
        "政府工作报告\n——2022年3月5日在某次会议上\n国务院总理\n李克强\n各位代表：" + BODY, "李克强", id="below the post"
    ),
    pytest.param("某报告\n（2022年10月16日）\n习　近　平\n同志们：" + BODY, "习近平", id="padded, below the date"),
    pytest.param("述职报告\n东街道党工委书记 王建国\n各位领导：" + BODY, "王建国", id="beside the post"),
    pytest.param("述职人：李明\n2023年工作总结" + BODY, "李明", id="labelled"),
    pytest.param("张三同志2023年度述职报告" + BODY, "张三", id="in the title"),
    pytest.param("关于学习张三同志先进事迹的通知\n各单位：" + BODY, None, id="someone the title speaks of"),
    pytest.param("工作总结\n高新区\n2023年工作" + BODY, None, id="a place that looks like a name"),
    pytest.param("2023年工作总结" + BODY, None, id="none"),
]


@pytest.mark.parametrize(("text", "person"), PERSONS)
def test_person(text: str, person: str | None) -> None:
    assert read(text).person == person


ADDRESSEES = [
    pytest.param("2022年报告\n区委党的建设工作领导小组：" + BODY, "区委党的建设工作领导小组", id="a leading group"),
    pytest.param("领导机构：\n组长：张三" + BODY, None, id="a label that looks like an organ"),
    pytest.param("2022年工作报告\n市委：" + BODY, "市委", id="an organ's rank"),
    pytest.param("2022年工作报告\n县委、县政府：" + BODY, "县委、县政府", id="two"),
    pytest.param("关于某事的通知\n各镇人民政府，县直各单位：" + BODY, "各镇人民政府，县直各单位", id="many"),
    pytest.param("关于建议的答复\n周桂英等代表：" + BODY, "周桂英等代表", id="people by name"),
    pytest.param("工作报告\n各位代表：" + BODY, None, id="a salutation is not 主送"),
    pytest.param("工作报告\n各位领导、同志们：" + BODY, None, id="another salutation"),
    pytest.param("工作报告\n主任、各位副主任、各位委员：" + BODY, None, id="a salutation to a standing committee"),
    pytest.param("现将工作情况报告如下：" + BODY, None, id="a lead-in"),
    pytest.param("第五条 有下列情形之一的，不得参加委员会：" + BODY, None, id="a clause that lists"),
    pytest.param("您当前所在位置：首页\n关于某事的通知" + BODY, None, id="a site's crumbs"),
    pytest.param(
        "工作总结\n过去一年成效明显，人民群众满意。\n县委：" + BODY, None, id="below the body's first sentence"
    ),
    pytest.param("工作总结\n责任单位：" + BODY, None, id="a label"),
    pytest.param("工作总结\n五年来的主要工作及特点：" + BODY, None, id="a heading with a colon"),
]


@pytest.mark.parametrize(("text", "addressee"), ADDRESSEES)
def test_addressee(text: str, addressee: str | None) -> None:
    assert read(text).addressee == addressee
