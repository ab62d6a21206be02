"""Pages beside those of the first release: a section of docs/bench.md, as `python -m bench.earlier_speed` tells it."""

SECTION = """## Beside the first release

Commit 8318731, from the history of this project, beside today's: each imported the same 2,245 files into an archive of
its own and was asked the same questions by turns (`python -m bench.earlier_speed`); the processor's milliseconds of a
page with facets and words apart, of questions that are asked for the first time, while other programs ran (load 20 to
36). No question of either was stopped.

| page | questions | first release: p50 | p95 | today: p50 | p95 | times as fast: p50 / p95 |
| --- | --- | --- | --- | --- | --- | --- |
| bare, with words apart | 103 | 17.2 | 69.2 | 11.3 | 24.5 | 1.5 × / 2.8 × |
| in one sentence, paragraph, near, in a part | 100 | 9.4 | 82.4 | 5.0 | 23.6 | 1.9 × / 3.5 × |
| random phrases | 200 | 2.3 | 16.6 | 2.7 | 11.6 | 0.9 × / 1.4 × |
| 20 common phrases | 20 | 17.5 | 73.6 | 8.4 | 32.6 | 2.1 × / 2.3 × |

Served by `baogao serve` to four clients who never pause, 160 new questions, in turns of twenty pages, one that is
refused counts two seconds: p50 2,715 ms of the wall, now 2,470 (1.1 ×), p95 8,939 ms, now 7,608 (1.2 ×). There the wait
for a processor that thirty programs shared is most of the time: on a quiet machine it has yet to be measured."""
