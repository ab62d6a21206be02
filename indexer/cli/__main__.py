"""python -m indexer.cli: the command line where its script is not on PATH."""

import sys

from indexer.cli.main import main

sys.exit(main())
