"""How imports are called on the page: reasons, times, the tabs of their pages. Nothing is imported here."""

from __future__ import annotations

from datetime import UTC, datetime

from archive.errors import ArchiveError
from web.http.language import language
from web.state.app_state import app_state


def reason(error: ArchiveError) -> str:
    """An error's sentence without the file's name, which stands beside it."""
    message, name = error.message(language(), page=True), str(error.evidence.get("name", ""))
    sentence = message.removeprefix(f"{name}：").removeprefix(f"{name}: ").strip("： ")
    return sentence[:1].upper() + sentence[1:]


def clock(at: str | None) -> str:
    """A time of the catalog as the clock of this machine shows it."""
    if not at:
        return ""
    moment = datetime.strptime(at, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")


def tabs() -> dict[str, int]:
    """What the tabs above the lists count."""
    catalog = app_state().catalog
    return {"unread_count": catalog.counts().unread, "near_count": catalog.near.count()}
