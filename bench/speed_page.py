"""Pages beside those of the first release: a section of docs/bench.md, as `python -m bench.earlier_speed` tells it."""

SECTION = """## Beside the first release

Commit 8318731, from the history of this project, beside today's: each imported the same files into an archive of its
own and was asked the same questions in turns of twenty (`python -m bench.earlier_speed FILES`), of the kinds below in
this order, each question for the first time; the milliseconds of the processor. A page has marks, and where nothing
else is said facets and words apart. A question that is stopped counts two seconds. Two cores that did nothing else; of
two runs the second is given, and in brackets the first where it says more.

2,245 files; nothing was stopped:

| | questions | first release: p50 | p95 | today: p50 | p95 | times as fast: p50 | p95 | sum |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
| random phrases, all ranked with totals | 200 | 0.4 | 3.5 | 0.3 | 1.0 | 1.3 × | 3.7 × (4.1) | 2.0 × |
| 20 common phrases, all ranked with totals | 20 | 4.6 | 51.5 | 0.3 | 1.8 | 17.1 × | 28.5 × | 13.2 × |
| bare, with words apart | 103 | 12.3 | 51.7 | 5.6 | 12.3 | 2.2 × (2.4) | 4.2 × (4.7) | 2.9 × |
| in one sentence, paragraph, near, in a part | 100 | 7.8 | 61.7 | 2.5 | 11.0 | 3.2 × | 5.6 × | 4.4 × |
| random phrases, a page without facets | 200 | 1.2 | 8.9 | 1.3 | 5.1 | 1.0 × | 1.7 × | 1.3 × |
| 20 common phrases, a page without facets | 20 | 11.4 | 60.8 | 5.3 | 9.1 | 2.2 × | 6.7 × | 2.3 × |

22,450 files, the corpus and nine times as much of its lines; of the first release 35 of the precise ones were stopped:

| | questions | first release: p50 | p95 | today: p50 | p95 | times as fast: p50 | p95 | sum |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
| random phrases, all ranked with totals | 200 | 4.3 | 82.5 | 1.2 | 3.1 | 3.6 × | 26.7 × | 9.2 × |
| 20 common phrases, all ranked with totals | 20 | 72.9 | 672.1 | 0.9 | 14.8 | 85.5 × | 45.5 × | 39.5 × |
| bare, with words apart | 103 | 87.7 | 539.5 | 11.0 | 21.9 | 8.0 × | 24.6 × | 12.6 × |
| in one sentence, paragraph, near, in a part | 100 | 942.0 | 2,000.0 | 6.0 | 26.8 | 156 × | 74.7 × | 126 × |
| random phrases, a page without facets | 200 | 11.8 | 44.0 | 4.9 | 7.0 | 2.4 × | 6.3 × | 3.4 × |
| 20 common phrases, a page without facets | 20 | 47.9 | 720.5 | 6.8 | 21.7 | 7.0 × | 33.2 × | 12.0 × |

Served by two processes of `baogao serve` to four clients who never pause, 160 new questions, in turns of twenty pages,
milliseconds of the wall: p50 46, now 29 (1.6 ×), p95 144, now 65 (2.2 ×); at ten times the files p50 298, now 53
(5.6 ×), p95 1,140, now 102 (11.2 ×).

A small archive gains least: what is left of its pages reads, checks and marks the reports that are shown, about 0.12 ms
each for the row of the catalog and 0.1 ms for its marks. In a large one the first release went through texts."""
