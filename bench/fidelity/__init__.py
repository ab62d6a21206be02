"""How faithfully each reader gives what a document shows: characters and paragraphs beside second opinions."""
