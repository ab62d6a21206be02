"""Measurements, beside the peers' in the same run. Nothing here is part of the product."""

import os

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # every program is measured with its bytecode, as it is installed
