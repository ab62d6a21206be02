"""The pages of a pdf by way of pdfium: glyphs, their lines, and the order in which a person reads them."""
