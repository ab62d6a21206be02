"""Which files of a folder have stopped growing. What then becomes of them: `watch_folders`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from indexer.ingest.pipeline import Candidate

Signature = tuple[int, int, int]


@dataclass(slots=True)
class _Seen:
    """How a file was, and when it was last seen to be another."""

    signature: Signature
    since: float


@dataclass
class Growing:
    """Files between their first sight and their import; `quiet` seconds without a change end that."""

    quiet: float
    _done: dict[str, Signature] = field(default_factory=dict)
    _seen: dict[str, _Seen] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self._seen)

    def ready(self, tree: Mapping[str, Candidate], clock: float, *, now: float | None = None) -> list[Candidate]:
        """The new and changed files of `tree` that are at rest, each once. `now`, the time of day: those that have not
        been written to for long are at rest at first sight.
        """
        for known in (self._done, self._seen):
            for place in known.keys() - tree.keys():
                del known[place]
        return [candidate for place, candidate in tree.items() if self._is_ready(place, candidate, clock, now)]

    def again(self, place: str) -> None:
        """Its import did not come about: as if it had not been seen."""
        self._done.pop(place, None)

    def _is_ready(self, place: str, candidate: Candidate, clock: float, now: float | None) -> bool:
        try:
            status = candidate.path.stat()
        except OSError:  # gone again
            return False
        signature = (status.st_size, status.st_mtime_ns, status.st_ino)
        if self._done.get(place) == signature:
            self._seen.pop(place, None)
            return False
        seen = self._seen.get(place)
        if seen is None or seen.signature != signature:
            self._seen[place] = _Seen(signature, clock)
            if now is None or now - status.st_mtime <= self.quiet:
                return False
        elif clock - seen.since < self.quiet:
            return False
        del self._seen[place]
        self._done[place] = signature
        return True
