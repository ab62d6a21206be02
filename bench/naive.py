"""The build that most would write first: jieba's ChineseAnalyzer into Whoosh, text stored, positions kept.

python -m bench.naive FOLDER [EVERY]     indexes every EVERYth text file; prints JSON: seconds, characters, bytes
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from bench.corpus import decoded, files


def build(folder: Path, every: int = 1) -> dict[str, float]:
    """Build it; seconds from reading the first file to the end of commit."""
    from jieba.analyse import ChineseAnalyzer
    from whoosh.fields import ID, TEXT, Schema
    from whoosh.index import create_in

    begun = time.perf_counter()
    schema = Schema(path=ID(stored=True), content=TEXT(analyzer=ChineseAnalyzer(), stored=True))
    writer = create_in(str(folder), schema).writer()
    characters = 0
    for path in files()[::every]:
        text = decoded(path)
        characters += len(text)
        writer.add_document(path=str(path), content=text)
    writer.commit()
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    return {"seconds": time.perf_counter() - begun, "characters": characters, "bytes": size}


if __name__ == "__main__":
    print(json.dumps(build(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)))
