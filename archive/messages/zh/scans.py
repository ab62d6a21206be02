"""What is said in Chinese of files that are read with doubt or not at all, and of scans: recognised text, its page pictures, correcting it by hand."""

from __future__ import annotations

from collections.abc import Mapping

MESSAGES: Mapping[str, str] = {
    "read.needs_ocr": "{name}：是扫描件，本机未装文字识别组件。原件已保存，可看不可检索。请换用带文字的版本，或请管理员安装 baogao[ocr] 后再导入一次。",
    "import.old_table": "{name}：这种旧表格读不了，原件已保存。请用 WPS 或 Excel“另存为”xlsx 再导入。",
    "import.outlook_message": "{name}：Outlook 的 .msg 邮件读不了，原件已保存。请在 Outlook 里把附件另存出来、把邮件“另存为”网页（.html），或用能导出 .eml 的邮件程序打开后另存为 .eml，再导入。",
    "import.slides": "{name}：幻灯片读不了，原件已保存。请“另存为”PDF，或把文字贴进 Word 再导入。",
    "web.report.encoding": "编码",
    "read.recognised": "扫描识别，请对照原图（{count} 页：{pages}）。",
    "read.under_seal": "有 {count} 行文字上盖着印章（第 {pages} 页），可能漏字或认错，数字请逐一对照原图。",
    "say.doubt.read.under_seal": "文字上有印章",
    "read.no_picture": "{name}：第 {page} 页没有图像可看。请打开原件。",
    "catalog.not_recognised": "第 {passage} 段不是扫描识别的文字，不能在这里改。原文有误，请改好原件再导入。",
    "catalog.changed_meanwhile": "这篇报告刚才有了新版本（第 {version} 版），这次没有保存。请刷新页面再改。",
    "say.status_of.recogniser": "扫描识别",
    "say.recogniser.none": "未装",
    "say.doubt.read.guessed_encoding": "编码待核对",
    "say.doubt.read.pages_without_text": "有几页没有文字",
    "say.doubt.read.recognised": "扫描识别",
    "say.recognising": "正在识别 {name}：第 {page} / {pages} 页",
    "web.format.picture": "图片",
    "web.scan.badge": "扫描识别，请对照原图",
    "web.scan.text": "文字",
    "web.scan.picture": "原图",
    "web.scan.page": "第 {n} 页原图",
    "web.scan.pages": "各页原图",
    "web.scan.correct": "改错字",
    "web.scan.correct.title": "对照原图改错字",
    "web.scan.correct.words": "左边（手机上在下方）是识别出的文字，右边是原图。改好保存，检索立即按新文字；再次导入原件也不会改回去。",
    "web.scan.passage": "第 {n} 段",
    "web.scan.unsure": "识别可信度低",
    "web.scan.confidence": "识别可信度 {percent}%",
    "web.scan.was": "机器识别为：{text}",
    "web.scan.corrected": "已人工改正",
    "web.scan.save": "保存",
    "web.scan.saved": "已保存，检索立即生效。",
    "web.scan.unchanged": "没有改动。",
    "catalog.empty_passage": "第 {passage} 段不能为空：要删去误识的内容，请保留至少一个字。",
}
