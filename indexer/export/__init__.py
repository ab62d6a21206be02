"""Answers as files: Word, Excel, CSV, text; evidence that can be printed."""
