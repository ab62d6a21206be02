#!/bin/sh
# Installs Baogao from the wheels beside this file, without a network: ./install.sh [FOLDER]
set -e
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
where=${1:-/opt/baogao}
python@PYTHON@ -m venv "$where"
"$where/bin/python" -m pip install --quiet --disable-pip-version-check --no-index --find-links "$here/wheels" \
    --require-hashes -r "$here/requirements.txt"
"$where/bin/baogao" --version
