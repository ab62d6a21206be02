"""Real papers of an office for an installation that is tried: Word of both kinds and pdf, with what each says."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from tests.shared_files import shared

WORDINGS = {
    "docx_公共科目笔试考试大纲_2022.docx": "行政职业能力测验和申论两科",
    "doc_公安专业科目考试大纲_2022.doc": "公安机关执法勤务职位专业科目",
    "pdf_网络安全法.pdf": "网络安全等级保护制度",
}
"""File -> words that whoever opens it reads there."""


def papers(target: Path) -> Path:
    """The folder `target`, made with them, as `using.py` wants it."""
    target.mkdir(parents=True)
    for name in WORDINGS:
        shutil.copyfile(shared("corpus", "formats", name), target / name)
        (target / name).chmod(0o644)
    (target / "wordings.json").write_text(json.dumps(WORDINGS, ensure_ascii=False), encoding="utf-8")
    return target
