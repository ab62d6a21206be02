"""What security tools say of the project, held against what is known: `make security`."""
