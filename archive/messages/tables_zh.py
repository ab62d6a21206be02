"""Words about tables in Chinese: 核查表, 应交名单, 登记表, 导出. One message a line."""

from collections.abc import Mapping

MESSAGES: Mapping[str, str] = {
    # rosters
    "catalog.roster_name": "期次的名称“{name}”不能用。请写 1 到 {limit} 个字，如 2024年度述职。",
    "catalog.roster_empty": "应交名单里没有单位。请一行写一家，再保存。",
    "catalog.roster_too_long": "应交名单超过 {limit} 家。请分成几个期次。",
    "catalog.roster_unit": "应交名单里的“{unit}”不像单位名（最多 {limit} 字，一行一家）。请改正后再保存。",
    "catalog.no_such_roster": "没有“{name}”这个期次的应交名单。可用：{known}。",
    # terminal
    "say.turnout": "应交 {due} 家，已交 {came}，未交 {missing}，读不出 {unreadable}。",
    "say.turnout.missing": "未交：{names}",
    "say.option.collection": "期次：用已存的应交名单，如 2024年度述职",
    "say.help.roster": "应交名单：各期次该交的单位",
    "say.word.roster.action": "list 列出，show 看一份，save 存一份，remove 去掉一份",
    "say.word.roster.name": "期次，如 2024年度述职",
    "say.word.roster.file": "单位名单，一行一家；- 为标准输入",
    "say.roster.saved": "已存：{name}，{n} 家。",
    "say.roster.removed": "已去掉：{name}。报告没有动。",
    "say.roster.line": "{name}   {n} 家   {when}",
}
