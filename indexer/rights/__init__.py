"""Who may read what, decided in one place; everything above works on what a reader may see and asks no more."""
