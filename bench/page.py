"""The figures as a Markdown page, ratios first."""

from __future__ import annotations

from bench.cold import Cold
from bench.imports import Import, Imports
from bench.phrases import Latency, Phrases


def page(machine: str, imports: Imports, phrases: Phrases, cold: Cold) -> str:
    """docs/bench.md."""
    ours = imports.ours
    return f"""# Speed and size

Made by `make bench` on {machine}.
The naive build is jieba's ChineseAnalyzer into Whoosh. Machines differ and are noisy: read the ratios first; both sides
of a ratio ran in the same run on the same files.

| to reach | target | measured |
| --- | --- | --- |
| whole import beside the naive build, all text files | ≥ 3.5 × | {imports.ratio:.1f} × |
| the same, plain text without Markdown | ≥ 5 × | {imports.ratio_text:.1f} × |
| one phrase of 1,000 with exact totals, mean | ≤ 2 ms | {phrases.random.mean:.2f} ms |
| answers that a plain scan confirms | all | {phrases.exact} of {phrases.checked} |
| a cold `baogao search`, quoted | ≤ 0.4 s | {cold.quoted:.2f} s |
| a cold `baogao search`, bare | ≤ 0.6 s | {cold.bare:.2f} s |
| index beside the UTF-8 text | ≤ 1.6 × | {ours.index_bytes / ours.text_bytes:.2f} × |
| peak memory of the import (largest process) | < 1,024 MiB | {ours.peak_mib:.0f} MiB |

A Python process that does nothing takes {cold.python:.2f} s here.

## Import

| build | files | characters | seconds | characters/s | peak MiB | index / text |
| --- | --- | --- | --- | --- | --- | --- |
{_row("baogao add, all", imports.ours)}
{_row("naive, all", imports.naive)}
{_row("baogao add, plain text", imports.ours_text)}
{_row("naive, plain text", imports.naive_text)}

`baogao add` reads, finds masthead and outline, keeps originals and catalog on the disk (fsynced), and builds both
indexes; the naive build decodes and indexes.

## Queries in process (ms)

| queries | mean | p50 | p95 | p99 | most |
| --- | --- | --- | --- | --- | --- |
{_latency("1,000 random phrases, exact totals", phrases.random)}
{_latency("20 common phrases, exact totals", phrases.common)}
{_latency("200 bare queries, a whole page with passages, marks and words apart", phrases.bare)}
"""


def _row(name: str, made: Import) -> str:
    return (
        f"| {name} | {made.files:,} | {made.characters:,} | {made.seconds:.1f} | {made.characters / made.seconds:,.0f} "
        f"| {made.peak_mib:.0f} | {made.index_bytes / made.text_bytes:.2f} |"
    )


def _latency(name: str, latency: Latency) -> str:
    figures = (latency.mean, latency.p50, latency.p95, latency.p99, latency.most)
    return f"| {name} | " + " | ".join(f"{figure:.2f}" for figure in figures) + " |"
