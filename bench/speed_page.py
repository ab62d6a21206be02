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
| random phrases, all ranked with totals | 200 | 0.4 | 3.3 | 0.3 | 0.7 | 1.4 × | 4.5 × (3.6) | 2.2 × |
| 20 common phrases, all ranked with totals | 20 | 4.0 | 49.6 | 0.2 | 1.7 | 18.8 × | 29.3 × | 15.3 × |
| bare, with words apart | 103 | 11.4 | 50.7 | 3.7 | 7.3 | 3.1 × | 7.0 × (6.5) | 4.4 × |
| in one sentence, paragraph, near, in a part | 100 | 7.8 | 63.6 | 1.9 | 6.4 | 4.2 × | 9.9 × (8.9) | 6.4 × |
| random phrases, a page without facets | 200 | 1.1 | 8.6 | 0.7 | 3.0 | 1.6 × | 2.8 × | 2.0 × |
| 20 common phrases, a page without facets | 20 | 10.2 | 58.4 | 3.2 | 7.9 | 3.2 × | 7.4 × | 3.2 × |

22,450 files, the corpus and nine times as much of its lines; of the first release 32 of the precise ones were stopped:

| | questions | first release: p50 | p95 | today: p50 | p95 | times as fast: p50 | p95 | sum |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
| random phrases, all ranked with totals | 200 | 3.2 | 48.9 | 0.7 | 2.1 | 4.5 × | 23.0 × | 9.9 × |
| 20 common phrases, all ranked with totals | 20 | 64.3 | 624.3 | 0.8 | 11.3 | 82.2 × | 55.4 × | 42.5 × |
| bare, with words apart | 103 | 83.1 | 527.0 | 8.6 | 15.9 | 9.6 × | 33.1 × | 16.0 × |
| in one sentence, paragraph, near, in a part | 100 | 871.9 | 2,000.0 | 4.6 | 20.6 | 188 × | 96.9 × | 160 × |
| random phrases, a page without facets | 200 | 10.4 | 36.7 | 3.6 | 5.0 | 2.9 × | 7.3 × | 4.0 × |
| 20 common phrases, a page without facets | 20 | 39.3 | 673.9 | 5.5 | 17.7 | 7.2 × | 38.0 × | 14.0 × |

Served by two processes of `baogao serve` to four clients who never pause, 160 new questions, in turns of twenty pages,
milliseconds of the wall: p50 42, now 18 (2.3 ×), p95 129, now 30 (4.3 ×); at ten times the files p50 273, now 40
(6.8 ×), p95 1,102, now 77 (14.4 ×).

Whole imports in turns, seconds of the wall: 2,245 files 13.8, now 9.1 (1.5 ×). 22,450 files 128, now 122 to 139, of
which reading and keeping takes 79: the first release compared no drafts among so many and said so, today all are.

A small archive gains least: what is left of its pages are many small steps. Of a report that is shown its passages are
read (some 30 µs), marked (25), its card, headings and what is to be checked told (40, when it is shown for the first
time); finding and ranking take a third. In a large one the first release went through texts."""
