@echo off
rem Installs Baogao from the wheels beside this file, without a network: install.bat [FOLDER]
setlocal
set "WHERE=%~1"
if "%WHERE%"=="" set "WHERE=%LOCALAPPDATA%\baogao\program"
py -@PYTHON@ -m venv "%WHERE%" || exit /b 1
"%WHERE%\Scripts\python.exe" -m pip install --quiet --disable-pip-version-check --no-index --find-links "%~dp0wheels" --require-hashes -r "%~dp0requirements.txt" || exit /b 1
"%WHERE%\Scripts\baogao.exe" --version
endlocal
