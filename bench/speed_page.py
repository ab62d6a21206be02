"""Pages beside those of the first release: a section of docs/bench.md, as `python -m bench.earlier_speed` tells it."""

SECTION = """## Beside the first release

Commit 8318731, from the history of this project, beside today's: each imported the same files into an archive of its
own and was asked the same questions in turns of twenty (`python -m bench.earlier_speed FILES`), of the kinds below in
this order, each question for the first time; the milliseconds of the processor. A page has marks, and where nothing
else is said facets and words apart. A question that is stopped counts two seconds. Two cores that did nothing else; of
five runs the last is given, and in brackets all of them where they say more.

2,245 files; nothing was stopped:

| | questions | first release: p50 | p95 | today: p50 | p95 | times as fast: p50 | p95 | sum |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
| random phrases, all ranked with totals | 200 | 0.4 | 3.2 | 0.3 | 0.6 | 1.4 × | 5.4 × (3.7 to 5.4) | 2.3 × |
| 20 common phrases, all ranked with totals | 20 | 3.7 | 50.6 | 0.2 | 1.7 | 17.8 × | 30.6 × | 15.0 × |
| bare, with words apart | 103 | 11.0 | 49.5 | 2.4 | 4.9 | 4.6 × (3.9 to 4.8) | 10.1 × (8.7 to 10.4) | 6.0 × |
| in one sentence, paragraph, near, in a part | 100 | 7.3 | 57.9 | 1.5 | 4.8 | 4.9 × | 12.1 × (9.0 to 12.1) | 7.6 × |
| random phrases, a page without facets | 200 | 1.0 | 7.9 | 0.6 | 2.1 | 1.5 × | 3.8 × | 2.4 × |
| 20 common phrases, a page without facets | 20 | 9.1 | 56.7 | 1.8 | 6.9 | 5.0 × | 8.2 × | 4.5 × |

22,450 files, the corpus and nine times as much of its lines; of the first release 33 of the precise ones were stopped:

| | questions | first release: p50 | p95 | today: p50 | p95 | times as fast: p50 | p95 | sum |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
| random phrases, all ranked with totals | 200 | 4.1 | 62.6 | 0.8 | 2.1 | 5.0 × | 30.3 × | 12.0 × |
| 20 common phrases, all ranked with totals | 20 | 65.1 | 618.7 | 0.9 | 11.0 | 73.2 × | 56.1 × | 43.0 × |
| bare, with words apart | 103 | 88.1 | 530.2 | 6.7 | 13.8 | 13.1 × | 38.4 × | 17.9 × |
| in one sentence, paragraph, near, in a part | 100 | 878.0 | 2,000.0 | 3.9 | 20.1 | 223 × | 99.4 × | 175 × |
| random phrases, a page without facets | 200 | 10.8 | 43.6 | 2.8 | 4.0 | 3.8 × | 10.9 × | 5.6 × |
| 20 common phrases, a page without facets | 20 | 43.6 | 626.9 | 3.8 | 16.0 | 11.5 × | 39.3 × | 18.5 × |

Served by two processes of `baogao serve` to four clients who never pause, 160 new questions, in turns of twenty pages,
milliseconds of the wall: p50 39, now 13 (3.0 ×), p95 125, now 21 (6.0 ×, else 5.0 to 5.8); at ten times the
files p50 277, now 37 (7.5 ×), p95 1,100, now 79 (13.9 ×).

Whole imports in turns, seconds of the wall: 2,245 files 12.5 to 12.8, now 7.6 to 7.8 (1.65 ×); 22,450 files 114, now
74 (1.54 ×), though the first release compared no drafts among so many and said so, and today all are. Of the
processor, all processes together, 25.0, now 15.5, and 232, now 142 (1.6 × each).

A small archive gains least: what is left of its pages are many small steps, some 5,000 calls. Half of them tell of the
reports that are shown what stands around their marks; finding and ranking take a third. In a large one the first
release went through texts.

Since then a question reads the catalog's last change once and numbers its terms once for all reports. Beside the
program before that, by turns, on a machine half as fast: a bare page 3 % less of the processor (p50 5.6, now 5.4), a
precise one 17 % at p50 (3.4, now 2.8) and 19 % at p95 (11.1, now 9.0)."""
