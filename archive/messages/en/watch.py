"""What is said in English by `baogao watch`, and of how far an import is."""

from __future__ import annotations

from collections.abc import Mapping

MESSAGES: Mapping[str, str] = {
    "import.progress": "{files}/{total} files, {reports} reports, {rate}/s, about {left} left",
    "say.help.watch": "follow folders: import what arrives, keep ids when files move, trash what is deleted",
    "say.word.folders": "folders; without any, those of the setting watch",
    "say.option.polling": "look every few seconds, without the system's messages (shares are always looked at so)",
    "say.option.once": "bring level with the folders once, then end",
    "say.status.moved": "moved",
    "say.status.removed": "to the trash",
    "watch.begun": "Following {folders}. Ctrl+C ends it.",
    "watch.missing": "This folder is not there now; waiting for it, its reports stay as they are: {path}",
    "usage.nothing_to_watch": "Which folder is to be followed? Name it after the command, or set watch in baogao.toml.",
    "usage.not_a_folder": "{path} is not a folder.",
}
