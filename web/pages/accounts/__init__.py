"""Pages of the account: logging in and out, making the first one, its password, tokens and sessions."""
