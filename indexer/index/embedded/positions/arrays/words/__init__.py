"""Postings of words gathered report by report and given back word by word, with numpy and in plain Python."""
