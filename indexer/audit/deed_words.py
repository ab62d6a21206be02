"""What a line of the record is about, in words: pages and commands by name, what it tells besides by label."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from archive.messages import LANGUAGES


def act_key(act: str) -> str | None:
    """The message that names an endpoint or command: its own, else its page's; None for one of another version."""
    keys = (f"deed.{act}", f"deed.{act.partition('.')[0]}")
    return next((key for key in keys if key in LANGUAGES["zh"]), None)


def fact_key(name: str) -> str | None:
    """The message that labels what a line tells besides; None where a page's own parameter has none."""
    key = f"deed.fact.{name}"
    return key if key in LANGUAGES["zh"] else None


def outcome_key(outcome: str) -> str | None:
    """The message for an outcome that is no error's code."""
    key = f"deed.outcome.{outcome}"
    return key if key in LANGUAGES["zh"] else None


def facts(what: str) -> Sequence[tuple[str, str]]:
    """What a line tells besides (`Deed.what`), as names and values."""
    told: Mapping[str, object] = json.loads(what)
    return [
        (name, "、".join(map(str, value)) if isinstance(value, list) else str(value)) for name, value in told.items()
    ]
