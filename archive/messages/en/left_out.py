"""What is said in English of the content of a file that was not read."""

from __future__ import annotations

from collections.abc import Mapping

MESSAGES: Mapping[str, str] = {
    "read.left_out.characters": "{count:character} with a code of the font's own; it is not known how to read it, so it cannot be found.",
    "read.left_out.comments": "{count:comment} not read; the text in it cannot be found.",
    "read.left_out.embedded_files": "{count:embedded file} not read; the text in it cannot be found. Save it and import it on its own.",
    "read.left_out.pictures": "{count:picture} that may hold text not read.",
    "read.left_out.form_fields": "{count:form field} not read; the text in it cannot be found.",
    "read.left_out.formulas": "{count:cell} with a formula but no kept value. Open the file in Excel or WPS, save it and import it again.",
    "read.left_out.hidden_cells": "{count:cell} in hidden rows, columns or sheets not read. Unhide them and import again.",
    "read.left_out.fields": "{count:field} without a kept result. Open the file in Word or WPS, update the fields, save it and import it again.",
    "read.left_out.symbols": "{count:sign} of a font that is not known, not read.",
    "read.left_out.macros_and_scripts": "{count:place} made by a macro or script not read.",
    "read.left_out.objects": "{count:drawing} or other object not read; the text in it cannot be found.",
    "read.left_out.parts": "{count:part} of the file not read; the text in it cannot be found.",
    "say.doubt.read.older": "read by an older reader",
    "say.doubt.read.left_out": "content not read",
    "import.system_files": "{name}: recycle bins, snapshots, thumbnails and what else is hidden or a system's own left out: {folders:folder}, {files:file} ({names}).",
    "say.not_found.set_aside": "{n:more unreadable file} set aside with a reason: baogao unread.",
    "say.not_found": "Not found does not mean not written: {unread:file} could not be read, {partly:report} not read whole or read by an older reader.",
    "say.status_of.older": "reports read by older readers",
    "say.status_of.partly_read": "reports not read whole",
    "web.notice.unknown": "Noticed at reading: {code}",
    "imports.way.reread": "Read again",
    "imports.reread.interrupted": "Reading again was interrupted (the program was closed, or the power failed). What was read is stored; the next start goes on from here.",
    "imports.reread": "Read again by a newer reader",
}
