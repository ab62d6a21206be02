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

That is 1.56 × of these stages. Of a whole `baogao add` of 562 of the files with all its processes it was 1.22 ×
(11.5 s of processor, then 9.4 s), and by what came after another 1.33 × (9.6 s, then 7.2 s, in turns). Since then what
an index wants of a text is made where the text is read, reports cross in their kept form, and likely drafts of a new
archive are looked for in one going through all texts: all 2,245 files in 25.6 to 26.6 s of all processors, now 18.1 to
19.9 s, in turns on a busy machine, another 1.37 ×, which is 2.2 × together.

| 60 bare queries, each for the first time, processor ms (`python -m bench.first_paint`) | p50 | p95 |
| --- | --- | --- |
| the results are sent | 12.9 | 36.8 |
| all is sent: words apart, ends of passages, parts and topics | 24.9 | 51.6 |

Before, nothing was sent until all was made. Of such a page's answer reading words' frequencies took 8 %, of one at ten
times the corpus 21 %; read past Whoosh, as arrays, it is 2 % of either (40 bare queries: 42 ms of 555, now 9 of 493; at
ten times 365 of 1,703, now 21 of 1,136).

A cold `baogao search` for a bare phrase takes 0.47 s of processor, before 0.66 s, in turns on a busy machine; a quoted
one 0.40 s either way.

| memory, MiB (`python -m bench.memory HOME --counting`) | to reach | measured | reached |
| --- | --- | --- | --- |
| the peak of one process that asks 1,000 mixed questions | ≤ 150 | 107 (before 132) | yes |
| all processes of `baogao serve` after 300 pages, PSS | ≤ 500 | 232 (before 392) | yes |
| and after the same pages by four readers at once, so that every process has answered | ≤ 500 | 291 | yes |
| at most, while all suggestions and wordings are counted and the readers are answered | ≤ 700 | 425 | yes |
| ten times: the peak of one process that asks | ≤ 300 | 229 (before 245) | yes |
| ten times: all processes of `baogao serve` after 300 pages, PSS | ≤ 500 | 384 (before 756) | yes |
| ten times: and after four readers at once | ≤ 500 | 471 (before 877) | yes |
| ten times: at most, while all is counted and the readers are answered | ≤ 700 | 648 (before 1,477) | yes |

Of one process 28 MiB are Python and our modules, 15 numpy, 4 jieba, which looks the words of a question up in its file;
folded texts at hand are at most 8. What an index has in memory, 50 MiB at ten times, all processes have once. Where the
index is built anew when a service starts, that makes no difference: a process that ends does it (385 and 467; before it
left 546 and 720)."""
