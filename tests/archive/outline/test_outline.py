"""Outlines against golden files that were written by reading, and the rules that they rest on, row by row."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model import Passage, Section
from archive.outline.extract import read_outline
from archive.outline.headings import collapsed
from archive.outline.part_words import part_of_words
from archive.outline_sections import part_at, path_at
from tests.outline_gold import GOLD, Score, expected, passages_of_file, score
from tests.shared_files import SEEDS, shared

SEED_NAMES = sorted(path.stem for path in SEEDS.glob("*.txt"))


def rows(sections: tuple[Section, ...]) -> list[tuple[int, int, str, str]]:
    return [(s.level, s.passage, s.part or "", s.heading) for s in sections]


@pytest.mark.parametrize("seed", SEED_NAMES)
def test_the_outline_of_a_seed_is_as_read_by_hand(seed: str) -> None:
    assert rows(read_outline(passages_of_file(SEEDS / f"{seed}.txt"))) == expected(GOLD / f"{seed}.txt")


def test_reporting_and_promising_differ_on_the_seeds() -> None:
    parts: list[str | None] = []
    for seed in SEED_NAMES:
        passages = passages_of_file(SEEDS / f"{seed}.txt")
        sections = read_outline(passages)
        for passage in passages:
            at = passage.text.find("一岗双责")
            while at >= 0:
                parts.append(part_at(sections, passage.number, at))
                at = passage.text.find("一岗双责", at + 1)
    assert sorted(filter(None, parts)) == ["下步打算"] * 4 + ["履职情况"] * 4


def corpus_gold() -> list[Path]:
    return sorted(path for path in GOLD.glob("*.txt") if path.stem not in SEED_NAMES)


def test_headings_and_levels_on_texts_read_by_hand() -> None:
    total = Score()
    differing: list[str] = []
    for gold in corpus_gold():
        source = gold.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ").strip()
        found = read_outline(passages_of_file(shared("corpus", source)))
        one = score(expected(gold), rows(found))
        differing += [f"{gold.stem}: {line}" for line in one.differing]
        total += one
    assert min(total.precision, total.recall, total.levels) >= 0.98, "\n".join([str(total), *differing])


def made(*lines: str) -> tuple[Passage, ...]:
    """Passages of lines; “## words” is a heading of level 2."""
    passages = []
    for number, line in enumerate(lines, 1):
        marks, _, words = line.partition(" ")
        if marks.strip("#") == "" and marks:
            passages.append(Passage(number, words, "heading", len(marks)))
        else:
            passages.append(Passage(number, line))
    return tuple(passages)


def shown(*lines: str) -> list[str]:
    return [f"{s.level} {s.heading}" for s in read_outline(made(*lines)) if s.heading]


BODY = "我们认真贯彻落实上级部署，扎实推进各项工作，取得了明显成效，群众满意度不断提高，基层基础更加稳固有力。"


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        pytest.param(
            "一、成效 / 1.抓学习。~ / 2.抓落实。~ / 二、打算 / 1.再学习。~ / 2.再落实。~",
            "1 一、成效 / 2 1.抓学习 / 2 2.抓落实 / 1 二、打算 / 2 1.再学习 / 2 2.再落实",
            id="1. directly under 一、",
        ),
        pytest.param(
            "（一）形势 / 第一、机遇 / ~ / 第二、挑战 / ~ / （二）任务 / 第一、农业 / ~ / 第二、工业 / ~",
            "1 （一）形势 / 2 第一、机遇 / 2 第二、挑战 / 1 （二）任务 / 2 第一、农业 / 2 第二、工业",
            id="（一） on top, 第一、 below",
        ),
        pytest.param(
            "（一）形势 / ~ / （二）方针 / 一、农业 / ~ / 二、工业 / ~ / （三）前景 / ~",
            "1 （一）形势 / 1 （二）方针 / 2 一、农业 / 2 二、工业 / 1 （三）前景",
            id="一、 inside （二）, since （三） goes on",
        ),
        pytest.param(
            "一、回顾 / ~ / 二、任务 / 一、农业 / ~ / 二、工业 / ~ / 三、商业 / ~ / 三、外交 / ~",
            "1 一、回顾 / 1 二、任务 / 2 一、农业 / 2 二、工业 / 2 三、商业 / 1 三、外交",
            id="一、 inside 二、, since another 三、 follows",
        ),
        pytest.param(
            "一、整改 / ~ / 二、履职 / ~ / 三、问题 / ~ / 三、打算 / （一）学习 / ~",
            "1 一、整改 / 1 二、履职 / 1 三、问题 / 1 三、打算 / 2 （一）学习",
            id="三、 twice, as in a seed",
        ),
        pytest.param(
            "~ / 一、总则 / ~ / 二、措施 / ~ / 附件1 / 一、目标 / ~ / 二、任务 / ~ / 附件2 / 一、表 / ~",
            "1 一、总则 / 1 二、措施 / 1 附件1 / 2 一、目标 / 2 二、任务 / 1 附件2 / 2 一、表",
            id="numbering restarts in annexes",
        ),
        pytest.param(
            "一、总体要求 / （一）原则 / ~ / 二、任务 / （二）学习 / ~ / （三）落实 / ~",
            "1 一、总体要求 / 2 （一）原则 / 1 二、任务 / 2 （二）学习 / 2 （三）落实",
            id="（二） runs on under 二、",
        ),
        pytest.param(
            "报告 / 目　录 / 一、成效 / 二、打算 / 一、成效 / ~ / 二、打算 / ~",
            "1 一、成效 / 1 二、打算",
            id="a table of contents is not the headings",
        ),
        pytest.param(
            "有下列情形之一的： / （一）不履行职责的； / （二）弄虚作假的； / （三）其他情形。 / ~",
            "",
            id="items that end with ； and the last of them",
        ),
        pytest.param(
            "党的领导、人民当家作主和依法治国有机统一是根本，其中一条是坚持党的领导，二是二。~",
            "",
            id="有机统一是, 一条是",
        ),
        pytest.param(
            "一是抓学习。~一是抓调研。~二是抓整改。~",
            "1 一是抓学习 / 1 一是抓调研 / 1 二是抓整改",
            id="一是 repeats",
        ),
        pytest.param(
            "一是抓学习。~ / 二是抓调研。~ / 三是抓整改。~四是抓作风。~",
            "1 一是抓学习 / 1 二是抓调研 / 1 三是抓整改 / 1 四是抓作风",
            id="四是 hides inside the paragraph of 三是",
        ),
        pytest.param(
            "关键的一是明确的。其中，一是态度。~",
            "",
            id="一是 without 二是",
        ),
        pytest.param(
            "究其原因，一是学习不够，在学习过程中存在实用主义思想，需要什么学什么，没有静下心来系统学习理论知识；二是重视不够。",
            "1 一是学习不够 / 1 二是重视不够",
            id="a long clause gives its first part",
        ),
        pytest.param(
            "第一章　总　　则 / 第一条 为了规范。 / 第二条 情形： / （一）甲。 / （二）乙。 / 附　则 / 第三条 丙",
            "1 第一章 总则 / 2 第一条 / 2 第二条 / 1 附则 / 2 第三条",
            id="a law: articles are sections, their items are not",
        ),
        pytest.param(
            "第一编 总则 / 第一分编 通则 / 第一章 规定 / 第一条 甲 / 第二条 乙"
            " / 第二分编 物权 / 第二章 归属 / 第三条 丙",
            "1 第一编 总则 / 2 第一分编 通则 / 3 第一章 规定 / 4 第一条 / 4 第二条"
            " / 2 第二分编 物权 / 3 第二章 归属 / 4 第三条",
            id="编, 分编, 章, 条",
        ),
        pytest.param(
            "各位代表： / 现在报告。 / 关于国内建设 / ~ / 一、农业 / ~ / 二、工业 / ~ / 关于外交工作 / ~ / 结束语 / ~",
            "1 关于国内建设 / 2 一、农业 / 2 二、工业 / 1 关于外交工作 / 1 结束语",
            id="unnumbered headings on top",
        ),
        pytest.param(
            "各位代表： / 一、建设 / ~ / 关于教育问题 / ~ / 关于科学问题 / ~ / 二、生活 / ~ / 关于工资问题 / ~",
            "1 一、建设 / 2 关于教育问题 / 2 关于科学问题 / 1 二、生活 / 2 关于工资问题",
            id="unnumbered headings below 一、, which goes on",
        ),
        pytest.param(
            "# 述职报告 / 2024年12月 / ## 履职情况 / ~ / ### 抓学习 / ~ / ## 下步打算 / ~",
            "1 履职情况 / 2 抓学习 / 1 下步打算",
            id="markup headings, the title apart",
        ),
        pytest.param(
            "正文 / 注： / ① 列宁：《全集》第一卷。 / ② 毛泽东：《选集》。",
            "",
            id="notes are not headings",
        ),
        pytest.param(
            "各位代表： / 一、回顾 / 经济平稳增长。 / ≈ / 改革不断深入。 / ≈ / 事业全面进步。 / ≈"
            " / 生活继续改善。 / ≈ / 二、任务 / 加强农业基础。 / ≈",
            "1 一、回顾 / 2 经济平稳增长 / 2 改革不断深入 / 2 事业全面进步 / 2 生活继续改善"
            " / 1 二、任务 / 2 加强农业基础",
            id="short sentences of their own, five of them",
        ),
        pytest.param("各位代表： / 一、回顾 / 经济平稳增长。 / ≈", "1 一、回顾", id="one short sentence is only that"),
        pytest.param(
            "第一条 甲 / 第二条 乙 / 第二章 管理 / 第三条 丙 / 第四条 丁",
            "1 第一条 / 1 第二条 / 1 第二章 管理 / 2 第三条 / 2 第四条",
            id="the first chapter's heading is lost",
        ),
        pytest.param(
            "第一章 总则 / 一、本规则甲。 / 二、本规则乙。 / 第二章 职责 / 三、丙负责。 / 四、丁协助。",
            "1 第一章 总则 / 1 第二章 职责",
            id="clauses of rules run on through chapters",
        ),
        pytest.param(
            "一、制度 / 1.各级机构应当建立健全工作制度，并报上级备案。 / 2.工作制度应当公开，并接受社会监督。",
            "1 一、制度",
            id="1. whole sentences are provisions",
        ),
        pytest.param(
            "一、履职 / 1.抓学习。~ / 2.抓落实。~ / 二、问题 / 1.理论学习不够深入，学用结合不够紧密。 / 2.调研不深。~",
            "1 一、履职 / 2 1.抓学习 / 2 2.抓落实 / 1 二、问题 / 2 1.理论学习不够深入，学用结合不够紧密 / 2 2.调研不深",
            id="1. some whole sentences among headings",
        ),
        pytest.param(
            "一、履职 / 1.坚持带头学习贯彻，提高政治站位能力。 / ~ / 2.坚持带头调查研究，推动解决问题困难。 / ~",
            "1 一、履职 / 2 1.坚持带头学习贯彻，提高政治站位能力 / 2 2.坚持带头调查研究，推动解决问题困难",
            id="1. stands alone, ends with 。 and has a text below",
        ),
        pytest.param(
            "第一部分 工作回顾 / 一、农业 / ~ / 二、工业 / ~ / 第二部分 工作打算 / 一、农业 / ~ / 第三部分是附表，略。",
            "1 第一部分 工作回顾 / 2 一、农业 / 2 二、工业 / 1 第二部分 工作打算 / 2 一、农业",
            id="第一部分 on top",
        ),
        pytest.param(
            "第一章 總則 / 第一條 為了規範 / 第二條 甲 / 第一節 通則 / 第三條 乙",
            "1 第一章 總則 / 2 第一條 / 2 第二條 / 2 第一節 通則 / 3 第三條",
            id="traditional script",
        ),
        pytest.param(
            "附件：1.任务分工表 / 2.责任清单 / 3.考核办法 / 市委办公室",
            "",
            id="the list of enclosures",
        ),
    ],
)
def test_headings_and_levels(lines: str, wanted: str) -> None:
    """Lines are parted by “ / ”; “~” stands for a paragraph's text, “≈” for a long one."""
    assert shown(*lines.replace("~", BODY).replace("≈", BODY * 6).split(" / ")) == wanted.split(" / ") * bool(wanted)


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        pytest.param("总　　则", "总则", id="spread"),
        pytest.param("实施 APP  升级 行动", "实施 APP 升级 行动", id="runs of blanks"),
        pytest.param("政府工作报 \n 告", "政府工作报告", id="a line break inside a word"),
    ],
)
def test_white_space_in_a_title(printed: str, title: str) -> None:
    assert collapsed(printed) == title


@pytest.mark.parametrize(
    ("heading", "part"),
    [
        ("履职工作情况", "履职情况"),
        ("所作的工作和取得的成效", "履职情况"),
        ("主要做法", "履职情况"),
        ("2021年工作回顾", "履职情况"),
        ("1998年工作回顾和1999年工作的总体要求", "履职情况"),
        ("上年度通报问题整改落实情况", "整改情况"),
        ("存在的问题及原因分析", "存在问题"),
        ("问题和不足", "存在问题"),
        ("面临的困难和挑战", "存在问题"),
        ("产生问题的原因", "原因分析"),
        ("下ー步工作思路及主要措施", "下步打算"),
        ("下一阶段工作安排", "下步打算"),
        ("今后努力方向", "下步打算"),
        ("對今年政府工作的建議", "下步打算"),
        ("2024年工作设想", "下步打算"),
        ("2024年目标任务完成情况", "履职情况"),
        ("整改落实中存在的问题", "存在问题"),
        ("主要问题及成因", "存在问题"),
        ("关于教育改革问题", None),
        ("聚焦政治建设，强化主责主业", None),
    ],
)
def test_the_part_that_a_heading_names(heading: str, part: str | None) -> None:
    assert part_of_words(heading) == part


def test_openings_tell_parts_where_headings_do_not() -> None:
    lines = ["现将抓党建工作情况报告如下：", "一、聚焦主业", BODY, "二、强基固本", BODY]
    lines += ["今年来，党建工作虽然取得一定成效，但与群众期待仍有差距。", "下一步，我们将坚持以党建为引领。"]
    passages = made(*lines)
    sections = read_outline(passages)
    found = [part_at(sections, passage.number, 0) for passage in passages]
    assert found == ["开头", *["履职情况"] * 4, "存在问题", "下步打算"]
    assert [s.heading for s in path_at(sections, 6, 0) if s.heading] == []


def test_an_opening_inside_a_section_stays_inside_it() -> None:
    lines = [
        "现将工作情况报告如下：",
        "一、工作回顾",
        BODY,
        "我们也清醒看到，工作中还有不少问题和困难。",
        "二、工作打算",
        BODY,
    ]
    sections = read_outline(made(*lines))
    assert part_at(sections, 3, 0) == "履职情况"
    assert part_at(sections, 4, 0) == "存在问题"
    assert [s.heading for s in path_at(sections, 4, 0) if s.heading] == ["一、工作回顾"]
    assert part_at(sections, 6, 3) == "下步打算"


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(
            ["办法", "第一章 总则", "第一条 为了解决存在的问题，制定本办法。", "第二条 下一步工作。"], id="a law"
        ),
        pytest.param(["关于印发方案的通知", "一、存在的主要问题", BODY, "二、下一步工作安排", BODY], id="a notice"),
        pytest.param(["现将情况报告如下：", "一、农业", BODY, "二、工业", BODY], id="a report that names none"),
    ],
)
def test_texts_without_parts(lines: list[str]) -> None:
    assert {section.part for section in read_outline(made(*lines))} == {None}


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["一、甲。" + BODY] * 8_000, id="only 一、"),
        pytest.param([f"{'一二三'[n % 3]}、{BODY}" for n in range(8_000)], id="restarts without end"),
        pytest.param(["，一是" * 40_000], id="one line of items without a stop"),
        pytest.param(
            ["报告", "一、回顾", *["我们清醒看到存在的问题和不足。", "各位代表！", "一、甲"] * 5_000], id="openings"
        ),
        pytest.param(["附件：", "1.甲", "2.乙"] * 8_000, id="enclosures"),
        pytest.param(["# 题"] * 20_000, id="titles"),
        pytest.param(["首先，甲。", "（一）乙。"] * 5_000, id="adverbs"),
    ],
)
def test_a_hostile_text_takes_no_longer_than_its_length(lines: list[str]) -> None:
    sections = read_outline(made(*lines))
    assert max((section.level for section in sections), default=1) <= 12


LINE = st.one_of(
    st.text("一二三十、（）()1.2是第条章节编附件目录关于结束语。；：，问题下一步“” \u3000①⑵０", max_size=24),
    st.sampled_from(
        ["一、履职情况", "（一）抓学习。" + BODY, "二是抓好。", "下一步，我们将努力。", "附件1", "第一条 甲", BODY]
    ),
)


@given(st.lists(LINE.map(str.strip).filter(bool), max_size=14))
def test_sections_stand_in_order_and_are_the_printed_words(lines: list[str]) -> None:
    passages = tuple(Passage(number, line) for number, line in enumerate(lines, 1))
    sections = read_outline(passages)
    depth = 0
    at = (0, 0)
    for section in sections:
        assert at <= (section.passage, section.start)
        assert 1 <= section.level <= depth + 1
        text = passages[section.passage - 1].text
        assert 0 <= section.start <= section.end <= len(text)
        printed = "".join(text[section.start : section.end].split())
        assert printed == "".join(section.heading.split())
        at, depth = (section.passage, section.start), section.level


def test_the_path_of_a_mark_and_of_its_passage() -> None:
    passages = passages_of_file(SEEDS / "000_68bf1f666010b90a.txt")
    sections = read_outline(passages)
    at = passages[2].text.index("一岗双责")
    above = ["一、履职情况", "（一）坚持知责明责，以上率下压实党建责任"]
    assert [s.heading for s in path_at(sections, 3, 0)] == above
    assert [s.heading for s in path_at(sections, 3, at)] == [*above, "二是“联动式”履责"]
