"""One report written by many programs, each read back: what of it is found. `make producers` runs it, no test."""
