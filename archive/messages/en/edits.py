"""Recent changes, undoing, all correct, as terminal and page name them."""

from __future__ import annotations

from collections.abc import Mapping

MESSAGES: Mapping[str, str] = {
    "catalog.no_such_edit": "There is no change number {number}.",
    "catalog.edit_undone": "Change number {number} was undone at {at}.",
}
