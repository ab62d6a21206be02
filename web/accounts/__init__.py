"""Who asks, and whether they may: one table of rights, and the guard before every request."""
