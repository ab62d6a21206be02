"""Pages of searching: results, the advanced form, concordance, similar passages, help with the query language."""
