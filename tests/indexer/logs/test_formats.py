"""The form of a log line: one line, nothing beyond ASCII but words asked for, a trace without quotations."""

from __future__ import annotations

import json
import logging
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.logs import context
from indexer.logs.formats import JsonFormat, LineFormat, TextFormat, masked, trace_of

FORMS = pytest.mark.parametrize("form", [TextFormat("test"), JsonFormat("test")], ids=["text", "json"])


def record(message: str, *args: object, error: BaseException | None = None, **extra: object) -> logging.LogRecord:
    info = (type(error), error, error.__traceback__) if error else None
    made = logging.LogRecord("a.name", logging.INFO, "a.py", 1, message, args, info)
    made.__dict__.update(extra)
    return made


def raised(error: BaseException, cause: BaseException | None = None) -> BaseException:
    try:
        raise error from cause
    except type(error) as caught:
        return caught


@given(st.text())
def test_what_is_masked_is_one_line_of_ascii_and_keeps_what_is_ascii(text: str) -> None:
    shown = masked(text)
    assert shown.isascii()
    assert shown.isprintable()
    if text.isascii() and text.isprintable():
        assert shown == text


@FORMS
@given(message=st.text(), value=st.text())
def test_no_form_of_a_line_says_what_a_record_carries_beyond_ascii(form: LineFormat, message: str, value: str) -> None:
    line = form.format(record("%s", message, fields={"value": value}))
    assert line.isascii()
    assert line.isprintable()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("disk.full: /srv/报告库/index", "disk.full: /srv/[3]/index", id="a path of an operator"),
        pytest.param("a\nb\x1b[31m", "a\\nb\\x1b[31m", id="no second line, nothing that steers a terminal"),
        pytest.param("𠮷野家", "[3]", id="code points beyond the first plane"),
    ],
)
def test_masked_text_as_a_reader_sees_it(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.parametrize(
    ("error", "last"),
    [
        pytest.param(KeyError("绝密"), "KeyError: [2]", id="a key"),
        pytest.param(OSError(2, "No such file", "/x/secret.pdf"), "FileNotFoundError: [Errno 2] No such file: [13]",
                     id="a file's name"),
        pytest.param(ValueError('not "this text" here'), "ValueError: not [9] here", id="in double quotes"),
        pytest.param(ValueError("党\n建"), "ValueError: [1]\\n[1]", id="over two lines"),
        pytest.param(ValueError(), "ValueError: ", id="nothing said"),
    ],
)  # fmt: skip
def test_an_exception_is_told_without_what_it_quotes(error: BaseException, last: str) -> None:
    told = trace_of(raised(error)).splitlines()
    assert told[-1].strip() == last.strip()
    assert "in raised: raise error from cause" in told[0]


def test_what_caused_an_exception_stands_before_it() -> None:
    told = trace_of(raised(ValueError("two"), raised(KeyError("一"))))
    assert told.index("KeyError: [1]") < told.index("caused:") < told.index("ValueError: two")


@FORMS
def test_a_line_bears_the_number_of_its_work(form: LineFormat) -> None:
    with context.whole_process("import", 7):
        assert "import" in form.format(record("x"))
        with context.working("request", 9):
            line = form.format(record("x"))
            assert "request" in line
            assert "import" not in line
    assert "import" not in form.format(record("x"))


def test_the_fields_of_a_line_as_json() -> None:
    made = record("told %d", 3, fields={"ms": 1.5, "route": "/a/<b>"}, words="一岗双责")
    made.created, made.msecs, made.process = 0.0, 5.0, 11
    with context.working("request", 2):
        line = json.loads(JsonFormat("serve").format(made))
    assert line == {
        "time": "1970-01-01T00:00:00.005Z", "level": "INFO", "role": "serve", "process": 11, "request": 2,
        "from": "a.name", "message": "told 3", "ms": 1.5, "route": "/a/<b>", "words": "一岗双责",
    }  # fmt: skip


def test_a_trace_of_text_is_indented_below_its_line() -> None:
    first, *rest = TextFormat("serve").format(record("failed", error=raised(ValueError("x")))).splitlines()
    assert first.endswith("a.name: failed")
    assert rest
    assert all(line.startswith("  ") for line in rest)
    assert sys.exc_info() == (None, None, None)
