"""Number formats of spreadsheets (ECMA-376 part 1, 18.8.30–31): what a cell shows of the value that it keeps."""
