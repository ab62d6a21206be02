"""python -m indexer.commands: the command line where its script is not on PATH."""

import sys

from indexer.commands import main

sys.exit(main())
