"""What helps where nothing was found: for the page and the terminal alike."""
