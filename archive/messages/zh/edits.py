"""最近修改、撤销、全部无误, as terminal and page name them."""

from __future__ import annotations

from collections.abc import Mapping

MESSAGES: Mapping[str, str] = {
    "catalog.no_such_edit": "没有第 {number} 号修改。",
    "catalog.edit_undone": "第 {number} 号修改已在 {at} 撤销。",
}
