"""Pages beside those of the first release: a section of docs/bench.md, as `python -m bench.earlier_speed` tells it."""

SECTION = """## Beside the first release

Commit 8318731, from the history of this project, beside today's: each imported the same 2,245 files into an archive of
its own and was asked the same questions by turns (`python -m bench.earlier_speed`); the processor's milliseconds of a
page with facets and words apart, of questions that are asked for the first time, while other programs ran (load 17 to
22). No question of either was stopped.

| page | questions | first release: p50 | p95 | today: p50 | p95 | times as fast: p50 / p95 |
| --- | --- | --- | --- | --- | --- | --- |
| bare, with words apart | 103 | 16.7 | 70.5 | 10.9 | 23.7 | 1.5 × / 3.0 × |
| in one sentence, paragraph, near, in a part | 100 | 9.7 | 78.0 | 4.3 | 23.6 | 2.3 × / 3.3 × |
| random phrases | 200 | 2.0 | 12.9 | 2.2 | 10.2 | 0.9 × / 1.3 × |
| 20 common phrases | 20 | 14.5 | 67.3 | 7.9 | 21.2 | 1.8 × / 3.2 × |"""
