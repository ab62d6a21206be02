"""Findings of bandit that are no faults, each with its reason. What is in neither table, and not explained beside its
line for ruff, which has the same rules by the same numbers (`# noqa: S608 # reason`), fails `make security`.
"""

from __future__ import annotations

from collections.abc import Mapping

OF_A_RULE: Mapping[str, str] = {
    "B101": "asserts state what types cannot; none checks what comes from outside, and nobody runs us with -O",
    "B404": "a module that starts processes; each start is a finding of its own (B603, B607)",
    "B603": "a list of our own words is started, never a shell, never a word of a reader's",
}
"""Rules that are set aside everywhere, as in pyproject.toml."""

OF_A_FILE: Mapping[tuple[str, str], tuple[int, str]] = {
    ("B105", "archive/messages/en/deeds.py"): (4, "sentences under keys that hold the word password or token"),
    ("B105", "archive/messages/zh/deeds.py"): (4, "as above"),
    ("B105", "archive/messages/en/managing.py"): (1, "as above"),
    ("B105", "archive/messages/zh/managing.py"): (1, "as above"),
    ("B105", "archive/messages/en/people.py"): (4, "as above"),
    ("B105", "archive/messages/zh/people.py"): (4, "as above"),
    ("B105", "archive/messages/en/shared.py"): (2, "as above"),
    ("B105", "archive/messages/zh/shared.py"): (2, "as above"),
    ("B105", "indexer/cli/main.py"): (1, "the verb `token` and the folder that its file lies in"),
    ("B405", "archive/readers/markup/element_tree.py"): (1, "a type's name; what is parsed is refused with a DOCTYPE"),
    ("B405", "archive/readers/markup/markdown.py"): (1, "a type's name; the markdown library made the tree"),
    ("B403", "web/state/shared_memory.py"): (1, "what is loaded lies in memory that our own processes alone share"),
    ("B608", "indexer/index/embedded/rows.py"): (1, "question marks, as many as there are columns"),
}
"""(rule, file) -> how many at most, and why."""

OF_A_LIBRARY: Mapping[str, str] = {}
"""Advisory (PYSEC-…, GHSA-…, CVE-…) -> why it does not concern us."""
