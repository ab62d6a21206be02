"""Lines of a picture by RapidOCR (PP-OCR models in its wheel); the only owner of rapidocr.

The models' paths are named, so that the library has no reason to fetch one. Lines to paragraphs is `scan`'s.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from statistics import fmean
from typing import Any

import rapidocr

from archive.readers.ocr.image_frames import Image, pictures, red_ink
from archive.readers.ocr.recognised import Recognised, Sheet
from archive.readers.ocr.under_seals import believed

LONGEST = 2000
"""Pixels: what the models see of a page's longer side. A4 then has 170 dots an inch; printed 仿宋 needs 120."""
_UNSURE = 0.75
_MODELS = Path(rapidocr.__file__).parent / "models"


def sheets(data: bytes, name: str) -> Iterator[Sheet]:
    """The pictures of a png, jpg, tiff or bmp. Raises `ReadError` as `frames.pictures` does."""
    return map(_upright, pictures(data, name, LONGEST))


def _upright(picture: Image) -> Sheet:
    """The picture's lines; one that lies on its side or stands on its head is turned first."""
    first = _read(picture)
    turns: tuple[int, ...] = ()
    if sum(line.bottom - line.top > 1.5 * (line.right - line.left) for line in first.lines) * 2 > len(first.lines):
        turns = (90, 270)
    elif first.lines and _sure(first) < _UNSURE:
        turns = (180,)
    turned = [picture.rotate(turn, expand=True) for turn in turns]
    upright, sheet = max([(picture, first), *((one, _read(one)) for one in turned)], key=lambda pair: _sure(pair[1]))
    return _past_seals(upright, sheet)


def _sure(sheet: Sheet) -> float:
    return fmean(line.confidence for line in sheet.lines) if sheet.lines else 0.0


def _past_seals(picture: Image, sheet: Sheet) -> Sheet:
    """The picture's `sheet`; where a seal is across any line or near, what is read without the red ink counts too."""
    ink = red_ink(picture)
    if not ink or not ink.near_print:
        return sheet
    return replace(sheet, lines=believed(sheet.lines, _read(ink.without()).lines, ink))


def _read(picture: Image) -> Sheet:
    found = _engine()(picture)
    lines: Sequence[Recognised] = ()
    if found.txts:
        lines = [
            _line(text, score, box) for text, score, box in zip(found.txts, found.scores, found.boxes, strict=True)
        ]
    return Sheet(picture.width, picture.height, tuple(lines))


def _line(text: str, score: float, box: Any) -> Recognised:
    across, down = [float(point[0]) for point in box], [float(point[1]) for point in box]
    return Recognised(text, round(float(score), 3), min(across), min(down), max(across), max(down))


@cache
def _engine() -> Any:
    """Loaded once a process, 0.6 s. One thread: several files are read at a time, each in a process of its own."""
    return rapidocr.RapidOCR(
        params={
            "Global.use_cls": False,
            "Global.log_level": "critical",
            "Global.max_side_len": LONGEST,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "Det.model_path": str(_model("*det*.onnx")),
            "Rec.model_path": str(_model("*rec*.onnx")),
        }
    )


def _model(pattern: str) -> Path:
    """The model in the wheel. FileNotFoundError where an installation is incomplete."""
    found = sorted(_MODELS.glob(pattern))
    if not found:
        raise FileNotFoundError(f"{_MODELS / pattern}: rapidocr is installed without its models")
    return found[0]
