"""Bandit over our code and pip-audit over what we pin, held against `known_findings`. 1 where something is new."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.security.known_findings import OF_A_FILE, OF_A_LIBRARY, OF_A_RULE
from tests.shared_files import ROOT

ROOMS = ("archive", "indexer", "web")
LOCKS = ("requirements.txt", "docs/deploy/requirements.txt")


def explained(rule: str, path: str, lines: range) -> bool:
    """Does ruff's own exception stand there, with its reason behind it?"""
    said = rf"noqa: [\w, ]*S{rule[1:]}\b[^#]*# \S"
    source = (ROOT / path).read_text(encoding="utf-8").splitlines()
    whole = [line for line in source if line.startswith("# ruff: noqa")]
    return any(re.search(said, line) for line in [*whole, *source[lines.start - 1 : lines.stop]])


def bandit(program: str) -> Iterator[str]:
    """What nobody has explained, a line each."""
    done = subprocess.run(
        [program, "-q", "-r", *ROOMS, "-f", "json"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    told: dict[str, Any] = json.loads(done.stdout)
    yield from (f"bandit could not read {one['filename']}: {one['reason']}" for one in told["errors"])
    counted: Counter[tuple[str, str]] = Counter()
    for one in told["results"]:
        rule, path, lines = one["test_id"], one["filename"], one["line_range"]
        if rule in OF_A_RULE or explained(rule, path, range(min(lines), max(lines))):
            continue
        counted[rule, path] += 1
        if counted[rule, path] > OF_A_FILE.get((rule, path), (0, ""))[0]:
            yield f"{path}:{one['line_number']} {rule} {one['issue_text']}"
    yield from (f"{path} {rule}: explained, and no longer there" for rule, path in OF_A_FILE.keys() - counted.keys())
    print(f"bandit: {len(told['results'])} findings, all looked at but what follows")


def pip_audit(program: str) -> Iterator[str]:
    """Advisories on what we pin that nobody has explained; where the service cannot be asked, that is said."""
    for lock in LOCKS:
        asked = [program, "--require-hashes", "--disable-pip", "--progress-spinner", "off", "-f", "json", "-r", lock]
        done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
        try:
            pinned = json.loads(done.stdout)["dependencies"]
        except ValueError:
            print(f"pip-audit: {lock} NOT AUDITED: {done.stderr.strip()[-200:]}")
            continue
        unasked = [one["name"] for one in pinned if "skip_reason" in one]
        print(f"pip-audit: {lock}: {len(pinned) - len(unasked)} of {len(pinned)} audited", end="")
        print(f"; NOT AUDITED, the service of advisories does not answer here: {len(unasked)}" if unasked else "")
        for one in pinned:
            for found in one.get("vulns", ()):
                if not {found["id"], *found["aliases"]} & OF_A_LIBRARY.keys():
                    yield f"{lock}: {one['name']} {one['version']} {found['id']} (mended in {found['fix_versions']})"


def main(programs: Path) -> int:
    """Print what is new."""
    found = [*bandit(str(programs / "bandit")), *pip_audit(str(programs / "pip-audit"))]
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
