"""What is said in English of files that are read with doubt or not at all, and of scans: recognised text, its page pictures, correcting it by hand."""

from __future__ import annotations

from collections.abc import Mapping

MESSAGES: Mapping[str, str] = {
    "read.needs_ocr": "{name}: a scan, and no recogniser here. The original is kept; it can be seen but not searched. Import a version with text, or have baogao[ocr] installed and import it again.",
    "import.old_table": "{name}: tables of this old format are not read; the original is kept. Save it as .xlsx in WPS or Excel and import that.",
    "import.outlook_message": "{name}: Outlook's .msg mails are not read; the original is kept. Save its attachments, and the mail as .html in Outlook or as .eml in a mail program that can, and import those.",
    "import.slides": "{name}: slides are not read; the original is kept. Save them as PDF, or paste the text into Word, and import that.",
    "web.report.encoding": "Encoding",
    "read.recognised": "Recognised from a scan; compare the image ({count} pages: {pages}).",
    "read.under_seal": "{count:line} with a seal across (page {pages}): characters may be lost or wrong. Compare figures with the picture.",
    "say.doubt.read.under_seal": "text under a seal",
    "read.no_picture": "{name}: no picture of page {page} to show. Please open the original.",
    "catalog.not_recognised": "Passage {passage} is not recognised text and cannot be changed here. Correct the original and import it again.",
    "catalog.changed_meanwhile": "This report has a newer version by now ({version}); nothing was saved. Reload the page and correct again.",
    "say.status_of.recogniser": "recogniser of scans",
    "say.recogniser.none": "none",
    "say.doubt.read.guessed_encoding": "encoding to be checked",
    "say.doubt.read.pages_without_text": "pages without text",
    "say.doubt.read.recognised": "recognised",
    "say.recognising": "Recognising {name}: page {page} of {pages}",
    "web.format.picture": "picture",
    "web.scan.badge": "Recognised from a scan; compare the image",
    "web.scan.text": "Text",
    "web.scan.picture": "Image",
    "web.scan.page": "Image of page {n}",
    "web.scan.pages": "Pages",
    "web.scan.correct": "Correct the text",
    "web.scan.correct.title": "Correct the text against the image",
    "web.scan.correct.words": "On the left (on a phone: below) is what was recognised, on the right the image. What you save is searched at once, and importing the original again does not undo it.",
    "web.scan.passage": "Passage {n}",
    "web.scan.unsure": "read with doubt",
    "web.scan.confidence": "read with {percent}% confidence",
    "web.scan.was": "Recognised as: {text}",
    "web.scan.corrected": "Corrected by hand",
    "web.scan.save": "Save",
    "web.scan.saved": "Saved; searches see it at once.",
    "web.scan.unchanged": "Nothing was changed.",
    "catalog.empty_passage": "Passage {passage} cannot be empty: leave at least one character.",
}
