"""The form of a log line, as text or JSON, and what no line may say: words of reports, questions and files' names.

Whatever a record carries, from any library, goes through `masked`: runs of characters beyond ASCII, the script of the
archive's texts, are replaced by their length. Of an exception only that and its quoted parts are hidden; file, line and
function of each frame stay. A record's `words` are the one exception; the setting log_queries alone puts them there.
"""

from __future__ import annotations

import json
import logging
import re
import time
import traceback
from collections.abc import Iterator, Mapping

from indexer.logs import context

_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_QUOTED = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_PLAIN = re.compile(r"[\w.,/:<>\[\]%+@-]+", re.ASCII)


def masked(text: str) -> str:
    """`text` with each run of characters beyond ASCII as `[n]`, its length in code points, on one line."""
    hidden = _FOREIGN.sub(lambda run: f"[{len(run[0])}]", text)
    return _CONTROL.sub(lambda sign: repr(sign[0])[1:-1], hidden)


def trace_of(error: BaseException) -> str:
    """The traceback of an exception and of those behind it: what they say without quoted parts, frames in full."""
    return "\n".join(_trace(traceback.TracebackException.from_exception(error, compact=True)))


def _trace(told: traceback.TracebackException) -> Iterator[str]:
    if told.__cause__ is not None:
        yield from _trace(told.__cause__)
        yield "caused:"
    elif told.__context__ is not None and not told.__suppress_context__:
        yield from _trace(told.__context__)
        yield "and while that was handled:"
    for frame in told.stack:
        yield f"  {masked(frame.filename)}:{frame.lineno} in {frame.name}: {masked(frame.line or '')}"
    # The name of the type and what str() says, in any Python: `exc_type` is deprecated since 3.13.
    (*_, last) = told.format_exception_only()
    kind, _, said = last.rstrip("\n").partition(": ")
    yield f"  {kind}: {masked(_QUOTED.sub(lambda run: f'[{len(run[0]) - 2}]', said))}"


class LineFormat(logging.Formatter):
    """The fields that every line has. `role` is what the process is for: serve, import, or the command's verb."""

    def __init__(self, role: str) -> None:
        super().__init__()
        self._role = role

    def fields(self, record: logging.LogRecord) -> dict[str, object]:
        """The line by name: time (UTC, milliseconds), level, role, process, work, message, and what it tells beside."""
        when = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        work = context.current()
        more: Mapping[str, object] = getattr(record, "fields", {})
        return {
            "time": f"{when}.{int(record.msecs):03d}Z",
            "level": record.levelname,
            "role": self._role,
            "process": record.process,
            **({} if work is None else {work.kind: work.number}),
            "from": record.name,
            "message": masked(record.getMessage()),
            **{name: masked(value) if isinstance(value, str) else value for name, value in more.items()},
            **({"words": words} if (words := getattr(record, "words", None)) is not None else {}),
        }


class TextFormat(LineFormat):
    """`TIME LEVEL ROLE[PROCESS] request=7 FROM: MESSAGE name=value …`; a trace follows on lines that are indented."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        told = self.fields(record)
        head = f"{told.pop('time')} {told.pop('level')} {told.pop('role')}[{told.pop('process')}]"
        work = "".join(f" {kind}={told.pop(kind)}" for kind in ("request", "import") if kind in told)
        line = f"{head}{work} {told.pop('from')}: {told.pop('message')}"
        line += "".join(f" {name}={_shown(value)}" for name, value in told.items())
        error = record.exc_info[1] if record.exc_info else None
        return line if error is None else f"{line}\n{trace_of(error)}"


class JsonFormat(LineFormat):
    """One JSON object a line; a trace is its `trace`."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        told = self.fields(record)
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            told["trace"] = trace_of(error)
        return json.dumps(told, ensure_ascii=True, default=str)


def _shown(value: object) -> str:
    text = str(value)
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)
