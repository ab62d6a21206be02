"""The archive looked after: integrity check, backup and restore, upkeep of the index."""
