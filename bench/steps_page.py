"""Steps of an import, of a page and of a process as a section of docs/bench.md; each beside the command that tells."""

SECTION = """## Step by step

On the corpus (2,245 reports) with positions; AMD EPYC, 2 cores, while other programs ran, so the processor's
time is told and what was measured in turns is compared.

What becomes of a file before it is kept, ns a character (`python -m bench.import_stages`):

| | before | now |
| --- | --- | --- |
| reading (Markdown nearly all: past the library where it is plain) | 386 | 72 |
| cutting words | 291 | 262 |
| outline | 135 | 142 |
| masthead | 85 | 89 |
| between processes (passages in columns) | 133 | 65 |
| all, with folding and the rest | 1,100 | 706 |

That is 1.56 × of these stages. Of a whole `baogao add` of 562 of the files with all its processes it is 1.22 ×
(11.5 s of processor, now 9.4 s); what looks for likely drafts takes a fifth of it and starting four processes another.
Sorting and writing the words' postings takes 1.9 µs each, before 2.5.

| 60 bare queries, each for the first time, processor ms (`python -m bench.first_paint`) | p50 | p95 |
| --- | --- | --- |
| the results are sent | 12.9 | 36.8 |
| all is sent: words apart, ends of passages, parts and topics | 24.9 | 51.6 |

Before, nothing was sent until all was made. Of such a page's answer (11.5 ms) reading words' frequencies from Whoosh's
files takes 8.9 %.

| memory, MiB (`python -m bench.memory`) | to reach | measured | reached |
| --- | --- | --- | --- |
| the peak of one process that asks 1,000 mixed questions | ≤ 150 | 169 (before 183) | **no** |
| all processes of `baogao serve` after 300 pages, PSS | ≤ 500 | 609 | **no** |

Of one process 33 MiB are the dictionary of words, 28 Python and our modules, 15 numpy, 13 Whoosh's modules; reports
and folded texts at hand are some 30."""
