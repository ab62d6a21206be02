"""What a report is, and where it is kept. Nothing here knows how a report is searched or shown."""
