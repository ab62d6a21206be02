"""Readers of spreadsheets, a format a module; what all of them share of rows and heads."""
