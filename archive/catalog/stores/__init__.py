"""Where the SQL runs: SQLite in the home or PostgreSQL for many machines, their schemas and migrations."""
