import sys

import typst

typst.compile("report.typ", output=sys.argv[1])
