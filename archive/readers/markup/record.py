"""The record above a published paper: the table of 索引号, 发文机关, 成文日期 that a site adds to it.

What it says is metadata, and kept apart from the text, but for the paper's title and number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from archive.model import CELL, Block

_END = Block("page_break", "")
_BELIEVED = 3
_LABEL_LENGTH = 8
_VALUE_LENGTH = 100
_LABELS = frozenset(
    {"索引号", "主题分类", "发文机关", "成文日期", "标题", "名称", "发文字号", "文号", "发布日期", "发布机构", "主题词"}
    | {"发文日期", "生成日期", "有效性"}
)
_OF_THE_PAPER = frozenset({"标题", "名称", "发文字号", "文号"})
"""What the paper may print nowhere else in one line."""


def stated_in(blocks: Sequence[Block]) -> dict[str, str]:
    """What the record says: 发文机关, 成文日期 … each label with the cell or line after it.

    Outside a table only three labels and values in a row are believed.
    """
    stated: dict[str, str] = {}
    lines: list[tuple[str, str]] = []
    pairs = pairwise([*blocks, _END, _END])
    for block, after in pairs:
        if label_of(block.text) and not label_of(after.text):
            lines.append((block.text, after.text))
            next(pairs, None)
            continue
        if block.kind == "row":
            _state(stated, pairwise(block.text.split(CELL)))
        if len(lines) >= _BELIEVED:
            _state(stated, lines)
        lines.clear()
    return stated


def label_of(text: str) -> str | None:
    """The label that `text` is with its colon, without the blanks it is spread with; None if it is none."""
    if len(text) > 4 * _LABEL_LENGTH:
        return None
    bare = re.sub(r"\s", "", text)
    return bare[:-1] if bare[-1:] in ("：", ":") and 2 < len(bare) <= _LABEL_LENGTH else None


def record_of(blocks: Sequence[Block], places: Iterable[int]) -> set[int]:
    """The places of the record's lines among `places`; those that name the paper's title or number stay text."""
    run: list[int] = []
    record: set[int] = set()
    for place in (*places, -1):
        if place >= 0 and _is_line(blocks, place, run):
            run.append(place)
            continue
        record |= _certain(blocks, run)
        run = []
    return record


def _is_line(blocks: Sequence[Block], place: int, run: Sequence[int]) -> bool:
    """Whether a block goes on in a record: a row of labels and values, a label, a value below its label."""
    block = blocks[place]
    if block.kind == "row":
        return bool(_own(block))
    if label_of(block.text) or not run:
        return label_of(block.text) is not None
    listed = blocks[run[0]].kind != "row"
    return listed and label_of(blocks[run[-1]].text) is not None and _is_value(block)


def _is_value(block: Block) -> bool:
    return block.kind == "paragraph" and len(block.text) < _VALUE_LENGTH


def _certain(blocks: Sequence[Block], run: Sequence[int]) -> set[int]:
    """The lines of a run that are surely of a record. The last value of a list may be the text's first line, where its
    label has none: it stays with its label.
    """
    rows = {place: _own(blocks[place]) if blocks[place].kind == "row" else _listed(blocks, place) for place in run}
    labels = {label for pairs in rows.values() for label, _ in pairs}
    if not ("索引号" in labels or {"发文机关", "成文日期"} <= labels):
        return set()
    if blocks[run[0]].kind != "row" and label_of(blocks[run[-1]].text) is None:
        rows = {place: rows[place] for place in run[:-2]}
    return {place for place, pairs in rows.items() if not any(label in _OF_THE_PAPER for label, _ in pairs)}


def _listed(blocks: Sequence[Block], place: int) -> list[tuple[str, str]]:
    """A label, or a value with the label above it."""
    label = label_of(blocks[place].text)
    return [(label, "")] if label else [(label_of(blocks[place - 1].text) or "", blocks[place].text)]


def _own(block: Block) -> list[tuple[str, str]]:
    cells = block.text.split(CELL)
    if len(cells) % 2:
        return []
    pairs = [(label_of(label) or "", value) for label, value in zip(cells[::2], cells[1::2], strict=True)]
    bare = all(label or not cell.strip() for (label, _), cell in zip(pairs, cells[::2], strict=True))
    filled = all(label or not value.strip() for label, value in pairs)
    return pairs if bare and filled and pairs[0][0] else []


def _state(stated: dict[str, str], pairs: Iterable[tuple[str, str]]) -> None:
    for label, value in _known(pairs):
        stated.setdefault(label, " ".join(value.split()))


def _known(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for label, value in pairs:
        key = label_of(label)
        if key in _LABELS and value.strip() and not label_of(value):
            yield key, value
