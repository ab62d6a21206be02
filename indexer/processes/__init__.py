"""Work in processes of its own: the sandbox with its limits, signals, what passes between parent and child."""
