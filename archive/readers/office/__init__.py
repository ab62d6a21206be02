"""Files of office programs: Word, OpenDocument text, RTF, Excel."""
