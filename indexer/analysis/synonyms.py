"""Groups of wordings that say the same, from a plain text file of the home: read here, used only where 近义: asks.

A line is a group, its wordings separated by blanks, 、 or ，; `#` begins a comment. A wording may be in several groups.
The file is read anew when it changes; without it there are no groups.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from archive.errors import UsageError
from archive.text.fold import (
    CLOSING,
    OPENING,
    STRAIGHT,
    fold_text,
)

FILE = "synonyms.txt"
_MARKS = OPENING + CLOSING + STRAIGHT
_BETWEEN = re.compile(r"[\s、，,]+")


class Synonyms:
    """The groups of one file. Calling it with a folded wording gives those that stand in a group with it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen: tuple[int, int] | None = None
        self._groups: tuple[tuple[str, ...], ...] = ()

    def __call__(self, wording: str) -> Sequence[str]:
        """All wordings of the groups that hold `wording` (folded), itself among them; none where no group does.

        Raises UsageError("settings.bad_synonyms") where the file cannot be read.
        """
        self._read()
        groups = (group for group in self._groups if any(fold_text(one) == wording for one in group))
        return tuple(dict.fromkeys(one for group in groups for one in group))

    def _read(self) -> None:
        try:
            state = self.path.stat()
            seen = state.st_mtime_ns, state.st_size
            if seen != self._seen:
                text = self.path.read_text(encoding="utf-8-sig")
                self._groups, self._seen = _groups(text), seen
        except FileNotFoundError:
            self._groups, self._seen = (), None
        except OSError as problem:
            raise UsageError("settings.bad_synonyms", where=str(self.path), problem=problem.strerror or "") from problem
        except UnicodeDecodeError as problem:
            raise UsageError("settings.bad_synonyms", where=str(self.path), problem=str(problem)) from problem


def _groups(text: str) -> tuple[tuple[str, ...], ...]:
    lines = (re.sub(r"#.*", "", line) for line in text.splitlines())
    groups = (tuple(word.strip(_MARKS) for word in _BETWEEN.split(line) if fold_text(word)) for line in lines)
    return tuple(group for group in groups if group)
