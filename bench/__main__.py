"""python -m bench: measures everything, prints it, and writes docs/bench.md.

python -m bench [--quick]     --quick: every tenth file, nothing written
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from bench.cold import measure_cold
from bench.corpus import decoded, files
from bench.imports import measure_imports
from bench.machine import ROOT, description
from bench.page import page
from bench.phrases import measure_phrases


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--quick", action="store_true")
    quick = parser.parse_args().quick
    chosen = files()[:: 10 if quick else 1]
    texts = [decoded(path) for path in chosen]
    with tempfile.TemporaryDirectory() as folder:
        imports = measure_imports(chosen, texts, Path(folder))
        phrases = measure_phrases(imports.home, texts)
        cold = measure_cold(imports.home)
    text = page(description(), imports, phrases, cold)
    print(text)
    if not quick:
        (ROOT / "docs" / "bench.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
