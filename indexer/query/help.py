"""The page about the query language, as data: what may be written, an example of it, and what it means. No markup."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """A line of the page: `syntax` as people see it, an `example` that parses, and the `meaning` by language."""

    syntax: str
    example: str
    meaning: Mapping[str, str]


def _topic(syntax: str, example: str, zh: str, en: str) -> Topic:
    return Topic(syntax, example, {"zh": zh, "en": en})


TOPICS: tuple[Topic, ...] = (
    _topic(
        "词语",
        "一岗双责",
        "字字相连才算。引号、书名号、空格、全半角、大小写、繁简都不计；标点要一样。",
        "Characters in a row. Quotation and title marks, spaces, width, case and script do not count; "
        "punctuation does.",
    ),
    _topic("词语 词语", "基层党建 述职评议", "两个都包含，先后不论。", "Both, in any order."),
    _topic(
        "“词 语”",
        "“喜迎二十大 永远跟党走”",
        '引号里的空格和“或”“非”等字是文字。可用 “ ” 「 」 『 』 ‘ ’ " "。',
        "Inside quotation marks white space and operators are text.",
    ),
    _topic("或 OR", "乡村振兴 或 脱贫攻坚", "有一个就算。前后要空格。", "Either. White space on both sides."),
    _topic("与 AND", "党建 与 责任", "两个都包含，和只写空格一样。", "Both; the same as a space."),
    _topic(
        "- 非 NOT",
        "党建 -廉政",
        "不含后面的词。“-”紧靠着词，前面要空格；还要有一个要找的词。",
        "Without what follows. The hyphen stands against the word; something to look for is needed too.",
    ),
    _topic(
        "( )",
        "(党建 或 廉政) 责任",
        "括号里先算。“（一）”“（试行）办法”里的括号是文字。",
        "Brackets group. Those of （一） and （试行）办法 are text.",
    ),
    _topic(
        "年:",
        "年:2020..2022 党建",
        "年度；没有年度的按成文日期或文号的年份。也可写 年:2022、年:2020..、年:2020至2022。",
        "The year that the paper is about, else that of its date or number; or a range, one end may be open.",
    ),
    _topic(
        "日期:",
        "日期:2018-01..2018-06 党建",
        "成文日期。也可写 日期:2018、日期:2018-03-01、日期:2018..，后面不是日期时是文字。",
        "The date of the paper, or a range; one end may be open. Before anything that is no date it is text.",
    ),
    _topic("标题:", "标题:(述职 或 党建)", "标题里有这些字。", "The title holds it."),
    _topic("单位:", "单位:街道", "单位名称里有这些字。", "The unit's name holds it."),
    _topic("述职人:", "述职人:张", "述职人姓名里有这些字。", "The name of the person who reports holds it."),
    _topic("类型:", "类型:述职报告", "类型里有这些字，如 工作报告、述职报告。", "The kind of report holds it."),
    _topic(
        "文号:",
        "文号:国发〔2019〕5号",
        "发文字号里有这些字，年份的括号不论。",
        "The number of the paper holds it, whatever brackets its year has.",
    ),
    _topic("格式:", "格式:docx", "文件格式，如 docx、pdf、txt。", "The file's format: docx, pdf, txt …"),
    _topic(
        "报告期:",
        "报告期:上半年",
        "报告期，如 年度、上半年、第三季度、9月。报告期:1月..6月 是落在这几个月里的各期。",
        "The period reported on: 年度, 上半年, 第三季度, 9月; 报告期:1月..6月 is all of those months.",
    ),
    _topic(
        "部分:",
        "部分:存在问题 主动性",
        "后面的词要写在这一部分里：开头、整改情况、履职情况、存在问题、原因分析、下步打算、其他。"
        "主动性 -部分:存在问题 是写在别处的。",
        "The words beside it stand in that part of the report; with a hyphen, anywhere else. "
        "Alone: reports that have such a part.",
    ),
    _topic(
        "有: 缺:",
        "缺:单位 党建",
        "这一项已填或未填：标题、单位、述职人、类型、文号、年、报告期、成文日期。",
        "That detail is known, or is not: 标题, 单位, 述职人, 类型, 文号, 年, 报告期, 成文日期.",
    ),
    _topic(
        "近义:",
        "近义:党建",
        "连同近义词表（库里的 synonyms.txt）里同一行的写法一起找；只在这样写时才用。",
        "With all wordings of the same line in the archive's synonyms.txt; used only where it is asked for.",
    ),
    _topic(
        "“…”",
        "“中心组学习…次”",
        "引号里的省略号代表零到八个字，不跨标点。",
        "Dots inside quotation marks stand for none to eight characters of one clause.",
    ),
    _topic(
        "相距/n NEAR/n",
        "党建 相距/10 责任",
        "同一段里，中间最多隔 n 个字（n 不超过 100），先后不论。",
        "In one paragraph, at most n characters between (n up to 100), in either order.",
    ),
    _topic(
        "除外 EXCEPT",
        "一岗双责 除外 落实一岗双责",
        "只找不在后面那个长词里的。",
        "Only where it is not part of the longer wording that follows.",
    ),
    _topic(
        "同句: sentence:",
        "同句:(党建 -廉政)",
        "括号里的词在同一句话里成立。句子到 。！？；为止。",
        "What the bracket asks holds in one sentence; 。！？； end a sentence.",
    ),
    _topic(
        "同段: paragraph:",
        "同段:(党建 责任)",
        "括号里的词在同一段里成立。",
        "What the bracket asks holds in one paragraph.",
    ),
    _topic(
        "同节: section:",
        "同节:(党建 责任)",
        "括号里的词在同一节里成立：从一个小标题到下一个小标题。",
        "What the bracket asks holds in one section: from one heading to the next.",
    ),
    _topic(
        "* + [ ] ~ ^ ?",
        "党建工作议题**个",
        "都是文字，不是通配符。隐去处的 ** 照样能找。",
        "All of these are text, never wildcards; masks are found as they stand.",
    ),
)
