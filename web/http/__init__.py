"""The manners of HTTP: addresses, errors, security, the reader's language."""
