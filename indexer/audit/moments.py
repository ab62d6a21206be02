"""Days and moments as people write them, on this machine's clock, as the moments of the record (UTC)."""

from __future__ import annotations

from datetime import UTC, datetime

from archive.errors import UsageError


def moment(words: str) -> str:
    """2026-11-30 (its first instant) or 2026-11-30T08:15 as ISO 8601 in UTC. Raises UsageError("audit.bad_moment")."""
    try:
        told = datetime.fromisoformat(words.strip())
    except ValueError as problem:
        raise UsageError("audit.bad_moment", words=words[:40]) from problem
    return told.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def shown(at: str) -> str:
    """A moment of the record on this machine's clock: 2026-11-30 08:15:02."""
    return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M:%S")
