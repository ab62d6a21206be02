"""The catalog in SQL: queries, arriving reports, one file a group of tables; any database of `stores` will do."""
