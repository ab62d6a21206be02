"""A draft back as Word, every finding a comment at its place: in the person's own file where that was Word, else in a
new one. What a Word file is lives in `docx_writer`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from indexer.export.docx_writer import Comment, WordFile, with_comments
from indexer.forms.proofing import Say, message_of
from indexer.processes import sandbox
from indexer.processes.wire_format import error_of
from indexer.proofing.draft import Draft
from indexer.proofing.draft_check import Proof

Comments = Mapping[int, Sequence[Comment]]
MOST = 20
"""Places of one finding that get a comment each: a matter told for the whole document needs no hundred."""


def commented(found: Proof, say: Say, data: bytes | None = None) -> bytes:
    """The draft with comments. `data`: its file, which is kept as it is where it is a .docx.

    Raises ReadError `read.crashed` where it cannot be taken apart, UsageError where no Word file can be made here.
    """
    comments = _comments(found, say)
    if data is not None and found.draft.report.format == "docx":
        return _in_place(found.draft, data, comments)
    file = WordFile(found.draft.report.masthead.title or found.draft.name)
    for number, text in enumerate(found.draft.texts, 1):
        file.paragraph(text, comments.get(number, ()))
    return file.data()


def _comments(found: Proof, say: Say) -> Comments:
    comments: defaultdict[int, list[Comment]] = defaultdict(list)
    for finding in found.findings:
        told = f"【{say(f'proof.kind.{finding.kind}')}】{message_of(finding, say)}"
        if finding.better:
            told += f"\n{say('say.proof.better', better=finding.better)}"
        for place in finding.places[:MOST]:
            comments[place.passage].append(Comment(place.start, place.end, told, say("proof.author")))
    return comments


def _in_place(draft: Draft, data: bytes, comments: Comments) -> bytes:
    try:
        return b"".join(sandbox.run(_with_comments, data, list(draft.texts), dict(comments)))
    except sandbox.StoppedError as stopped:
        raise error_of(stopped, draft.name) from stopped


def _with_comments(data: bytes, texts: Sequence[str], comments: Comments) -> Iterator[bytes]:
    yield with_comments(data, texts, comments)
