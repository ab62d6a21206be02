"""Runs of characters of texts, by one protocol with numpy and in plain Python: how alike texts are, who shares what."""
