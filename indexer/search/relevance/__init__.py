"""What comes first: the order of reports, and of the passages shown of each."""
