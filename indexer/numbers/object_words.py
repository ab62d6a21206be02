"""The words by which the object of a figure is found in a clause: tables of fragments of patterns, apart by blanks.

They are those of reports, plans, bulletins and laws as such papers use them; a word that is also part of another one
bears what must not follow (处 but 处分). All look at folded text.
"""

from __future__ import annotations

import re

_YEAR = r"(?:[12][0-9]{3}|[一二][〇零一二三四五六七八九]{3})年"

_TAIL = (
    r"分别 各 共计 共有 (?<![公中])共 \( 合计 总计 累计 达到 达 为 是 大约 约 将近 接近 近 超过 超出 超 逾 突破 "
    r"不得少于 不得低于 不得超过 不应少于 不应低于 不少于 不低于 不超过 不高于 不足 不满 不到 至少 最多 低于 高于 "
    r"少于 多于 仅 只有 只 增长 增加 增至 新增 增 提高 提升 上升 上涨 扩大 下降 减少 降低 回落 下调 下跌 缩减 压缩 "
    r"压减 降至 减至 降 减 翻 增速 了 实际 预计 平均每年 平均 每年 年均 全年 同比 环比 又 再 已经 已 即 也 还 均 "
    r"都 就 按 拟 完成 实现 中有 中的 有 处以 并处 可处 处 由 从 到 至 在 以 等 其中 延长 缩短 满 "
    r"(?<!惠)(?<!涉)(?<!普)及 和 与 、 的 安排 覆盖 今年 "
    r"(?:今年|去年|上年)?(?:上半年|下半年|前三季度|第?[一二三四]季度) \([^()]{0,30}\) 年末 年初 年底 月末 "
    r"(?:近|这|过去|前)?[一二三四五六七八九十两]年(?:来|间|里|前)? 支付 拨付 投入 一般 最长 最高 最低 每人每年 "
    r"每人 每户 每亩 每 可?按[此本这][^,]{0,8} 按(?:可比|不变)[^,]{0,8} (?:其中|分别)?用于 保持 控制 稳定 维持 要 "
    r"将 可 应 能 上 比(?!例|重|率|值)[^,、]{0,12}(?:年|期|初|末|数|月|比|计划|预算|以前)[^,、]{0,4} "
    r"较(?:上年|去年)[^,]{0,4} (?:由|从|比|到|至|在)?YEAR(?:底|末|初|前后|度)? "
    r"(?:由|从)(?:上年|去年|原来|上年同期|目前) 占(?!.*(?:份额|比重|比例)).{0,20}?"
)
"""What stands between the name of a thing and its figure and says nothing of what it is."""

_HEAD = (
    r"其中 拟 同时 虽然 而 此外 另外 但是 但 而且 且 等 全年 今年 去年 上年度? 本年度? 当年 目前 截至.*?[年月日底] "
    r"预计 经过 已 并且 并 也 又 再 及 和 与 、 \) [一二三四五六七八九]是 \(?[一二三四五六七八九十0-9]+(?:\)|、) "
    r"第[一二三四五六七八九十百零0-9]{1,9}条 (?:到|至|从|由|比)?YEAR"
)
"""What a clause begins with before it names anything."""

_VERB = (
    r"取消 承接 完成 实现 安排 提出(?!的) 记录到 催促 补缴 预警 发生 发现 查实 采取 推出 展开 出动 投放 接受 接收 "
    r"报送 办好 兑现 落实 争取 下达 核准 批准 登记 关闭 修复 栽植 购买 采购 超额 取得 筹集 募集 组建 认定 建设了 "
    r"开通 培训了 增设 新设 聘请 配有 设有 创造 帮扶 资助 救助 救治 抓获 破获 立案 移送 追缴 追回 挽回 清理 压减 "
    r"降本 减免 减轻 退还 兑付 整合 配备 研究部署 专题研究 主持 讲(?!话|座|解|授) 须经 "
    r"经(?!济|费|营|验|过|常|理|贸|历) 等(?!级|次|待|奖|额) 新增 召开 开展 举办 制定 修订 审议 提请 发放 颁发 授予 "
    r"建成 新建 改建 扩建 建立 设立 投入 引进 培育 培养 制作 核拨 拨付 下拨 清付 偿还 解决 查处 受理 约谈 收到 "
    r"收集 排查 整改 办理 办结 化解 走访 慰问 吸纳 组织 参与 开工 竣工 签订 招聘 选派 选拔 讲授 撰写 印发 出台 "
    r"形成 获得 荣获 创建 打造 采集 缴纳 返还 没收 征收 (?<!转移)支付 发行(?!业|量|额) 达到 不应 应当 不得 可以 使 "
    r"对 将 把 按(?!揭|摩|期|时|照) 规定 惠及 覆盖 帮助 消除 带动 吸引 接待 处理 转移(?!支付) 清退 拥有 包括 涉及 "
    r"超过 不少于 提高 增加 减少 降低 扩大 停止 责令 迎接 迎来 庆祝 纪念 实施 推进 继续 或者 或 并处 "
    r"处(?!分|罚|置|所|长|级|室|理) 自(?!来|然|治|主|贸|动|筹|身|有) 在(?!校|岗|职|建|册|编|线) "
    r"以(?!上|下|内|来|及|外) 向 于 被 为 是指 是 指(?!标|数|导) 有(?!限|关|色|机|效|企) 占(?!地|比) 由 "
    r"从(?!业|事) 与 给予 给(?!水|排|养) 已 (?<![人平年])均 都(?!市)"
)
"""Words that end before what they govern: an object begins behind the last of them."""

_BEHIND = (
    r"在(?!校|岗|职|建|册|编|线) 是 为 被 把 将 由 向 已 也 均 都(?!市) 全部 分别 进行 实现 完成 纳入 开通 支持 "
    r"达到 参加 组成 用于 以上 以下 以内 或 \( \) \[ “ ” [0-9x×*] 扩大 上升 增至 回落 缩小 变为 改为 获得 取得 "
    r"提出 通过 设立 建立 开展 应当 可以 必须 不得 (?<![主重])要(?!求|素|点|件|闻) 来(?!源|访|信|自) "
    r"后(?!续|备|勤|期) 前(?!期|沿) 内(?!容|部|外|涝|河|陆|控|生|需) "
    r"(?<!集)中(?!型|小|央|国|药|医|学|介|心|等|高|共) 起(?!重|诉) 之 等(?!级|次|待) 有(?!限|关|色|机|效|企) "
    r"对(?!外|象|口|策|接) 从(?!业|事) 到(?!位|期|账) 至 于 以 时(?!间|代|期|段) 得到 受到 需(?!求|要) "
    r"(?<![技功可职性智])能(?!力|源|耗|效|繁) 会(?!议|计|员|场|展|见|商) 占(?!地|比) 作出 作为 报送 给予 让 "
    r"上(?!市|海|级|游|岗|网|访|年|半) 继续 降(?=低|至|到|为|幅) 超过 增长 下降 提高 减少 增加 落户 实施 编制 参与 "
    r"受益 免费 入手 加强 促进 改善 同意 且 补助 补贴 救助 发放 提供 ..了"
)
"""Words that end a noun behind a figure."""


def _any_of(table: str) -> str:
    return f"(?:{'|'.join(table.split()).replace('YEAR', _YEAR)})"


TAIL = re.compile(f"{_any_of(_TAIL)}$")
HEAD = re.compile(_any_of(_HEAD))
VERB = re.compile(f"{_any_of(_VERB)}(?!率|额|数|量|费|度|面|性|人数|人口|范围|水平|能力|工作|资金|情况|经费)")
"""Not where it is part of a noun (覆盖率)."""
BEHIND = re.compile(_any_of(_BEHIND))
ADVERB = re.compile("率先|相互|互相|共同|联合|同时|初步|先后|逐步|相继|依法|直接")
ACTS = re.compile("改扩建|改造|建设|推动|推进|加强|支持|发展|培训|研究|部署|带头|设|谈|交流|讨论")
"""Verbs only where they begin: elsewhere they are nouns (基础设施建设)."""
ASIDE = re.compile("据|根据|按照?|截至|到|在(?!校|岗|职|建|册|编|线)")
"""A clause that begins so says when or by whom, not what."""
PREDICATE = re.compile("(?:不足|不满|未满|超过|低于|高于|少于|多于|达到|达|为|满|在|占|平均每人)$")
"""Before a figure with 的 behind it: what stands before is measured, not what follows (女会员不足二十五人的…)."""
TELLS = re.compile("(?:有|为|达到?|是|占)$")
BOUNDS = re.compile("(?:以上|以下|以内|左右|上下|至|,)+")
QUALITY = re.compile("不同|重大|主要|重要|良好|优秀|合格|准备|新|高|[性化型级]$")
"""What only describes the noun behind 的: two 不同性质的矛盾 are 矛盾, ten 企业的负责人 are of 企业."""
GOES_ON = re.compile(
    "新?台阶|大关|的(?:情况|目标|水平|基础|前提|条件|宏伟|要求)|的?(?:有|设|不满|不足|应|须|必须|可以?|不得|处|由|按|给)"
)
"""Behind a figure: a clause that goes on, no noun."""
SUBJECT_ENDS = re.compile("由|应当|可以|必须|不得|按照|经(?!济|费|营|验)")
WITHIN = re.compile("内$")
LAPSE = re.compile("(?:每|经过|连续|近|过去|提前|起|这|近来|在)$")
"""Before a duration: it says when, not how long something lasts."""
