"""WordprocessingML, the XML of Word files: parts, styles, lists, runs, drawings (ECMA-376)."""
