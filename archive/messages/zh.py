"""Messages in Chinese: what happened, where, what to do next; full-width punctuation, no exclamation marks."""

from collections.abc import Mapping

MESSAGES: Mapping[str, str] = {
    # reading files: read.*
    "read.unknown_format": "{name}：不认识这种格式。能读的格式：{known}。",
    "read.too_large": "{name}：文件有 {size} 字节，超过上限 {limit} 字节，没有导入。请拆分后再导入。",
    "read.undecodable": "{name}：第 {offset} 字节起按 {encoding} 解不出文字，没有导入。请另存为 UTF-8，或用 --encoding 指明编码。",
    "read.unknown_encoding": "{name}：没有“{encoding}”这种编码。常用的有 utf-8、gb18030、utf-16、big5。",
    "read.not_text": "{name}：内容不是文字（可能是改了扩展名的其他文件），没有导入。请用原来的格式导入。",
    "read.empty": "{name}：没有文字，检索不到。请检查文件是否完整。",
    "read.too_deep": "{name}：内容嵌套超过 {limit} 层，没有导入。请另存为纯文本后再导入。",
    "read.too_long": "{name}：一段文字的标记超过 {limit} 个，没有导入。请另存为纯文本（.txt）后再导入。",
    "read.unparsable": "{name}：文件不完整或已损坏，读不出内容，没有导入。",
    "read.masks_as_emphasis": "有 {count} 处星号可能是代替数字的掩码，却被当作 Markdown 的强调标记（第一处：“{first}”）。如果是掩码，请存为 .txt 再导入。",
    "read.wrong_charset": "网页自称编码是 {stated}，实际按 {encoding} 读出。请看一眼文字是否正常。",
    # catalog and home: catalog.* home.* disk.*
    # queries: query.*
    # index: index.*
    # command line and settings: usage.* settings.*
    # words of the terminal: say.*
    # words of the page: web.*
}
