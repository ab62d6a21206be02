"""Accounts as commands and pages need them: who an account is as a reader, and how it is told to programs."""
