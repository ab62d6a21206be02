"""The binary form of Word 97 to 2003 ([MS-DOC]): styles, lists, properties of stretches of text."""
