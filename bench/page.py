"""The figures as a Markdown page, ratios first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bench import kinds_page, speed_page, steps_page
from bench.figures import Latency, Measured, Round, Way
from bench.targets import Target, targets

NONE = "–"


WHERE = """## Where the time goes

Seconds are the processor's, on the same corpus; `Step by step` below says how they were taken. What stands above as not
reached has its reason here.

- **Import.** Readers are the bottleneck: they read, tell outline and masthead, cut words (3.4 s, by a library in Rust),
  fold, and send what catalog and index keep, so that the process that keeps it only writes: catalog and originals with
  their fsyncs (1.3 s), positions (1.4 s). Nearly alone at the end are the last of positions and words, the quoted terms
  and the search for likely drafts (1.1 s, before 6.2).
- **Indexing alone.** The largest part cuts words (by the library that cuts tantivy's here); positions are a third of
  what FTS5 took.
- **A bare query's page.** The results are sent when they are there, and the words apart, the ends of passages and the
  counts by part behind them. Most of the time reads, checks and marks the passages of the reports that are shown.
- **One sentence, one paragraph, near, in a part.** Positions decide, and no text is read but the passages that are
  shown and checked. The slowest in twenty are wordings that stand in nearly all reports, and the first questions of a
  process."""


def page(one: Round, ten: Round | None, kinds: Mapping[str, Any] | None = None) -> str:
    """docs/bench.md. `kinds`: of the two kinds of exact index (`kinds_page`)."""
    parts = [_head(one), _ratios(one), _targets(targets(one, ten)), WHERE, _figures(one), _questions(one), _apart(one)]
    if ten is not None:
        parts.append(_ten(ten))
    if kinds:
        parts.append(kinds_page.section(kinds))
    return "\n\n".join([*parts, speed_page.SECTION, steps_page.SECTION, _rules(one)]) + "\n"


def _head(one: Round) -> str:
    return f"""# Speed and size, beside what else could be picked

![Time to index, size, latency and right answers of every peer](pictures/bench.svg)

Made by `make bench` on {one.machine}, in {one.minutes:.0f} minutes.
{one.files:,} texts, {one.characters:,} characters, {one.text_bytes / 1e6:.1f} MB as UTF-8. Machines differ and are
noisy: read the ratios; all of a row ran in the same run on the same files. How answers are judged, and what each peer
does, stands at the end.{"" if one.index == "positions" else _of_before(one)}"""


def _of_before(one: Round) -> str:
    return f"""

Up to "Positions beside FTS5" our rows were measured with the index of the release before, in {one.index}; that section
tells how much today's is quicker, and "Beside the first release" pages as they are now."""


def _ratios(one: Round) -> str:
    ours = one.peers[0]
    rows: list[Sequence[str]] = [
        (_name(peer, way), *_ratio_cells(peer, way, ours))
        for peer in one.peers
        for way in (peer.ways[:1] if peer is ours else peer.ways)
    ]
    rows += _missing(one)
    head = ("", "build", "index", "phrase p50", "phrase p95", "right answers", "reports missed")
    return "## How many times ours\n\n" + _table(head, rows)


def _ratio_cells(peer: Measured, way: Way, ours: Measured) -> Sequence[str]:
    base = ours.ways[0]
    return (
        _times(peer.build_seconds, ours.build_seconds) if peer.build_seconds else "none",
        _times(peer.index_bytes, ours.index_bytes) if peer.index_bytes else "none",
        _times(way.random.p50, base.random.p50),
        _times(way.random.p95, base.random.p95),
        f"{100 * way.right / way.asked:.1f} %" if way.asked else NONE,
        f"{100 * way.missed / way.files:.1f} %" if way.files else NONE,
    )


def _targets(reached: Iterable[Target]) -> str:
    rows = [(target.name, target.wanted, target.found, "yes" if target.reached else "**no**") for target in reached]
    return "## What was to be reached\n\n" + _table(("", "to reach", "measured", "reached"), rows)


def _figures(one: Round) -> str:
    rows = [
        (
            _name(peer, None),
            f"{peer.build_seconds:.1f}" if peer.build_seconds else "none",
            f"{one.characters / peer.build_seconds:,.0f}" if peer.build_seconds else NONE,
            f"{peer.build_mib:.0f}" if peer.build_mib else NONE,
            f"{peer.index_bytes / one.text_bytes:.2f}" if peer.index_bytes else "none",
            f"{peer.disk_bytes / one.text_bytes:.2f}" if peer.disk_bytes else "none",
            f"{peer.ask_mib:.0f}" if peer.ask_mib else NONE,
            _added(peer),
        )
        for peer in one.peers
        if not peer.missing
    ]
    head = (
        *("", "build s", "characters/s", "peak MiB", "index / text", "all on the disk / text"),
        *("asking, MiB", "one added is found, ms"),
    )
    return "## Building\n\n" + _table(head, rows + _missing(one))


def _questions(one: Round) -> str:
    rows = []
    for peer in one.peers:
        for way in peer.ways:
            right = f"{way.right} of {way.asked}" if way.asked else NONE
            common = str(way.common_right) if way.asked else NONE
            rows.append((_name(peer, way), *_latency(way.random), right, *_latency(way.common), common))
    head = ("random phrases, ms", "p50", "p95", "p99", "right", "20 common: p50", "p95", "p99", "right")
    bare = [(_name(peer, None), *_latency(peer.bare)) for peer in one.peers if peer.bare]
    text = "## Asking\n\n" + _table(head, rows)
    text += "\n\nA bare query's first page:\n\n" + _table(("200 bare queries, ms", "p50", "p95", "p99"), bare)
    ours = one.peers[0]
    if ours.precise is None:
        return text
    text += "\n\nThe first page of what only we can be asked: two wordings in one sentence, in one paragraph, or at\n"
    text += "most ten characters apart, or one in a part of the report.\n\n"
    return text + _table(("200 precise queries, ms", "p50", "p95", "p99"), [(ours.name, *_latency(ours.precise))])


def _apart(one: Round) -> str:
    if not one.ours:
        return ""
    ours = one.ours
    rows = [
        ("whole import, Markdown read as Markdown", f"{one.peers[0].build_seconds:.1f} s"),
        ("whole import, the same texts as plain text", f"{ours['plain_seconds']:.1f} s"),
        ("`baogao reindex`: both indexes from the catalog", f"{ours['reindex_seconds']:.1f} s"),
        ("a cold `baogao search`, quoted", f"{ours['cold_quoted']:.2f} s"),
        ("a cold `baogao search`, bare", f"{ours['cold_bare']:.2f} s"),
        ("Python doing nothing", f"{ours['cold_python']:.2f} s"),
    ]
    return "## Ours taken apart\n\n" + _table(("", ""), rows)


def _ten(ten: Round) -> str:
    return f"""## Ten times the corpus

{ten.files:,} texts, {ten.characters:,} characters: the corpus, and nine times as much of paragraphs drawn from it.
{ten.machine}, {ten.minutes:.0f} minutes. A peer that would build for more than ten minutes is left out.

{_figures(ten).removeprefix("## Building").strip()}

{_questions(ten).removeprefix("## Asking").strip()}"""


def _rules(one: Round) -> str:
    about = "\n".join(f"- **{peer.name}**: {peer.about}" for peer in one.peers)
    return f"""## How it is measured

Every peer gets the same UTF-8 files and runs in processes of its own; its build is timed as a whole process, its
questions inside one that is warm (command-line peers: a process each, which is how they are asked). Slow peers are
asked a sample of the same phrases. The 1,000 random phrases have 2 to 20 characters, at least one of them Chinese, no
white space and no markup. A question's answer is the list of all files.

An answer is right where it holds every file in which the wording stands character for character inside one passage, and
no file in which it stands under no reading (as it is; NFKC and lower case; folded; folded without line breaks). So
nobody loses by our fold or our passages. Ours is right only where it equals the scan of the folded passages.

"all on the disk" has the texts themselves where the peer keeps them (ours: catalog and originals). "asking" is the
peak memory of the process that answered everything. "one added" is the median of five: from a new file to its first
hit, for ours with the catalog and both indexes synced to the disk.

{about}"""


def _name(peer: Measured, way: Way | None) -> str:
    return f"{peer.name}: {way.name}" if way is not None and len(peer.ways) > 1 else peer.name


def _added(peer: Measured) -> str:
    if peer.added_seconds is not None:
        return f"{1000 * peer.added_seconds:.0f}"
    return "not found"


def _missing(one: Round) -> list[Sequence[str]]:
    return [(peer.name, peer.missing) for peer in one.peers if peer.missing]


def _latency(latency: Latency) -> tuple[str, str, str]:
    p50, p95, p99 = (f"{figure:.2f}" for figure in (latency.p50, latency.p95, latency.p99))
    return p50, p95, p99


def _times(figure: float, base: float) -> str:
    return f"{figure / base:.2g} ×" if figure < 10 * base else f"{figure / base:,.0f} ×"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *([*row, *[NONE] * (len(head) - len(row))] for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
