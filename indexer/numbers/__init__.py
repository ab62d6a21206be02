"""Which figures (数字) stand with a wording? Numerals read whole, their measures, what each figure is of, grouped by
measure and year. Values alone: no page, no printing.
"""
