"""The words for people: one table a language and subject, shared by page and terminal, keyed by stable code."""

from archive.messages.lookup import LANGUAGES, language_of_environment, on_page, text

__all__ = ["LANGUAGES", "language_of_environment", "on_page", "text"]
