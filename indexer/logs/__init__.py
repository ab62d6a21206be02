"""What the operator reads: log lines, their place and form, the numbers of requests, imports, questions and faults."""
