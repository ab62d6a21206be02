#!/bin/sh
# 双击打开报告库；Ctrl+C 结束。Opens Baogao in the browser; Ctrl+C ends it.
# With arguments it is the command line: ./启动报告库.sh add 文件夹
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd) || exit 1
[ $# -gt 0 ] || set -- serve --open
if [ -x "$here/program/baogao" ]; then
    exec "$here/program/baogao" "$@"
fi
for python in "$here/runtime/bin/python3" "python@PYTHON@" python3; do
    if command -v "$python" >/dev/null 2>&1 &&
        [ "$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)" = "@PYTHON@" ]; then
        export PYTHONPATH="$here/lib" PYTHONNOUSERSITE=1 PYTHONSAFEPATH=1
        exec "$python" -m indexer.cli "$@"
    fi
done
echo "报告库需要 Python @PYTHON@：请安装它，或把它放进本文件夹的 runtime。" >&2
echo "Baogao needs Python @PYTHON@: install it, or put one into the folder runtime beside this file." >&2
[ -t 0 ] && { printf '按回车键关闭 Press Enter'; read -r _; }
exit 1
