"""Words of the pictures: curves over years, bars, heat maps."""

from __future__ import annotations

MESSAGES = {
    "charts.years": "历年",
    "charts.years.reports": "历年篇数",
    "charts.years.places": "历年处数",
    "charts.undated": "年度不明",
    "charts.undated.short": "不明",
    "charts.undated.said": "；另有年度不明的 {n}，不在曲线上",
    "charts.archive": "。只是本库所收，不是全部",
    "charts.table": "各年数目",
    "charts.all": "合计",
    "charts.reports": "{n} 篇",
    "charts.places": "{n} 处",
}
