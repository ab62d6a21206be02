import sys

from weasyprint import HTML

HTML("report.html").write_pdf(sys.argv[1])
