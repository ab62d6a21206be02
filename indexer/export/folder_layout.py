"""What an exported folder is made of: the names of its files and folders, and the version of that."""

from __future__ import annotations

MANIFEST, SUMS = "manifest.json", "manifest.sha256"
METADATA, TABLE = "metadata.jsonl", "metadata.csv"
REPORTS, ORIGINALS = "reports", "originals"
FORMAT = "baogao-export:1"
