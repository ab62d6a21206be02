"""What a command speaks through: language, colour, JSON and progress. No command's own words or logic."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TextIO

from archive import messages
from archive.errors import ArchiveError, CatalogError
from indexer.forms.form import to_json
from indexer.forms.problem import problem_form

MARK = "\x1b[1;30;43m"
DIM = "\x1b[2m"
BOLD = "\x1b[1m"
RESET = "\x1b[0m"
CONTROL = {code: "�" for code in (*range(0x20), *range(0x7F, 0xA0)) if code != 0x09} | {0x1F: " │ "}
"""Texts and names of files must not steer the terminal: escape sequences are shown, not obeyed, a line stays a line."""


@dataclass
class Terminal:
    """One run's streams and manners. `color` is "auto", "always" or "never" (NO_COLOR is respected under auto)."""

    language: str = field(default_factory=messages.language_of_environment)
    json: bool = False
    color: str = "auto"
    out: TextIO = field(default_factory=lambda: sys.stdout)
    err: TextIO = field(default_factory=lambda: sys.stderr)
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)

    @property
    def colored(self) -> bool:
        """Whether marks are coloured: https://no-color.org for the meaning of NO_COLOR."""
        if self.color != "auto":
            return self.color == "always"
        return not self.environ.get("NO_COLOR") and self.environ.get("TERM") != "dumb" and self.out.isatty()

    def say(self, code: str, /, **evidence: object) -> str:
        """A text of the message table in the run's language."""
        return messages.text(code, self.language, **evidence)

    def print(self, line: str = "", *, flush: bool = False) -> None:
        """A line on standard output."""
        self.out.write(line + "\n")
        if flush:
            self.out.flush()

    def print_json(self, value: object, *, flush: bool = False) -> None:
        """One JSON value on a line of standard output, Chinese as it is."""
        self.print(json.dumps(value, ensure_ascii=False), flush=flush)

    def paint(self, text: str, style: str) -> str:
        """`text`, made safe for a terminal, in `style` where colours are on."""
        safe = text.translate(CONTROL)
        return f"{style}{safe}{RESET}" if self.colored and safe else safe

    def marked(self, text: str) -> str:
        """A place of a wording: coloured; between ▓ on a terminal without colours; in a pipe as it is, for programs."""
        if self.colored or not self.out.isatty():
            return self.paint(text, MARK)
        return f"▓{self.plain(text)}▓"

    def plain(self, text: str) -> str:
        """`text` made safe for a terminal, on one line."""
        return text.translate(CONTROL)

    def about(self, error: ArchiveError) -> str:
        """The error's message without the file's name that it begins with: for lines that show the name already."""
        message, name = error.message(self.language), error.evidence.get("name", "")
        return self.plain(message.removeprefix(f"{name}：").removeprefix(f"{name}: "))

    def error(self, error: ArchiveError, *, line: int | None = None) -> None:
        """An error on standard error: the contract's object under --json, else a sentence.

        `line`: where in a file of many queries it is.
        """
        if self.json:
            place = {} if line is None else {"line": line}
            told = {"error": to_json(problem_form(error, self.language)), **place}
            self.err.write(json.dumps(told, ensure_ascii=False) + "\n")
        else:
            place_said = "" if line is None else self.say("say.line", line=line)
            self.err.write(f"baogao: {place_said}{self.plain(error.message(self.language))}\n")
        self.err.flush()

    def internal(self, number: str) -> None:
        """A bug of ours, logged under `number`: one line, or the contract's error object with the number."""
        if self.json:
            told = {"code": "server.error", "message": self.say("server.error", number=number), "number": number}
            self.err.write(json.dumps({"error": told}, ensure_ascii=False) + "\n")
        else:
            self.err.write(f"baogao: {self.say('say.internal', number=number)}\n")
        self.err.flush()

    def no_such_report(self, report_id: str) -> None:
        """The contract's exit 1 of show, edit and remove, said."""
        self.error(CatalogError("catalog.no_such_report", id=report_id))


class Progress:
    """A line on standard error that tells how far long work is; silent where standard error is no terminal."""

    def __init__(self, terminal: Terminal, total: int, every: float = 0.2) -> None:
        self._terminal = terminal
        self._total = total
        self._every = every
        self._shown = terminal.err.isatty()
        self._begun = time.monotonic()
        self._last = 0.0

    def __call__(self, done: int, total: int | None = None) -> None:
        """`done` of `total` pieces are through."""
        self._total = total or self._total
        now = time.monotonic()
        if not self._shown or (now - self._last < self._every and done < self._total):
            return
        self._last = now
        rate = done / max(now - self._begun, 1e-6)
        left = (self._total - done) / rate if rate else 0.0
        text = self._terminal.say("say.progress", done=done, total=self._total, rate=f"{rate:.0f}", left=f"{left:.0f}")
        self._terminal.err.write(f"\r\x1b[K{text}")
        self._terminal.err.flush()

    def close(self) -> None:
        """Wipe the line of progress from the terminal."""
        if self._shown:
            self._terminal.err.write("\r\x1b[K")
            self._terminal.err.flush()
