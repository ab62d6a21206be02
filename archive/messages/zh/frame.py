"""The words of the frame in Chinese: the places of the bar, the skip links, the display settings."""

from collections.abc import Mapping

MESSAGES: Mapping[str, str] = {
    "web.nav.check": "核查",
    "web.nav.missing": "谁没交",
    "web.nav.manage": "管理",
    "web.nav.more": "更多",
    "web.skip.results": "跳到结果",
    "web.skip.filters": "跳到筛选",
    "web.look.density": "行距",
    "web.density.compact": "紧凑",
    "web.density.roomy": "舒适",
}
