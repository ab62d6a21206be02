"""How is a wording (提法) used? First and last use, rates by year and unit, neighbours, near wordings; the quoted terms
of the archive; what rises and falls between two groups of papers. Values and counting alone: no page, no printing.
"""
