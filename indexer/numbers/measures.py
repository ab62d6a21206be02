"""Measures as papers write them, and the name under which they are told.

Units of physical quantities bear the names of GB 3100-1993 and GB 3102 (千米, 平方米, 千瓦时, 摄氏度) beside those that
statistical bulletins use (公顷, 亩, 吨标准煤); classifiers (个, 项, 家) are those of counts in such papers. Nothing is
converted: 亩 and 公顷 are told apart, and only other writings of one measure are one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

SHARE = "几分之几"
"""The measure of a part of one: 三分之一, 半数."""
RATES = frozenset(("%", "‰", "万分之一", "百分点", "倍", "番", SHARE))
"""They have no noun of their own behind them: what grew stands before."""
DURATIONS = frozenset(("年", "个月", "日", "工作日", "小时", "分钟", "秒", "周", "个季度"))
ORDINAL = frozenset(("级", "分", "集", "门", "科", "群", "张", "字", "回", "度"))
"""Behind Han numerals they mostly count nothing: 三级, 十分, 五度."""

_SAME: Mapping[str, tuple[str, ...]] = {
    "%": ("%", "个%"),
    "百分点": ("个百分点", "个多百分点", "百分点"),
    "元": ("元人民币", "元", "块钱"),
    "岁": ("周岁", "岁"),
    "个月": ("个月", "个多月"),
    "日": ("日", "天"),
    "工作日": ("个工作日", "工作日"),
    "小时": ("个小时", "小时", "个多小时"),
    "周": ("个星期", "星期", "周"),
    "世纪": ("个世纪", "个多世纪"),
    "学时": ("个学时", "学时"),
    "米": ("米", "m"),
    "厘米": ("厘米", "cm"),
    "毫米": ("毫米", "mm"),
    "千米": ("千米", "公里", "km"),
    "平方千米": ("平方千米", "平方公里", "km2"),
    "平方米": ("平方米", "平米", "m2", "㎡"),
    "立方米": ("立方米", "m3"),
    "公顷": ("公顷", "ha"),
    "千克": ("千克", "公斤", "kg"),
    "千瓦": ("千瓦", "kw"),
    "兆瓦": ("兆瓦", "mw"),
    "千伏": ("千伏", "kv"),
    "千瓦时": ("千瓦时", "千瓦小时", "kwh"),
    "摄氏度": ("摄氏度", "℃", "°c"),
}
_UNITS = (
    "‰ 美元 港元 欧元 日元 英镑 卢布 倍 番 折 度 吨标准煤 吨标煤 吨公里 吨 克 毫克 微克 斤 市斤 担 亩 公亩 微米 "
    "纳米 海里 华里 英里 立方千米 立方公里 升 毫升 桶 秒 分钟 年 个季度 周年 课时 学分 瓦 吉瓦 伏 千伏安 兆伏安 "
    "安 赫兹 千赫 兆赫 千卡 大卡 焦耳 帕 千帕 兆帕 分贝 兆比特 比特 字节 字 标准箱 载重吨 箱 袋 瓶 顶 床 张 筐 "
    "丈 尺 寸 级 分 集 科 道 群 gb mb tb"
)
_COUNTS = (
    "人 户 口 个 项 件 家 名 位 条 种 类 批 次 起 场 期 份 篇 部 本 册 支 只 头 棵 株 座 台 辆 套 间 处 所 栋 "
    "幢 组 对 双 艘 架 列 眼 盏 根 枚 颗 粒 羽 尾 匹 幅 块 片 封 段 轮 趟 层 扇 回 遍 股 卷 例 宗 笔 档 门 人次 "
    "人日 件次 户次 架次 班次 车次 场次 台次 亿次"
)
CLASSIFIERS = frozenset(_COUNTS.split())
"""Measures of counts: what is counted mostly stands behind them."""
_OTHER_WORDS = (
    "人均民大类力身事体 年均代级度底初末轻龄鉴报货终会 个别性 家庭长园乡属电具畜 位于置列居 项目 条例款文 "
    "处理于置罚以分级长 起来步草点到着伏诉始源算施至 期间末限待望初货刊权 批准复发评示判 "
    "本级市县省区地年条法单届科办规行人报月着质来身社村镇院公 份额 种植子养粮族质 类似 场所地馆景内外合面租 "
    "所有在得属需以述称长辖谓 台账湾风阶 座谈位 支部持付出队援撑 组织长成建员团 间接隔 部门署分队委长级位落 "
    "次序要日年 元旦素首 户籍口 口岸径腔服粮头述 对于比外内口象应接全所有 科学技目研员长级 门户诊槛票类 道路德 "
    "集中体团合资聚约 分之别为类工配布管解析离局公支钟 周年边期围转密岁一二三四五六日 片区面 段落 封闭 股份权东 "
    "回升落收归应 层次面级 安全排置徽定 字节母样 块钱 套餐取 名单称义誉录 件次 级别 双方随 列入为车 群众体 "
    "天然津下气 头部 例如外会行 米粉饭 担任当保负 度假过量数日夏汛 mabcdefghijklnopqrstuvwxyz"
)
"""A measure, and behind it what makes another word of it: 部 in 部门, 部署, 部分; 家 in 家庭."""

_NAMES = {writing: name for name, writings in _SAME.items() for writing in writings}
_NAMES |= {writing: writing for writing in (*_UNITS.split(), *_COUNTS.split())}


def _writings() -> Iterator[str]:
    refused = {words[0]: words[1:] for words in _OTHER_WORDS.split()}
    for written in sorted(_NAMES, key=lambda one: (-len(one), one)):
        yield written + (f"(?![{refused[written]}])" if written in refused else "")


MEASURE = re.compile(
    f"(?P<unit>{'|'.join(_writings())})"
    "(?P<per>/(?:平方米|立方米|公里|人|年|日|天|小时|吨|亩|公顷|升|kg|m3|千瓦时|户|月|千克|公斤|s|h|min))?"
)
"""A measure directly behind a numeral, in folded text."""


def name_of(found: re.Match[str]) -> str:
    """The name under which a measure is told."""
    return _NAMES[found["unit"]] + (found["per"] or "")
