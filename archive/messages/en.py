"""Messages in English: a translation of the Chinese table, with the same codes and the same evidence."""

from collections.abc import Mapping

MESSAGES: Mapping[str, str] = {
    # reading files: read.*
    "read.unknown_format": "{name}: this format is not known. Formats that can be read: {known}.",
    "read.too_large": "{name}: the file has {size} bytes, more than the limit of {limit}; not imported. "
    "Split it first.",
    "read.undecodable": "{name}: from byte {offset} on this is not text in {encoding}; not imported. "
    "Save it as UTF-8, or name the encoding with --encoding.",
    "read.unknown_encoding": "{name}: there is no encoding “{encoding}”. Common ones: utf-8, gb18030, utf-16, big5.",
    "read.not_text": "{name}: the content is not text (perhaps another kind of file, renamed); not imported. "
    "Import it in its own format.",
    "read.empty": "{name}: no text in it, so nothing to search. Check that the file is complete.",
    "read.too_deep": "{name}: nested more than {limit} levels deep; not imported. Save it as plain text first.",
    "read.too_long": "{name}: one paragraph has more than {limit} marks of markup; not imported. "
    "Save it as plain text (.txt) first.",
    "read.unparsable": "{name}: the file is incomplete or damaged and could not be read; not imported.",
    "read.masks_as_emphasis": "{count} times asterisks that may mask figures were read as Markdown emphasis "
    "(the first: “{first}”). If they are masks, save the file as .txt and import it again.",
    "read.wrong_charset": "The page says it is in {stated} but was read as {encoding}. Check that its text looks "
    "right.",
    # catalog and home: catalog.* home.* disk.*
    # queries: query.*
    # index: index.*
    # command line and settings: usage.* settings.*
    # words of the terminal: say.*
    # words of the page: web.*
}
