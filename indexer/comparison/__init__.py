"""Texts held beside each other: two side by side, near duplicates."""
