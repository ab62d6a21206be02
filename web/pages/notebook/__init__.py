"""A reader's own pages: clippings, notes, saved searches."""
