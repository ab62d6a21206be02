"""Pictures of pages: the text recognised in them (optical character recognition)."""
