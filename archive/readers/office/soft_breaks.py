"""The paragraphs that a word processor's paragraph makes whose lines were broken by hand (Shift+Enter). Lines of plain
text are told in `line_joining`.

Such lines are mostly lines of their own, addresses and signatures; but a title that is broken to be centred
(关于做好农田水利建设工 | 作的通知) is one, or its words would be found by nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archive.readers.line_joining import Line, begins_anew, joined, split

_LONGEST = 120
_LINES = 5
_MARKS = re.compile("[。；：！？;:!?|｜\t]")
_KIND = re.compile(
    "(报告|汇报|总结|通知|通报|意见|决定|决议|请示|批复|复函|[的之]函|公告|通告|公报|方案|要点|计划|规划|纲要|纪要|讲话"
    "|办法|规定|条例|细则|规则|说明)(?:[（(][^（()）]{1,12}[）)])?$"
)
_SUBJECT = re.compile("关于|印发|转发|批转|对.{2,30}的|[0-9０-９]{4}年")
"""What a whole title holds before the word of its kind."""


def paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of `text`, an LF at each seam inside one: those of `line_joining`, but a title stays whole."""
    if "\n" not in text:
        yield text
        return
    lines = split(text)
    if _is_title(lines):
        yield "\n".join(line.text for line in lines)
    else:
        yield from joined(lines)


def _is_title(lines: Sequence[Line]) -> bool:
    """Whether the lines are one title and nothing else: only the last of them ends with the word of a kind."""
    texts = [line.text for line in lines]
    whole = "".join(texts)
    return (
        1 < len(texts) <= _LINES
        and len(whole) <= _LONGEST
        and _MARKS.search(whole) is None
        and _KIND.search(whole) is not None
        and _SUBJECT.search(whole) is not None
        and not any(_KIND.search(text) for text in texts[:-1])
        and not any(line.apart for line in lines[1:])
        and not any(begins_anew(text) for text in texts[1:])
    )
