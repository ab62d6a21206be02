"""What is said in English of the invented papers (样例)."""

from __future__ import annotations

from collections.abc import Mapping

MESSAGES: Mapping[str, str] = {
    "say.help.demo": "bring in thirty invented papers to try with; --remove takes them all away",
    "say.option.remove": "take all invented papers away; your own reports stay",
    "say.help.completion": "completion in the shell: the script for bash, zsh or fish",
    "say.word.shell": "bash, zsh or fish",
    "demo.added": "{n:paper} of the demo in the archive ({new} new), roster: {name}. All units and events are invented.",
    "demo.unread": "{n:paper} of them a scan, and nothing here recognises text: not searchable, shown as unreadable in the checklist.",
    "demo.try": "Try: baogao search 一岗双责; echo 一岗双责 | baogao batch - --matrix --collection 2024年度述职（样例）; baogao near. To take the demo away: baogao demo --remove",
    "demo.removed": "The demo is gone ({n:report}). Your own reports were not touched.",
    "demo.title": "Demo",
    "demo.offer": "To try first: thirty invented reports (six units, four years; one late, one copied from last year, one scan, one misquotation) for the checklist, likenesses and years. One click takes them all away.",
    "demo.here": "The archive holds {n:invented paper} to try with; your own reports are not affected.",
    "demo.add": "Add the demo",
    "demo.take": "Remove the demo",
    "demo.looking": "Begin here:",
    "demo.look.search": "Who has written “一岗双责”",
    "demo.look.checklist": "2024: who has not written, who has not handed in",
    "demo.look.near": "Copied from last year",
    "demo.look.list": "The late and the scanned one are in the list of reports",
}
