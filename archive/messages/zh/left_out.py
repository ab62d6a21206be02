"""What is said in Chinese of the content of a file that was not read."""

from __future__ import annotations

from collections.abc import Mapping

MESSAGES: Mapping[str, str] = {
    "read.left_out.characters": "有 {count} 个字用的是字体自造的编码，认不出是什么字，检索不到。",
    "read.left_out.comments": "有 {count} 条批注没有读入，检索不到其中的文字。",
    "read.left_out.embedded_files": "有 {count} 个内嵌文件没有读入，检索不到其中的文字。请另存后单独导入。",
    "read.left_out.pictures": "有 {count} 幅图片可能含有文字，没有读入，检索不到。",
    "read.left_out.form_fields": "有 {count} 个表单域没有读入，检索不到其中的文字。",
    "read.left_out.formulas": "有 {count} 个单元格只有公式、没有保存结果，检索不到。请用 Excel 或 WPS 打开后保存，再导入。",
    "read.left_out.hidden_cells": "有 {count} 个单元格在隐藏的行、列或工作表里，没有读入，检索不到。请取消隐藏后再导入。",
    "read.left_out.fields": "有 {count} 个域没有保存结果，检索不到。请用 Word 或 WPS 打开，更新域后保存，再导入。",
    "read.left_out.symbols": "有 {count} 个特殊字体的符号无法识别，没有读入。",
    "read.left_out.macros_and_scripts": "有 {count} 处由宏或脚本生成的内容没有读入。",
    "read.left_out.objects": "有 {count} 个图形、图表或公式对象没有读入，检索不到其中的文字。",
    "read.left_out.parts": "文件里有 {count} 个部分没有读入，检索不到其中的文字。",
    "say.doubt.read.older": "由旧版程序读入",
    "say.doubt.read.left_out": "有内容未读入",
    "import.system_files": "{name}：跳过了回收站、快照、缩略图等系统文件和隐藏文件：{folders} 个文件夹、{files} 个文件（{names}）。",
    "say.not_found.set_aside": "另有 {n} 个无法读取的文件已说明原因搁置：baogao unread。",
    "say.not_found": "没有找到，不等于没有写：有 {unread} 个文件无法读取，{partly} 篇报告没有读全或由旧版程序读入。",
    "say.status_of.older": "旧版程序读入的报告",
    "say.status_of.partly_read": "没有读全的报告",
    "web.notice.unknown": "读取时注意到：{code}",
    "imports.way.reread": "重读",
    "imports.reread.interrupted": "重读到一半中断了（程序被关或断电）。已重读的都已存好；下次启动时从这里继续。",
    "imports.reread": "用新版程序重读",
}
