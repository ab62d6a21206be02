"""Files of word processors, a format a module: Word in its four forms, RTF, OpenDocument. What they share is below."""
