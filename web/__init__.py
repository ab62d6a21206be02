"""How reports are searched and read in the browser. Asks the searcher and the catalog, never SQL."""
