"""The reading room's words in Chinese: places line by line, clippings, saved searches, notes, reports compared."""

from collections.abc import Mapping

MESSAGES: Mapping[str, str] = {
    # 逐处
    "web.views": "查看方式",
    "web.views.reports": "按篇",
    "web.views.places": "逐处",
    "web.kwic.by.left": "按左侧排",
    "web.kwic.by.right": "按右侧排",
    "web.kwic.by.year": "按年度排",
    "web.kwic.by.report": "按篇排",
    "web.kwic.before": "前面常见",
    "web.kwic.after": "后面常见",
    "web.kwic.left_out": "太多了，只列出前 {n} 处。请加年度或单位条件。",
    "web.kwic.loose": "模糊检索只看词语是否都出现，不逐处列出。可以改用",
    "web.kwic.none": "没有一处“{q}”。",
    "web.kwic.try": "按篇看，有别的办法可以试",
    # report by report
    "web.across.at": "第 {n} 篇，共 {r} 篇",
    "web.version": "第 {n} 版",
    "web.version.old": "这是第 {n} 版，现行的是第 {now} 版。",
    "web.version.now": "看现行的一版",
    "catalog.no_such_version": "编号为 {id} 的报告没有第 {version} 版，或已移到回收站。",
    # sources
    "web.cite": "出处",
    "web.cite.more": "更多出处格式",
    "web.cite.passage": "第几段",
    "web.cite.go": "看这一段的出处",
    "web.cite.plain": "出处",
    "web.cite.gbt7714": "GB/T 7714",
    "web.cite.markdown": "Markdown",
    "web.cite.words": "没有填写的项目不写，也不猜；出处可以直接粘贴到检索框，打开那一段。",
    # what readers keep
    "catalog.notebook_full": "留存的已到上限，这次没有保存。请先移出一些不再用的。",
    "catalog.notebook_too_long": "超过 {limit} 字，没有保存。请写短一些。",
    # terminal
    "say.help.kwic": "逐处列出：一处一行，检索词居中，按左右两侧的文字或年度排序",
    "say.option.order": "排序：left 按左侧、right 按右侧、year 按年度、report 按篇",
    "say.kwic.before": "前面常见：{words}",
    "say.kwic.after": "后面常见：{words}",
    "say.kwic.left_out": "只列出前 {n} 处。",
}
