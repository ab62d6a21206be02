@echo off
rem 双击打开报告库；按 Ctrl+C 结束。 Opens Baogao in the browser; Ctrl+C ends it.
setlocal
set "HERE=%~dp0"
set "PYTHONUTF8=1"
set "PYTHONNOUSERSITE=1"
set "PYTHONSAFEPATH=1"
set "PYTHONPATH=%HERE%lib"
rem The embeddable Python reads its paths from this file alone.
if exist "%HERE%runtime\python@DIGITS@._pth" (
    findstr /c:"..\lib" "%HERE%runtime\python@DIGITS@._pth" >nul || echo ..\lib>>"%HERE%runtime\python@DIGITS@._pth"
)
set "PYTHON="
if exist "%HERE%runtime\python.exe" set "PYTHON="%HERE%runtime\python.exe""
if not defined PYTHON py -@PYTHON@ -c "" >nul 2>nul && set "PYTHON=py -@PYTHON@"
if not defined PYTHON (
    echo 报告库需要 Python @PYTHON@：请安装它，或把它的 embeddable 版解压到本文件夹的 runtime。
    echo Baogao needs Python @PYTHON@: install it, or unpack its embeddable package into the folder runtime.
    pause
    exit /b 1
)
rem Words may hold brackets, as in C:\a(1), which would end a block here.
if "%~1"=="" goto open
%PYTHON% -X utf8 -m indexer.cli %*
exit /b %ERRORLEVEL%
:open
%PYTHON% -X utf8 -m indexer.cli serve --open
if errorlevel 1 pause
endlocal
