"""Serving: the verb serve, several processes watched, the socket that they share."""
