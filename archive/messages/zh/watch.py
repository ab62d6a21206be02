"""What is said in Chinese by `baogao watch`, and of how far an import is."""

from __future__ import annotations

from collections.abc import Mapping

MESSAGES: Mapping[str, str] = {
    "import.progress": "文件 {files}/{total}，{reports} 篇，每秒 {rate}，约剩 {left}",
    "say.help.watch": "跟随文件夹：新文件自动导入，改名移动不换编号，删除的进回收站",
    "say.word.folders": "文件夹；不写则用设置 watch",
    "say.option.polling": "隔几秒查看一遍，不靠系统通知（共享文件夹自动如此）",
    "say.option.once": "与文件夹对齐一次就结束",
    "say.status.moved": "移动",
    "say.status.removed": "进回收站",
    "watch.begun": "正在跟随：{folders}。按 Ctrl+C 结束。",
    "watch.missing": "文件夹现在不在，等它回来；其中的报告保持不动：{path}",
    "usage.nothing_to_watch": "要跟随哪个文件夹？写在命令后面，或设在 baogao.toml 的 watch。",
    "usage.not_a_folder": "{path} 不是文件夹。",
}
