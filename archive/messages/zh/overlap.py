"""Words about what reports share in Chinese: 雷同. One message a line."""

from collections.abc import Mapping

MESSAGES: Mapping[str, str] = {
    "overlap.no_unit": "这篇没有单位，不能按单位比对。请先填写单位，或与全库比对。",
    "overlap.no_year": "这篇没有年度，不能与上年比对。请先填写年度，或与全库比对。",
    "overlap.title": "雷同",
    "overlap.words": "列出一篇报告中与库内其他报告相同或相近的段落，长的在前。只比对文字，是否照搬由人认定。",
    "overlap.same": "{n} 字相同",
    "overlap.totals": "与 {compared} 篇比对：{n} 处，相同文字 {shared} 字，占本篇 {percent}%。",
    "overlap.plain": "其中不是公共表述、引文或法规的 {plain} 字，占 {percent}%。",
    "overlap.judge": "只比对文字，是否照搬由人认定。",
    "overlap.none": "与库内 {compared} 篇比对，没有 20 字以上的相同文字。",
    "overlap.nature.plain": "相同文字",
    "overlap.nature.formula": "公共表述（{n} 篇有）",
    "overlap.nature.quoted": "引文",
    "overlap.nature.law": "法规或中央文件",
    "overlap.view.all": "与全库比",
    "overlap.view.last_year": "与本单位上年比",
    "overlap.view.other_units": "与其他单位比",
    "overlap.masked": "忽略数字和单位名",
    "overlap.mine": "本篇第 {n} 段",
    "overlap.more": "还见于：",
    "overlap.choose": "选一篇报告，或粘贴文稿、选择文件",
    "overlap.report": "库内报告的编号",
    "overlap.start": "开始比对",
    "overlap.compare": "两篇对照",
    "overlap.listed": "列出前 {n} 处。",
    "say.help.overlap": "雷同：一篇报告或文稿中与其他报告相同的段落",
    "say.word.overlap.report": "报告的编号，或文稿的文件；- 为标准输入的文字",
    "say.option.against": "与谁比：all 全库，last-year 本单位上年，other-units 其他单位",
    "say.option.masked": "忽略数字和单位名",
}
