"""The build that most would write first: jieba's ChineseAnalyzer into Whoosh, text stored, positions kept.

python -m bench.naive FOLDER < LIST-OF-FILES
"""

from __future__ import annotations

import sys
from pathlib import Path

from bench.corpus import decoded


def build(folder: Path, chosen: list[Path]) -> None:
    """Build it in `folder`."""
    from jieba.analyse import ChineseAnalyzer
    from whoosh.fields import ID, TEXT, Schema
    from whoosh.index import create_in

    schema = Schema(path=ID(stored=True), content=TEXT(analyzer=ChineseAnalyzer(), stored=True))
    writer = create_in(str(folder), schema).writer()
    for path in chosen:
        writer.add_document(path=str(path), content=decoded(path))
    writer.commit()


if __name__ == "__main__":
    build(Path(sys.argv[1]), [Path(line) for line in sys.stdin.read().splitlines()])
