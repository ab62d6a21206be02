"""What is asked: the query's meaning (model), its language (parser) and the page about it (help). Knows no engine."""
