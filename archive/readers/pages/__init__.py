"""Printed pages with a place for every line: PDF and OFD (GB/T 33190), and how lines become paragraphs."""
