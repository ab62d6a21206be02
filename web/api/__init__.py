"""The JSON twins of the pages, health, and their description (OpenAPI)."""
